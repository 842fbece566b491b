#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/formula/formula.hpp"

namespace tessera {

/// What a name in a formula's text stands for.
struct NameMeaning {
  std::optional<double> value;  ///< of a parameter
  std::string symbol;           ///< canonical name of anything else
};

/// A fault in a name: the message, and how far into the name it lies.
struct NameFault {
  std::string message;
  std::size_t offset = 0;
};

/// Looks a bare name up; throws NameFault with a hint where it means nothing.
NameMeaning look_up(std::string_view name, const FormulaNames& names);

/// The derivative that `d(function, axes...)` names; `function` may itself be a derivative such as
/// u_x. Throws NameFault with the index of the faulty argument in `offset`.
DerivativeName look_up_derivative(std::string_view function,
                                  const std::vector<std::string_view>& axes,
                                  const FormulaNames& names);

/// The message for a call of something that is no function.
std::string not_a_function(std::string_view name, const FormulaNames& names);

}  // namespace tessera
