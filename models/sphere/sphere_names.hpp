#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/sphere/sphere_equations.hpp"

namespace tessera::sphere {

/// An operator on fields and the kinds of its arguments.
struct OperatorInfo {
  enum class Code { lap, inverse_lap, dot, jacobian, divergence, curl, grad, skew_grad, vector };
  std::string_view name;
  Code code;
  int arguments;
  bool of_vectors;  ///< takes vectors, else scalars
};

/// Null where there is none of that name.
const OperatorInfo* find_operator(std::string_view name);

/// What a bare name stands for.
struct NameKind {
  enum class Kind { unknown, definition, array, value, coordinate };
  Kind kind = Kind::value;
  Index index = 0;   ///< of an unknown or a definition
  double value = 0;  ///< of a parameter or a constant of the language
};

/// Nothing where the name means nothing.
std::optional<NameKind> find_name(std::string_view name, const SphereNames& names);

/// The sentence for a name that means nothing, with the nearest that does.
std::string undefined_name(std::string_view name, const SphereNames& names);
/// The sentence for a call of something that is no function.
std::string undefined_function(std::string_view name, const SphereNames& names);
std::string wrong_number_of_arguments(std::string_view function, int wanted, std::size_t found);

}  // namespace tessera::sphere
