#include "solvers/tensor_product/sparse_gaunt_kernels.hpp"

namespace tessera {

template <class Real>
CouplingKernels<Real> coupling_kernels([[maybe_unused]] InstructionSet level) {
#ifdef TESSERA_X86_64_LEVELS
  if (level == InstructionSet::x86_64_v4) return coupling_kernels_x86_64_v4(Real{});
  if (level == InstructionSet::x86_64_v3) return coupling_kernels_x86_64_v3(Real{});
#endif
  return coupling_kernels_generic(Real{});
}

template <class Real>
WholeGauntKernels<Real> whole_gaunt_kernels([[maybe_unused]] InstructionSet level) {
#ifdef TESSERA_X86_64_LEVELS
  if (level == InstructionSet::x86_64_v4) return whole_gaunt_kernels_x86_64_v4(Real{});
  if (level == InstructionSet::x86_64_v3) return whole_gaunt_kernels_x86_64_v3(Real{});
#endif
  return whole_gaunt_kernels_generic(Real{});
}

template CouplingKernels<float> coupling_kernels(InstructionSet);
template CouplingKernels<double> coupling_kernels(InstructionSet);
template WholeGauntKernels<float> whole_gaunt_kernels(InstructionSet);
template WholeGauntKernels<double> whole_gaunt_kernels(InstructionSet);

}  // namespace tessera
