#include "apps/common/memory_reuse.hpp"

#include <cstddef>
#include <vector>

#include <Eigen/Core>
#include <malloc.h>

namespace tessera {
namespace {

/// First use of memory and of the matrix library, so that no timed part of a run pays for it.
void touch(std::size_t bytes) {
  {
    const std::vector<char> memory(bytes, 1);
    [[maybe_unused]] const volatile char last = memory.back();
  }
  constexpr Eigen::Index size = 256;
  const Eigen::MatrixXd a = Eigen::MatrixXd::Identity(size, size);
  const Eigen::MatrixXd b = a * a;
  [[maybe_unused]] const volatile double corner = b(0, 0);
}

}  // namespace

void keep_freed_memory() {
  constexpr int headroom = 64 << 20;
#ifdef M_MMAP_THRESHOLD
  constexpr int one_gibibyte = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, one_gibibyte);
  mallopt(M_TRIM_THRESHOLD, one_gibibyte);
  mallopt(M_TOP_PAD, headroom);
#endif
  touch(headroom);
}

}  // namespace tessera
