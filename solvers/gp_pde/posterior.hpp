#pragma once

#include <memory>

#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/posterior_field.hpp"
#include "solvers/gp_pde/posterior_problem.hpp"

namespace tessera::gp_pde {

struct PosteriorResult {
  std::shared_ptr<const PosteriorField> field;
  PosteriorReport report;
};

/// Conditions the prior on everything the problem holds.
///
/// The product of the axes' Karhunen-Loeve functions is cut where it does not matter for any datum
/// (see PosteriorOptions::tail_share), the rest is whitened least squares [A / sigma; I] z = [b /
/// sigma; 0] by pivoted QR (see PosteriorFactor). A nonlinear equation is solved by Gauss-Newton
/// from the prior mean while the equation's noise falls from the prior's size to its own by factors
/// of 10, with a line search on the log posterior, whose equation term is made linear far from the
/// solution (an exact penalty, Nocedal & Wright 2006, eq. 18.36); the covariance is that of the
/// last linearisation (Laplace). Signal variance and noise that are not given maximise the density
/// of the measurements given equation and sides. Where the unknowns do not suffice, the variance
/// behind the cut enters as independent noise of every datum and as variance of every prediction,
/// and the result is labelled conservative.
///
/// Throws std::invalid_argument as require_valid does; std::runtime_error where LAPACK fails;
/// Interrupted where the monitor asks to stop.
PosteriorResult solve_posterior(const PosteriorProblem& problem, const PosteriorOptions& options,
                                Monitor& monitor);
PosteriorResult solve_posterior(const PosteriorProblem& problem,
                                const PosteriorOptions& options = {});

/// What the comparison of priors needs, at a part of the cost.
struct PriorTrial {
  double log_evidence = 0;  ///< of the measurements given equation and sides
  double signal_variance = 0;
  Index unknowns = 0;
};
/// `loose`: equation and sides hold to 1e-6 of their prior standard deviation (less where a known
/// noise is below 1e-3 of the measurements), which needs fewer unknowns and lets normal equations
/// do; a band too narrow for the source looks better than it is. Otherwise to
/// PosteriorOptions::exact_share. In both cases noise that nobody gave to equation and sides keeps
/// its ratio to the signal while the signal variance is learned.
PriorTrial try_prior(const PosteriorProblem& problem, const PosteriorOptions& options, bool loose,
                     Monitor& monitor);

}  // namespace tessera::gp_pde
