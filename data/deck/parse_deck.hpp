#pragma once

#include <cstddef>
#include <string>

#include "data/deck/deck.hpp"

namespace tessera {

/// Deepest nesting of lists and maps in a deck.
inline constexpr int maximum_nesting = 64;

/// Largest deck in bytes: the YAML parser needs up to two seconds for it. Data stand in files.
inline constexpr std::size_t maximum_deck_size = std::size_t{2} << 20;

/// Like parse_deck, but the root may be of any kind.
DeckNode parse_yaml(const std::string& text, const std::string& file_name);

}  // namespace tessera
