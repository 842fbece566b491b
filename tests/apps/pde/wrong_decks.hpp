#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tessera::pde {

/// A wrong deck, the overrides it is read with, and the complete message about it.
struct WrongDeck {
  std::string name;
  std::string text;
  std::vector<std::string> overrides;
  std::string message;
};

/// A correct deck. Wrong ones are made from it.
extern const std::string base_deck;

/// The correct deck after replacements; std::logic_error unless each text to replace occurs once.
std::string changed(const std::vector<std::pair<std::string, std::string>>& replacements);

std::vector<WrongDeck> wrong_grammar();   ///< faults that the schema finds
std::vector<WrongDeck> wrong_formulas();  ///< faults inside of formulas
std::vector<WrongDeck> wrong_problems();  ///< sections that do not make a problem together

}  // namespace tessera::pde
