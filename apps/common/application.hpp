#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "apps/common/run_context.hpp"
#include "data/deck/schema.hpp"
#include "data/fields/errors.hpp"
#include "data/fields/field.hpp"
#include "data/fields/predictor.hpp"

namespace tessera {

/// What `--validate` predicts before anything is computed.
struct CostEstimate {
  double memory_bytes = 0;  ///< peak of the largest process
  double time_s = 0;
  std::string basis;  ///< one line: what the figures assume
};

/// A value of `summary.json`.
using SummaryFigure = std::variant<bool, Index, double, std::string>;
/// An array of flat objects.
using SummaryRecords = std::vector<std::vector<std::pair<std::string, SummaryFigure>>>;
using SummaryValue = std::variant<bool, Index, double, std::string, SummaryRecords>;
/// Ordered; a key `comparators/chebyshev/solve_time_s` becomes nested objects.
using Summary = std::vector<std::pair<std::string, SummaryValue>>;

/// All that a run hands over; the skeleton writes it.
struct Outcome {
  ExitCode code = ExitCode::success;
  std::string status = "converged";  ///< in words, for summary and last log line
  std::string headline;              ///< one line: the figures a user looks for first
  std::vector<std::string> report;   ///< lines of the table printed at the end
  Summary summary;
  std::vector<Field> fields;  ///< those on the same grid go into one ParaView file
  std::vector<Table> tables;  ///< histories, spectra
  /// Further files of the result folder, name and text.
  std::vector<std::pair<std::string, std::string>> files;
  std::shared_ptr<const Predictor> predictor;
};

/// One solver executable, callable in process: no globals, no exit(), no output of its own.
/// Life: describe (once), check (per deck), estimate, run.
class Application {
 public:
  virtual ~Application() = default;

  virtual std::string name() const = 0;   ///< `pde`: the executable is tessera-pde
  virtual std::string title() const = 0;  ///< one line for --help
  /// The deck grammar, bound to this object's options.
  virtual Schema& schema() = 0;
  /// What the schema cannot see: formulas, names, contradictions between sections. Throws
  /// DeckError with all faults found. Called after every successful Schema::read.
  virtual void check(const Deck& deck) = 0;
  /// After check().
  virtual CostEstimate estimate() const = 0;
  virtual Outcome run(RunContext& context) = 0;
};

using ApplicationFactory = std::unique_ptr<Application> (*)();

/// The whole program: command line, deck, `--validate` and the like, output transaction, signals,
/// exit code. See docs/user-guide.md for the contract.
int application_main(int argc, char** argv, ApplicationFactory factory);

/// Reads, validates and checks a deck; DeckError on any fault.
Deck load_deck(Application& application, const std::filesystem::path& file,
               const std::vector<Override>& overrides);
/// The same for text in memory (tests, campaigns).
Deck load_deck_text(Application& application, const std::string& text, const std::string& file_name,
                    const std::vector<Override>& overrides = {});

}  // namespace tessera
