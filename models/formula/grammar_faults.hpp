#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "models/formula/tokens.hpp"

namespace tessera {

// What parsers of formulas say where the grammar is broken. `tokens` are those of `text`, the token
// at fault is tokens[at]; all throw FormulaError with its position.

/// After an operand: another operand means that an operator was left out; else nothing happens.
void refuse_missing_operator(std::string_view text, const std::vector<Token>& tokens,
                             std::size_t at);

/// An operand must stand here.
[[noreturn]] void refuse_in_place_of_operand(std::string_view text,
                                             const std::vector<Token>& tokens, std::size_t at);

/// The formula goes on where it should not, or ends too early, of which `at_end` speaks.
[[noreturn]] void refuse_unexpected(std::string_view text, const std::vector<Token>& tokens,
                                    std::size_t at, std::string_view at_end);

}  // namespace tessera
