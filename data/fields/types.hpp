#pragma once

#include <cstddef>

namespace tessera {

/// Signed index of the whole suite (the same type as Eigen::Index).
using Index = std::ptrdiff_t;

}  // namespace tessera
