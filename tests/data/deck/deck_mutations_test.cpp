#include "tests/data/deck/deck_mutations.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "tests/data/deck/sample_schema.hpp"

using namespace tessera;

BOOST_AUTO_TEST_SUITE(deck_mutations)

BOOST_AUTO_TEST_CASE(five_thousand_mutated_decks_end_as_valid_deck_or_with_a_message) {
  DeckMutations mutations(sample_deck, 20240229);
  SampleApplication application;
  int valid = 0, refused = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = mutations.next();
    BOOST_TEST_CONTEXT("mutation " << i << ":\n" << text.substr(0, 2000)) {
      try {
        const Deck deck = application.schema.read(parse_deck(text, "deck.yaml"), {}, "deck.yaml");
        const Deck again =
            application.schema.read(parse_deck(deck.yaml, "again.yaml"), {}, "again.yaml");
        BOOST_TEST(again.yaml == deck.yaml);
        BOOST_TEST(again.json == deck.json);
        ++valid;
      } catch (const DeckError& error) {
        BOOST_TEST(std::string(error.what()).size() > 10U);
        BOOST_TEST(std::string(error.what()).rfind("deck.yaml:", 0) == 0U);
        ++refused;
      }
    }
  }
  // Both outcomes are well represented, or the mutations would be too mild or too wild.
  BOOST_TEST(valid > 250);
  BOOST_TEST(refused > 2500);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_decks) {
  DeckMutations a(sample_deck, 7), b(sample_deck, 7), c(sample_deck, 8);
  bool differs = false;
  for (int i = 0; i < 50; ++i) {
    const std::string text = a.next();
    BOOST_TEST(text == b.next());
    differs = differs || text != c.next();
  }
  BOOST_TEST(differs);
}

BOOST_AUTO_TEST_SUITE_END()
