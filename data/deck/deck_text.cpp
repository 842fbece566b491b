#include "data/deck/deck_text.hpp"

#include <algorithm>
#include <string_view>

#include "data/fields/errors.hpp"

namespace tessera {
namespace {

std::string with_plain_line_ends(const std::string& text) {
  const std::size_t start = text.rfind("\xEF\xBB\xBF", 0) == 0 ? 3 : 0;
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = start; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain += '\n';  // a carriage return alone ends a line in YAML
    }
  }
  return plain;
}

/// Bytes of the UTF-8 character at `i`, 0 where it is invalid.
std::size_t character_length(const std::string& text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned first = byte(i);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || i + length > text.size()) return 0;
  unsigned code = first & (0xFFU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
    code = (code << 6) | (byte(i + k) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code > 0x10FFFF ? 0 : length;
}

}  // namespace

DeckText::DeckText(const std::string& text, const std::string& file_name)
    : text_(with_plain_line_ends(text)), file_name_(file_name), line_starts_{0} {
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  check_encoding();
  if (text_.find_first_not_of(" \t\n") == std::string::npos)
    throw DeckError(deck_message(start(), "", "the deck is empty."));
  check_tabs();
}

Location DeckText::at(std::size_t position) const {
  position = std::min(position, text_.size());
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), position);
  const std::size_t line = static_cast<std::size_t>(next - line_starts_.begin());
  const std::size_t first = line_starts_[line - 1];
  if (counted_position_ < first || counted_position_ > position) {
    counted_position_ = first;
    counted_column_ = 1;
  }
  for (; counted_position_ < position; ++counted_position_)
    if ((static_cast<unsigned char>(text_[counted_position_]) & 0xC0) != 0x80) ++counted_column_;
  return {file_name_, static_cast<int>(line), counted_column_};
}

void DeckText::check_encoding() const {
  for (std::size_t i = 0; i < text_.size();) {
    const std::size_t length = character_length(text_, i);
    const auto byte = static_cast<unsigned char>(text_[i]);
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F;
    if (length == 0 || control)
      throw DeckError(deck_message(
          at(i), "", "this is not a text file in UTF-8 (byte " + std::to_string(byte) + ")."));
    i += length;
  }
}

void DeckText::check_tabs() const {
  for (const std::size_t first : line_starts_) {
    const std::size_t content = text_.find_first_not_of(" \t", first);
    if (content == std::string::npos || text_[content] == '\n' || text_[content] == '#') continue;
    const std::size_t tab = std::string_view(text_).substr(first, content - first).find('\t');
    if (tab != std::string_view::npos)
      throw DeckError(
          deck_message(at(first + tab), "", "tab in the indentation. Indent with spaces."));
  }
}

}  // namespace tessera
