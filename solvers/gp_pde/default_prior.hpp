#pragma once

#include <memory>
#include <vector>

#include "solvers/gp_pde/posterior.hpp"

namespace tessera::gp_pde {

/// Flat priors found from the data, and the posterior with them.
struct DefaultPrior {
  std::vector<double> bands;  ///< cycles per unit length of each axis
  std::vector<std::shared_ptr<const AxisPrior>> priors;
  double mean = 0;
  /// Waves per axis that were tried and the log evidence of the measurements (see try_prior).
  struct Trial {
    std::vector<double> waves;
    double log_evidence = 0;
    double signal_variance = 0;
    Index unknowns = 0;
    bool loose = false;
  };
  std::vector<Trial> trials;
  PosteriorResult posterior;
};

/// The rule: flat spectrum up to a band; the mean is that of measured values of the function (0
/// where there are none or where an equation or side data are present); the signal variance
/// maximises the evidence. The band climbs a ladder of 1, 1.5, 2, 3, 4, 6, ... waves per axis,
/// the same on all axes, until the evidence of the measurements (given equation and sides, in loose
/// trials) has fallen by 3 or on two rungs, or the unknowns are exhausted; bands that miss known
/// noise by far (log evidence below -100 a measurement) do not end the climb. Then, equation and
/// sides exact, each axis alone moves by one rung as long as that helps. The posterior of the band
/// with the best evidence follows.
///
/// `problem.priors` are ignored; the axes' coordinates give the box. Throws std::invalid_argument
/// without measurements; Interrupted where the monitor asks to stop.
DefaultPrior find_default_prior(PosteriorProblem problem, const PosteriorOptions& options,
                                Monitor& monitor);
DefaultPrior find_default_prior(PosteriorProblem problem, const PosteriorOptions& options = {});

}  // namespace tessera::gp_pde
