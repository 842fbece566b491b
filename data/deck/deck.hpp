#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "data/deck/location.hpp"

namespace tessera {

/// Node of a deck as read: positions and spelling kept, nothing interpreted.
struct DeckNode {
  enum class Kind { null, scalar, sequence, map };
  struct Entry;

  Kind kind = Kind::null;
  std::string text;             ///< of a scalar, quotes removed
  bool quoted = false;          ///< the scalar stood in quotes (effective decks: it is text)
  std::vector<DeckNode> items;  ///< of a sequence
  std::vector<Entry> entries;   ///< of a map, in the deck's order
  Location where;

  /// The value of a key of a map, or nullptr. Exact spelling.
  const DeckNode* find(const std::string& key) const;
};

struct DeckNode::Entry {
  std::string key;
  Location key_where;
  DeckNode value;
};

/// Reads YAML text. Throws DeckError (all with line and column) for syntax errors, tabs used as
/// indentation, duplicate keys (both places named), a file that is empty, binary or not a map at
/// its root, larger than 2 MiB, anchors and aliases, tags, several documents, and nesting deeper
/// than 64. A byte order mark and CRLF line ends are accepted.
DeckNode parse_deck(const std::string& text, const std::string& file_name);

/// Reads a file; DeckError where it is missing, a directory, or larger than 2 MiB.
DeckNode read_deck(const std::filesystem::path& file);

/// A command-line override `axes/x/points=400`. Slashes separate keys; case and spaces of keys are
/// ignored when they are matched against the schema; the value is YAML flow text.
struct Override {
  std::string path;
  std::string value;
};

/// Splits `path=value`; DeckError for text without `=`, an empty path or an empty value.
Override parse_override(const std::string& text);

/// A deck after validation: complete (defaults filled in) and typed.
struct Deck {
  std::string application;
  std::string title;  ///< value of the key `Title`, may be empty
  std::filesystem::path file;
  DeckNode effective;  ///< all keys, in the schema's order; scalars in normal form
  std::string yaml;    ///< the effective deck as YAML; reading it gives the same deck
  std::string json;    ///< the effective deck with typed values (numbers are numbers)
};

}  // namespace tessera
