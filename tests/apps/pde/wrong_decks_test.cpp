#include "tests/apps/pde/wrong_decks.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "data/fields/errors.hpp"

namespace tessera::pde {

const std::string base_deck =
    "Application: pde\n"
    "Title: A plate\n"
    "Axes:\n"
    "  x: {Range: [0, 1], Points: 40}\n"
    "  y: {Range: [0, 2], Points: 40}\n"
    "Parameters: {k: 3}\n"
    "Unknowns: [u]\n"
    "Equations: [\"u_xx + u_yy = f\"]\n"
    "Sources: {f: from exact solution}\n"
    "Exact Solution: {u: \"sin(k*x)*cos(k*y)\"}\n"
    "Boundary Conditions:\n"
    "  All Sides: from exact solution\n"
    "Output: {Grid: {x: 20, y: 20}}\n";

std::string changed(const std::vector<std::pair<std::string, std::string>>& replacements) {
  std::string text = base_deck;
  for (const auto& [from, to] : replacements) {
    const std::size_t place = text.find(from);
    if (place == std::string::npos || text.find(from, place + 1) != std::string::npos)
      throw std::logic_error("not exactly once in the deck: " + from);
    text.replace(place, from.size(), to);
  }
  return text;
}

namespace {

std::string message_about(const std::string& text, const std::vector<std::string>& overrides = {}) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  try {
    load_deck_text(*make_application(), text, "deck.yaml", parsed);
  } catch (const DeckError& error) {
    return error.what();
  }
  return "no fault";
}

void check_messages(const std::vector<WrongDeck>& decks) {
  for (const WrongDeck& deck : decks) BOOST_TEST_CONTEXT(deck.name) {
      BOOST_TEST(message_about(deck.text, deck.overrides) == deck.message);
    }
}

BOOST_AUTO_TEST_SUITE(wrong_decks)

BOOST_AUTO_TEST_CASE(the_deck_they_are_made_from_is_correct) {
  BOOST_TEST(message_about(base_deck) == "no fault");
}

BOOST_AUTO_TEST_CASE(faults_of_grammar_are_told_in_full) {
  check_messages(wrong_grammar());
}

BOOST_AUTO_TEST_CASE(faults_in_formulas_are_told_with_a_caret) {
  check_messages(wrong_formulas());
}

BOOST_AUTO_TEST_CASE(sections_that_contradict_each_other_are_told) {
  check_messages(wrong_problems());
}

BOOST_AUTO_TEST_CASE(a_grid_beyond_memory_is_estimated_at_once) {
  const auto application = make_application();
  const std::string text = changed({{"Range: [0, 1], Points: 40", "Range: [0, 1], Points: 100000"},
                                    {"Range: [0, 2], Points: 40", "Range: [0, 2], Points: 100000"},
                                    {"{x: 20, y: 20}", "{x: 100000, y: 100000}"}});
  load_deck_text(*application, text, "deck.yaml");
  // Five fields on the output grid are there at the same time at the end.
  BOOST_TEST(application->estimate().memory_bytes > 5 * 8e10);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
