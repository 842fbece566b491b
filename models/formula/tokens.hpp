#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tessera {

/// A piece of a formula's text.
struct Token {
  enum class Kind {
    number,
    name,
    plus,
    minus,
    star,
    slash,
    power,
    open,
    close,
    comma,
    equals,
    end
  };
  Kind kind = Kind::end;
  std::size_t position = 0;  ///< offset in the text
  std::string_view text;
  double number = 0;  ///< the nearest double, for Kind::number
};

/// Cuts a formula (or an equation) into tokens; the last one is `end`. Throws FormulaError for
/// texts beyond 10,000 characters, for characters without a meaning, for `**`, and for numbers
/// beyond double precision. The tokens point into `text`.
std::vector<Token> tokenise(std::string_view text);

}  // namespace tessera
