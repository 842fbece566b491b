#pragma once

#include <string_view>

namespace tessera {

/// Value of a constant expression as decks and `--set` accept for every real: numbers, pi, e,
/// + - * / ^ (right associative, binds tighter than a sign on its left), parentheses, sqrt, exp,
/// log, sin, cos, tan, abs. Locale independent. Throws std::invalid_argument whose message names
/// the fault and its position (1-based column within `text`); the result is finite.
double evaluate_constant(std::string_view text);

}  // namespace tessera
