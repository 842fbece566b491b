#pragma once

#include <string>
#include <vector>

#include "data/fields/errors.hpp"
#include "tests/data/deck/sample_schema.hpp"

namespace tessera {

/// The message about a deck and its overrides, `no fault` where there is none.
inline std::string fault_of_deck(const std::string& text,
                                 const std::vector<std::string>& overrides = {}) {
  try {
    SampleApplication application;
    std::vector<Override> parsed;
    for (const std::string& one : overrides) parsed.push_back(parse_override(one));
    application.schema.read(parse_deck(text, "deck.yaml"), parsed, "deck.yaml");
  } catch (const DeckError& error) {
    return error.what();
  }
  return "no fault";
}

/// A deck that is correct with further lines added.
inline std::string with_lines(const std::string& lines) {
  return "Application: sample\nAxes: {x: {Range: [0, 1]}}\nUnknowns: [u]\n" + lines;
}

}  // namespace tessera
