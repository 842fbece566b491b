#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/fields/types.hpp"
#include "models/kernels/kernel_1d.hpp"

namespace tessera::gp_pde {

/// How band and rank are found and when the solver is content. Lengths and bands in units of the
/// axis's own length L (a band of 5 means five periods in the domain).
struct AdaptivityOptions {
  double residual_tolerance = 1e-11;  ///< off-grid residual relative to the equation's terms
  double tail_tolerance = 2e-12;      ///< share of the last coefficients, with ...
  double tail_residual = 1e-6;        ///< ... the residual below this
  double unresolved_residual = 0.1;   ///< beyond this the result is `not resolved`
  Index maximum_steps = 24;
  double stagnation = 0.3;         ///< a step that gains less than this factor does not count
  double tone_threshold = 1e-3;    ///< of the periodogram's maximum: belongs to the band
  double gap_threshold = 0.1;      ///< the same in the residual's periodogram
  double gap_prominence = 30;      ///< a line among rounding noise stands out by this factor
  double negligible_data = 1e-10;  ///< data below this share of the largest say nothing
  double band_margin = 2;          ///< periods added to the highest tone
  double fewest_periods = 5;
  double least_growth = 0.05;  ///< of a rank, where its tail is large
  double largest_growth = 0.5;
  double rank_increment = 6;
  double band_growth = 1.2;
};

struct SolverOptions {
  double relative_tolerance = 1e-12;  ///< Newton step
  Index maximum_iterations = 20;      ///< Newton
  double krylov_tolerance = 1e-10;
  Index maximum_krylov_iterations = 200;
  /// `automatic`, `flat band`: prolate basis. `periodogram`, `relevance determination`, `evidence`:
  /// weights inside the band learned from source and side data. `kernel`: those of `kernel`.
  std::string spectrum = "automatic";
  std::shared_ptr<const Kernel1D> kernel;
  bool gram = false;          ///< `kernel` through its Gram matrix instead of its spectral factor
  std::vector<Index> points;  ///< cap on evaluations, one per axis
  std::uint64_t seed = 0;     ///< of the random combinations of lines in periodograms
  AdaptivityOptions adaptivity;
};

}  // namespace tessera::gp_pde
