#pragma once

#include <span>
#include <string_view>

#include "models/formula/tape.hpp"

namespace tessera {

/// A function that formulas may call.
struct FunctionInfo {
  std::string_view name;
  int arguments;
  TapeOperation::Code code;
};

/// All of them, in the order of the documentation.
std::span<const FunctionInfo> known_functions();
/// Null where there is none of that name.
const FunctionInfo* find_function(std::string_view name);

/// Value of a function of one or two arguments (or of `power`) in extended precision; NaN where it
/// is not real. Used to fold constants.
long double apply(TapeOperation::Code code, long double a, long double b = 0);

/// The candidate that differs from `name` in the fewest letters; empty where none is close.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace tessera
