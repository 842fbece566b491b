#pragma once

#include "solvers/tensor_product/clebsch_gordan_kernels.hpp"

namespace tessera {

/// Gaunt products of two functions of one low degree, full output, written out in one piece.
/// Coefficients are those of CouplingTables for all pairs of blocks and all paths of even
/// l1 + l2 + l3. Outputs and gradients are overwritten.
template <class Real>
struct WholeGauntKernels {
  static constexpr int degrees = 5;
  using Kernel = void (*)(const Real* coefficients, const CouplingBlock<Real>&);
  Kernel execute[degrees] = {};  ///< by degree; null: none
  Kernel adjoint[degrees] = {};
};

WholeGauntKernels<float> whole_gaunt_kernels_generic(float);
WholeGauntKernels<double> whole_gaunt_kernels_generic(double);
WholeGauntKernels<float> whole_gaunt_kernels_x86_64_v3(float);
WholeGauntKernels<double> whole_gaunt_kernels_x86_64_v3(double);
WholeGauntKernels<float> whole_gaunt_kernels_x86_64_v4(float);
WholeGauntKernels<double> whole_gaunt_kernels_x86_64_v4(double);

/// Of a resolved instruction set.
template <class Real>
WholeGauntKernels<Real> whole_gaunt_kernels(InstructionSet level);

}  // namespace tessera
