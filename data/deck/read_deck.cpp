#include <fstream>
#include <string>
#include <system_error>

#include "data/deck/deck.hpp"
#include "data/deck/parse_deck.hpp"
#include "data/fields/errors.hpp"

namespace tessera {

DeckNode read_deck(const std::filesystem::path& file) {
  const auto fail = [&](const std::string& message) -> DeckError {
    return DeckError(deck_message({file.string(), 0, 0}, "", message));
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw fail("there is no such deck.");
  if (std::filesystem::is_directory(status)) throw fail("this is a folder, expected a deck.");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw fail("the deck cannot be opened for reading.");
  // Read with a limit instead of asking for the size: pipes have none.
  std::string text;
  char block[1 << 16];
  while (stream.read(block, sizeof block) || stream.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > maximum_deck_size) break;  // parse_deck refuses it
  }
  if (stream.bad()) throw fail("the deck cannot be read.");
  return parse_deck(text, file.string());
}

}  // namespace tessera
