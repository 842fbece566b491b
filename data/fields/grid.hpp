#pragma once

#include <cstddef>
#include <vector>

#include "data/fields/axis.hpp"

namespace tessera {

/// Tensor-product grid. The first axis varies fastest in the values of a Field:
/// value (i0, i1, ...) stands at i0 + n0 * (i1 + n1 * (...)).
struct Grid {
  std::vector<Axis> axes;
};

/// Number of points of a grid; 1 for a grid without axes.
std::size_t size(const Grid& grid);

}  // namespace tessera
