#pragma once

#include <cstddef>

namespace tessera::product {

/// Bytes per nanosecond that one core fills an array of this size with: what bounds products whose
/// results are larger than the cache.
double store_rate(std::size_t bytes);

}  // namespace tessera::product
