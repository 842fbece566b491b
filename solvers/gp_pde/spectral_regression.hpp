#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "solvers/gp_pde/spectrum.hpp"
#include "solvers/optimize/weight_evidence.hpp"

namespace tessera::gp_pde {

/// The stationary prior u(x) = sum_m sqrt(g_m) (a_m cos 2 pi s_m x + b_m sin 2 pi s_m x) with
/// a, b ~ N(0, 1) and s_m = m / period, as a regression whose weights are g_0 .. g_M. Its density
/// is S(s_m) = g_m period / 2 (m > 0) and g_0 period.
struct SpectralRegression {
  double period = 0;
  Eigen::VectorXd frequencies;
  std::vector<RegressionBlock> blocks;
};

/// `points`: increasing coordinates; `values`: one signal a column. Where the points lie
/// symmetrically about their middle, as equidistant and Gauss-Legendre points do, even and odd
/// halves of the signals are independent under the prior and make two blocks of half the size.
SpectralRegression spectral_regression(const Eigen::VectorXd& points, const Eigen::MatrixXd& values,
                                       double period, double band);

/// Weights g of a density, and back: a spectrum of this band, linear between the frequencies and
/// nowhere below `floor` times its largest value (a basis must carry the whole band).
Eigen::VectorXd weights_of(const SpectralRegression& regression, const Eigen::VectorXd& densities);
Eigen::VectorXd densities_of(const SpectralRegression& regression, const Eigen::VectorXd& weights);
Spectrum spectrum_of(const SpectralRegression& regression, const Eigen::VectorXd& densities,
                     double band, double floor);

}  // namespace tessera::gp_pde
