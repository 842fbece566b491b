#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/deck/location.hpp"

namespace tessera {

/// Text of a deck that is fit for the YAML parser: without byte order mark, lines end in "\n".
/// Knows line and column (in characters, not bytes) of every byte.
class DeckText {
 public:
  /// Throws DeckError for text that is empty, binary (NUL or other control bytes, invalid UTF-8)
  /// or that is indented with tabs.
  DeckText(const std::string& text, const std::string& file_name);

  const std::string& text() const { return text_; }
  Location start() const { return {file_name_, 1, 1}; }
  /// The place of the byte `position`; positions beyond the end give the end. Fast for positions
  /// that grow from call to call.
  Location at(std::size_t position) const;

 private:
  void check_encoding() const;
  void check_tabs() const;

  std::string text_;
  std::string file_name_;
  std::vector<std::size_t> line_starts_;
  // The last answer of at(): columns are counted on from there.
  mutable std::size_t counted_position_ = 0;
  mutable int counted_column_ = 1;
};

}  // namespace tessera
