#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/pde/problem.hpp"

namespace tessera::pde {

/// Reads a deck and keeps what the program makes of it.
class DeckReader final : public Application {
 public:
  DeckReader(const std::filesystem::path& file, const std::vector<std::string>& overrides)
      : schema_("pde", "reader of decks") {
    describe(schema_, options);
    std::vector<Override> parsed;
    for (const std::string& one : overrides) parsed.push_back(parse_override(one));
    load_deck(*this, file, parsed);
  }
  std::string name() const override { return "pde"; }
  std::string title() const override { return "reader of decks"; }
  Schema& schema() override { return schema_; }
  void check(const Deck& deck) override {
    problem.emplace(make_problem(options, deck.file.string()).split);
  }
  CostEstimate estimate() const override { return {}; }
  Outcome run(RunContext&) override { return {}; }

  Options options;
  std::optional<gp_pde::SplitProblem> problem;

 private:
  Schema schema_;
};

}  // namespace tessera::pde
