#pragma once

#include <string>

#include "models/formula/formula.hpp"

namespace tessera {

/// The message and, indented below it, the formula's text with a caret under the fault.
inline std::string with_caret(const std::string& message, const FormulaError& error) {
  std::string lines = message + "\n    ";
  for (const char c : error.caret()) {
    lines += c;
    if (c == '\n') lines += "    ";
  }
  return lines;
}

/// `text` with a full stop, where it does not end in one or in a question mark.
inline std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

}  // namespace tessera
