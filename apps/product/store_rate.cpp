#include "apps/product/store_rate.hpp"

#include <algorithm>
#include <cstring>

#include "apps/product/arena.hpp"
#include "apps/product/stopwatch.hpp"

namespace tessera::product {

double store_rate(std::size_t bytes) {
  AlignedArray<char> array;
  array.reserve(bytes);
  std::memset(array.data(), 1, bytes);
  constexpr int runs = 20;
  double shortest = 1e300;
  for (int i = 0; i < runs; ++i) {
    const double start = thread_seconds();
    std::memset(array.data(), i, bytes);
    const volatile char kept = array.data()[bytes / 2];  // so that nothing is dropped
    (void)kept;
    shortest = std::min(shortest, thread_seconds() - start);
  }
  return 1e-9 * static_cast<double>(bytes) / shortest;
}

}  // namespace tessera::product
