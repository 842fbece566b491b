#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "data/fields/errors.hpp"
#include "tests/data/deck/deck_mutations.hpp"

namespace tessera::pde {
namespace {

std::string shipped_deck(const std::string& name) {
  std::ifstream file(std::string(TESSERA_SOURCE_DIR) + "/apps/pde/decks/" + name + ".yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Counts {
  int valid = 0;
  int refused = 0;
};

/// Reads `number` mutations of a deck. Anything but a valid deck or a DeckError ends the test.
Counts read_mutations(const std::string& deck, std::uint64_t seed, int number) {
  DeckMutations mutations(deck, seed);
  const auto application = make_application();
  Counts counts;
  for (int i = 0; i < number; ++i) {
    const std::string text = mutations.next();
    BOOST_TEST_CONTEXT("mutation " << i << ":\n" << text.substr(0, 3000)) {
      try {
        load_deck_text(*application, text, "deck.yaml");
        const CostEstimate cost = application->estimate();
        BOOST_TEST((std::isfinite(cost.memory_bytes) && cost.memory_bytes > 0));
        BOOST_TEST((std::isfinite(cost.time_s) && cost.time_s > 0));
        ++counts.valid;
      } catch (const DeckError& error) {
        BOOST_TEST(std::string(error.what()).rfind("deck.yaml", 0) == 0U);
        ++counts.refused;
      }
    }
  }
  return counts;
}

BOOST_AUTO_TEST_SUITE(mutated_decks)

BOOST_AUTO_TEST_CASE(five_thousand_mutated_decks_are_valid_or_refused_with_a_message) {
  Counts all;
  std::uint64_t seed = 20260101;
  for (const char* name :
       {"first_steps", "poisson_1d_single_sin", "poisson_2d_sin_sin", "allen_cahn_2d_mix"}) {
    const std::string deck = shipped_deck(name);
    BOOST_TEST_REQUIRE(!deck.empty());
    const Counts counts = read_mutations(deck, seed++, 1250);
    all.valid += counts.valid;
    all.refused += counts.refused;
  }
  BOOST_TEST(all.valid + all.refused == 5000);
  // Both outcomes are well represented, or the mutations would be too mild or too wild.
  BOOST_TEST(all.valid > 100);
  BOOST_TEST(all.refused > 2500);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
