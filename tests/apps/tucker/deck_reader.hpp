#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/splits.hpp"

namespace tessera::tucker {

/// Reads a deck up to its options, which the program keeps to itself.
class DeckReader final : public Application {
 public:
  explicit DeckReader(const std::string& text, const std::vector<std::string>& overrides = {},
                      const std::filesystem::path& folder = {})
      : schema_("tucker", "reader of decks") {
    describe(schema_, options);
    std::vector<Override> parsed;
    for (const std::string& one : overrides) parsed.push_back(parse_override(one));
    deck = load_deck_text(*this, text, (folder / "deck.yaml").string(), parsed);
  }
  std::string name() const override { return "tucker"; }
  std::string title() const override { return "reader of decks"; }
  Schema& schema() override { return schema_; }
  void check(const Deck& read) override { check_options(options, read.file.string()); }
  CostEstimate estimate() const override { return {}; }
  Outcome run(RunContext&) override { return {}; }

  Options options;
  Deck deck;

 private:
  Schema schema_;
};

/// A deck of the columns a, b and v of `data.csv`; `more` is appended.
inline std::string deck_of_csv(const std::string& observations = {}, const std::string& more = {},
                               const std::string& axes = "  a: {}\n  b: {}\n") {
  return "Application: tucker\nAxes:\n" + axes + "Observations: {File: data.csv, Column: v" +
         (observations.empty() ? "" : ", ") + observations + "}\n" + more;
}

}  // namespace tessera::tucker
