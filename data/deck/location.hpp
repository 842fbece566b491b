#pragma once

#include <string>

namespace tessera {

/// A place in a deck. Line and column count from 1; 0 where there is none (`--set`, defaults).
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

/// `deck.yaml:7:12`, or the file alone without a line.
std::string to_string(const Location& where);

/// A value together with the place it came from and its path in the deck (`Axes > x > Points`).
template <class T>
struct Located {
  T value{};
  Location where;
  std::string path;
};

/// Text from a deck whose meaning is only known to a later stage (formulas, equations).
using LocatedText = Located<std::string>;

/// `where  path: message`, the form of every message about a deck. `where` may be empty.
std::string deck_message(const Location& where, const std::string& path,
                         const std::string& message);

}  // namespace tessera
