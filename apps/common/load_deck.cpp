#include "apps/common/application.hpp"

namespace tessera {

namespace {

Deck load(Application& application, const DeckNode& node, const std::vector<Override>& overrides,
          const std::filesystem::path& file) {
  Deck deck = application.schema().read(node, overrides, file);
  application.check(deck);
  return deck;
}

}  // namespace

Deck load_deck(Application& application, const std::filesystem::path& file,
               const std::vector<Override>& overrides) {
  return load(application, read_deck(file), overrides, file);
}

Deck load_deck_text(Application& application, const std::string& text, const std::string& file_name,
                    const std::vector<Override>& overrides) {
  return load(application, parse_deck(text, file_name), overrides, file_name);
}

}  // namespace tessera
