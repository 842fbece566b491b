#pragma once

#include <span>
#include <vector>

#include "solvers/tensor_product/options.hpp"

namespace tessera {

/// The product of one channel of one sample, in long double, slowly and by other ways than the
/// kernels, to judge them by: Clebsch-Gordan by sums over CouplingTensor; gaunt on a grid with
/// twice the Gauss nodes and orders that the integrals need; vector by Cartesian components on that
/// grid. A product at degree 64 takes some 0.3 s.
///
/// `options` as a plan holds them: factors and out filled in, `paths` those of the plan
/// (clebsch_gordan). factors[k] has dimension(options.factors[k]) numbers; with weights uvu the
/// second factor has second_channels such vectors, one after the other. `weights` in the order of
/// TensorProductPlan; empty: all 1. Returns dimension(options.out) numbers. Throws
/// std::invalid_argument for arrays of another length.
std::vector<long double> reference_product(const TensorProductOptions& options,
                                           std::span<const TensorProductPath> paths,
                                           std::span<const std::vector<long double>> factors,
                                           std::span<const long double> weights = {});

/// The product of functions of `degrees` to degree `out_degree`, coefficients at l*l + l + m.
std::vector<long double> reference_gaunt_product(
    std::span<const int> degrees, int out_degree,
    std::span<const std::vector<long double>> functions);

}  // namespace tessera
