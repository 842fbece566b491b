#pragma once

#include <vector>

#include "apps/common/application.hpp"
#include "apps/product/gates.hpp"
#include "apps/product/options.hpp"

namespace tessera::product {

/// Largest difference of B(D x, D y, ...) from D B(x, y, ...) over the largest value, over random
/// rotations and rotation-inversions D, for every kind of plan in double precision. One gate where
/// there is a bar.
std::vector<Gate> check_equivariance(const IdentityOptions& options, RunContext& context,
                                     Outcome& outcome);

/// Largest difference of <z, B(x, y)> from <x, B'(z, y)>, from <y, B'(z, x)> and from the sum over
/// weights w . B'(w), over the sum of the terms' sizes, path by path, for every kind of plan in
/// double precision.
std::vector<Gate> check_adjoint_identity(const IdentityOptions& options, RunContext& context,
                                         Outcome& outcome);

}  // namespace tessera::product
