#pragma once

#include <string>

#include "models/equivariant/irreps.hpp"

namespace tessera {

/// What the irreps of one leg say where they are those of functions or fields on the sphere.
struct SphereLayout {
  int degree = 0;
  int parity_sign = 1;  ///< -1: every block has the parity opposite to the natural one
};

/// Of irreps that are spherical_function_irreps(degree), up to the sign of parity. Throws
/// std::invalid_argument that says what a function looks like.
SphereLayout read_function(const Irreps& irreps);
/// The same for vector_field_irreps(degree).
SphereLayout read_field(const Irreps& irreps);

/// The irreps themselves (sign +1), or with all parities turned round (-1).
Irreps with_parity_sign(Irreps irreps, int sign);

/// In quotation marks, for messages.
std::string quoted(const Irreps& irreps);

}  // namespace tessera
