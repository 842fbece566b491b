#pragma once

#include <string>
#include <vector>

#include "models/formula/expression.hpp"

namespace tessera {

/// Straight-line code for canonical expressions. Equal operations are computed once; constants are
/// folded in extended precision. Throws std::invalid_argument for a name that is no input and for
/// a constant that is not finite.
Tape compile_tape(const std::vector<ExpressionPtr>& expressions,
                  const std::vector<std::string>& inputs);

}  // namespace tessera
