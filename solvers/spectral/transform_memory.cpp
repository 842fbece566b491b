#include "solvers/spectral/transform_memory.hpp"

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace tessera::spectral {

AlignedArray::AlignedArray(Index count) {
  constexpr std::size_t line = 64, large_page = std::size_t{1} << 21;
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(double);
  const std::size_t alignment = bytes >= large_page ? large_page : line;
  const std::size_t size = (bytes + alignment - 1) / alignment * alignment;
  data_.reset(static_cast<double*>(std::aligned_alloc(alignment, size)));
  if (!data_) throw std::bad_alloc();
#ifdef __linux__
  // Advice only: without it everything works.
  if (alignment == large_page) madvise(data_.get(), size, MADV_HUGEPAGE);
#endif
}

}  // namespace tessera::spectral
