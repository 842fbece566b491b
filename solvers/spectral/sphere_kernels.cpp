#include "solvers/spectral/sphere_kernels.hpp"

#include <algorithm>

namespace tessera::spectral {

extern const SphereKernels sphere_kernels_generic;
#ifdef TESSERA_X86_64_LEVELS
extern const SphereKernels sphere_kernels_x86_64_v3, sphere_kernels_x86_64_v4;
#endif

const SphereKernels& sphere_kernels(InstructionSet level) {
#ifdef TESSERA_X86_64_LEVELS
  if (level == InstructionSet::x86_64_v4) return sphere_kernels_x86_64_v4;
  if (level == InstructionSet::x86_64_v3) return sphere_kernels_x86_64_v3;
#endif
  static_cast<void>(level);
  return sphere_kernels_generic;
}

Index scratch_size(Index fields) {
  constexpr Index columns = 4, widest_panel = 4 * group_lanes;
  return widest_panel * std::max(synthesis_rows + fields * columns,
                                 analysis_panels * (analysis_rows + fields * columns));
}

Index block_scratch_size(Index degree) {
  constexpr Index arrays = 4, parts = 2;
  return arrays * parts * group_lanes * (degree + 4 + group_lanes);
}

}  // namespace tessera::spectral
