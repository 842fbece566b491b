#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "data/deck/deck.hpp"
#include "data/fields/errors.hpp"

using namespace tessera;

namespace {

std::string fault_of(const std::string& text) {
  try {
    parse_deck(text, "deck.yaml");
  } catch (const DeckError& error) {
    return error.what();
  }
  return "no fault";
}

std::string fault_of_file(const std::filesystem::path& file) {
  try {
    read_deck(file);
  } catch (const DeckError& error) {
    return error.what();
  }
  return "no fault";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing)

BOOST_AUTO_TEST_CASE(nodes_keep_order_spelling_and_places) {
  const DeckNode root = parse_deck("b: 'q'\na:\n  - [1, x y]\n  - {k: }\n\xC3\xBC: 7\n", "d");
  BOOST_REQUIRE(root.entries.size() == 3U);
  BOOST_TEST(root.entries[0].key == "b");
  BOOST_TEST(root.entries[0].value.quoted);
  BOOST_TEST(to_string(root.entries[0].value.where) == "d:1:4");
  BOOST_TEST(to_string(root.entries[1].key_where) == "d:2:1");
  const DeckNode& list = root.entries[1].value;
  BOOST_TEST(list.items.at(0).items.at(1).text == "x y");
  BOOST_TEST(to_string(list.items.at(0).items.at(1).where) == "d:3:9");
  BOOST_TEST((list.items.at(1).find("k")->kind == DeckNode::Kind::null));
  // Columns count characters, not bytes.
  BOOST_TEST(to_string(root.entries[2].value.where) == "d:5:4");
  BOOST_TEST(root.find("c") == nullptr);
}

BOOST_AUTO_TEST_CASE(byte_order_mark_and_foreign_line_ends_are_accepted) {
  const DeckNode root = parse_deck(
      "\xEF\xBB\xBF"
      "A: 1\r\nB:\r\n  c: x\r\n",
      "d");
  BOOST_TEST(root.find("B")->find("c")->text == "x");
  BOOST_TEST(to_string(root.find("B")->find("c")->where) == "d:3:6");
}

BOOST_AUTO_TEST_CASE(one_document_may_be_marked_as_such) {
  BOOST_TEST(parse_deck("%YAML 1.2\n---\nA: 1\n...\n", "d").find("A")->text == "1");
}

BOOST_AUTO_TEST_CASE(duplicate_keys_are_refused_with_both_places_at_every_level) {
  BOOST_TEST(fault_of("A: 1\nB:\n  c: {x: 1, y: 2, x: 3}\nA: 2\n") ==
             "deck.yaml:3:19  B > c > x: duplicate key, first given at deck.yaml:3:7.\n"
             "deck.yaml:4:1  A: duplicate key, first given at deck.yaml:1:1.");
  BOOST_TEST(fault_of("A: [{k: 1, k: 2}]") ==
             "deck.yaml:1:12  A > k: duplicate key, first given at deck.yaml:1:6.");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_deck_are_refused) {
  BOOST_TEST(fault_of("") == "deck.yaml:1:1  the deck is empty.");
  BOOST_TEST(fault_of(" \n\n") == "deck.yaml:1:1  the deck is empty.");
  BOOST_TEST(fault_of("# nothing\n") == "deck.yaml:1:1  the deck is empty (only comments).");
  BOOST_TEST(fault_of(std::string("A: 1\nB: \0x", 10)) ==
             "deck.yaml:2:4  this is not a text file in UTF-8 (byte 0).");
  BOOST_TEST(fault_of("A: \xFF") == "deck.yaml:1:4  this is not a text file in UTF-8 (byte 255).");
  BOOST_TEST(fault_of("A: \xC0\x80") ==
             "deck.yaml:1:4  this is not a text file in UTF-8 (byte 192).");
  BOOST_TEST(fault_of("A: \xED\xA0\x80") ==
             "deck.yaml:1:4  this is not a text file in UTF-8 (byte 237).");
  BOOST_TEST(fault_of("A: \"\\0\"") ==
             "deck.yaml:1:4  A: text with a control character: \"\\x00\".");
  BOOST_TEST(
      fault_of("- 1\n") ==
      "deck.yaml:1:1  found a list, expected a map: a deck is made of lines \"Key: value\".");
  BOOST_TEST(fault_of("pde") ==
             "deck.yaml:1:1  found text \"pde\", expected a map: a deck is made of lines \"Key: "
             "value\".");
  BOOST_TEST(fault_of(std::string(3 << 20, 'x')) ==
             "deck.yaml  larger than 2 MiB, this is no deck. Put tables into data files.");
}

BOOST_AUTO_TEST_CASE(tabs_in_the_indentation_are_refused) {
  BOOST_TEST(fault_of("A:\n\tb: 1\n") ==
             "deck.yaml:2:1  tab in the indentation. Indent with spaces.");
  BOOST_TEST(fault_of("A:\n  \tb: 1\n") ==
             "deck.yaml:2:3  tab in the indentation. Indent with spaces.");
  BOOST_TEST(fault_of("A: 1\t# tab\n\t\n\t# comment\n") == "no fault");
}

BOOST_AUTO_TEST_CASE(yaml_that_decks_do_not_have_is_refused) {
  BOOST_TEST(fault_of("A: &x 1\n") ==
             "deck.yaml:1:4  A: a value that starts with \"&\" is a YAML anchor, which decks do "
             "not have. Put text in quotes.");
  BOOST_TEST(fault_of("A: {b: *x}\n") ==
             "deck.yaml:1:8  A > b: a value that starts with \"*\" is a YAML alias, which decks do "
             "not have. Put text in quotes.");
  BOOST_TEST(fault_of("A: !!int 1\n") ==
             "deck.yaml:1:4  A: a value that starts with \"!\" is a YAML tag, which decks do not "
             "have. Put text in quotes.");
  BOOST_TEST(fault_of("<<: {a: 1}\n") ==
             "deck.yaml:1:1  merge keys (\"<<\") are YAML that decks do not have.");
  BOOST_TEST(fault_of("A: 1\n---\nB: 1\n") ==
             "deck.yaml:2:1  a deck is one YAML document, remove the \"---\".");
  BOOST_TEST(
      fault_of("? [a, b]\n: 1\n") ==
      "deck.yaml:1:3  a key must be a name, found a list or a map. Is a bracket not closed?");
  BOOST_TEST(fault_of(": 1\n") == "deck.yaml:1:1  a key is missing before \":\".");
}

BOOST_AUTO_TEST_CASE(faults_of_the_syntax_say_where_and_what_to_do) {
  BOOST_TEST(fault_of("A: [1, 2\nB: 3\n") ==
             "deck.yaml:2:2  the list \"[\" opened at deck.yaml:1:4 needs \",\" between its values "
             "and a closing \"]\".");
  BOOST_TEST(
      fault_of("A: {b: 1\n") ==
      "deck.yaml:2:1  the map \"{\" opened at deck.yaml:1:4 needs \",\" between its keys and "
      "a closing \"}\".");
  BOOST_TEST(fault_of("A: [1}\n") ==
             "deck.yaml:1:6  a closing bracket that does not match the one that was opened.");
  BOOST_TEST(fault_of("A: \"open") == "deck.yaml:1:9  the text ends inside quotes.");
  BOOST_TEST(fault_of("A: \"open \\\"\nB: 1\n") ==
             "deck.yaml:1:4  A: the quote that opens here is not closed.");
  BOOST_TEST(fault_of("A: 'it''s\nB: 1\n") ==
             "deck.yaml:1:4  A: the quote that opens here is not closed.");
  BOOST_TEST(fault_of("A: \"\\q\"\n") ==
             "deck.yaml:1:7  unknown escape sequence in double quotes. Put text with backslashes "
             "in single quotes.");
  BOOST_TEST(
      fault_of("Title: one: two\n") ==
      "deck.yaml:1:11  \":\" where no key can stand. Put text that contains \": \" in quotes; "
      "or a key above lacks its \":\".");
  BOOST_TEST(fault_of("A: @x\n") ==
             "deck.yaml:1:4  no value can start with this character. Put text in quotes.");
  BOOST_TEST(
      fault_of("A: - 1\n") ==
      "deck.yaml:1:4  \"- \" cannot start a value here. Put each value on a line of its own.");
  BOOST_TEST(
      fault_of("A:\n    b: 1\n  c: 2\n") ==
      "deck.yaml:3:3  expected \"key: value\" in line with the keys above. Check indentation "
      "and quotes.");
  BOOST_TEST(fault_of("  A: 1\nB: 2\n") ==
             "deck.yaml:2:1  this does not belong to what stands above. Check the indentation of "
             "this line, and the brackets and quotes before it.");
}

BOOST_AUTO_TEST_CASE(nesting_has_a_limit) {
  const auto nested = [](std::size_t levels) {
    return "A: " + std::string(levels, '[') + "1" + std::string(levels, ']');
  };
  BOOST_TEST(fault_of(nested(63)) == "no fault");
  const std::string message = "lists and maps are nested deeper than 64 levels.";
  BOOST_TEST(fault_of(nested(64)) == "deck.yaml:1:67  " + message);
  BOOST_TEST(fault_of(nested(100000)) == "deck.yaml:1:67  " + message);
  std::string dashes, stairs;
  for (int i = 0; i < 100000; ++i) dashes += "- ";
  for (std::size_t i = 0; i < 1000; ++i) stairs += std::string(i, ' ') + "a:\n";
  BOOST_TEST(fault_of(dashes) == "deck.yaml:1:129  " + message);
  BOOST_TEST(fault_of(stairs) == "deck.yaml:65:65  " + message);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read_are_named) {
  const auto folder = std::filesystem::temp_directory_path() / "tessera_parse_deck_test";
  std::filesystem::create_directories(folder);
  const auto file = folder / "deck.yaml";
  std::ofstream(file) << "A: 1\n";
  BOOST_TEST(read_deck(file).find("A")->text == "1");
  std::ofstream(file) << std::string(3 << 20, '#');
  BOOST_TEST(fault_of_file(file) ==
             file.string() + "  larger than 2 MiB, this is no deck. Put tables into data files.");
  BOOST_TEST(fault_of_file(folder) == folder.string() + "  this is a folder, expected a deck.");
  std::filesystem::remove_all(folder);
  BOOST_TEST(fault_of_file(file) == file.string() + "  there is no such deck.");
}

BOOST_AUTO_TEST_SUITE_END()
