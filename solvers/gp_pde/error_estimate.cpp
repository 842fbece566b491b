#include "solvers/gp_pde/error_estimate.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/rung.hpp"

namespace tessera::gp_pde {
namespace {

constexpr Index extra_nodes = 14;

/// The check solves may use more nodes than the deck grants the answer.
constexpr Index no_cap = std::numeric_limits<Index>::max() / 4;

std::vector<AxisSetting> wider(const SplitProblem& problem, std::vector<Spectrum> spectra,
                               const AdaptationStep& step) {
  std::vector<AxisSetting> settings;
  for (std::size_t k = 0; k < step.axes.size(); ++k) {
    const double length = problem.length(k);
    // Weights would keep the same functions out of answer and check: the check has none.
    if (!spectra[k].flat()) spectra[k] = Spectrum{};
    spectra[k].band = 1.2 * step.axes[k].band + 1 / length;
    const auto rank = static_cast<Index>(1.2 * static_cast<double>(step.axes[k].rank)) + 8;
    settings.push_back({spectra[k], rank, no_cap, 0});
  }
  return settings;
}

std::vector<AxisSetting> same_with_more_nodes(std::vector<Spectrum> spectra,
                                              const AdaptationStep& step) {
  std::vector<AxisSetting> settings;
  for (std::size_t k = 0; k < step.axes.size(); ++k) {
    spectra[k].band = step.axes[k].band;
    settings.push_back(
        {spectra[k], step.axes[k].rank, step.axes[k].nodes + extra_nodes, extra_nodes});
  }
  return settings;
}

}  // namespace

ErrorEstimate estimate_error(const SplitProblem& problem, const SolverOptions& options,
                             const SolveResult& result,
                             const std::vector<Eigen::VectorXd>& coordinates, Monitor& monitor) {
  const auto start = std::chrono::steady_clock::now();
  ErrorEstimate estimate;
  if (!result.resolved) {
    estimate.remark = "the residual is too large for one";
    return estimate;
  }
  monitor.stage("error estimate");
  const AdaptationStep& best = result.steps[result.best];
  const std::vector<int> value(coordinates.size(), 0);
  const Eigen::VectorXd answer = result.solution->evaluate(coordinates, value).values;
  const auto difference = [&](const std::vector<AxisSetting>& settings) {
    const Rung rung = solve_rung(problem, settings, options, nullptr, monitor);
    if (rung.newton.stopped) throw Interrupted("stopped on request during the error estimate");
    if (!rung.newton.converged) estimate.remark = "a check solve did not converge";
    const Eigen::VectorXd other = rung.solution->evaluate(coordinates, value).values;
    estimate.checks.push_back(rung.solution);
    const double scale = std::max(other.norm(), answer.norm());
    return scale > 0 ? (other - answer).norm() / scale : 0.0;
  };
  const std::vector<Spectrum>& spectra = result.spectra;
  estimate.wider_basis = difference(wider(problem, spectra, best));
  estimate.more_nodes = difference(same_with_more_nodes(spectra, best));
  estimate.relative_l2 = std::max(estimate.wider_basis, estimate.more_nodes);
  estimate.available = std::isfinite(estimate.relative_l2);
  estimate.time_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return estimate;
}

}  // namespace tessera::gp_pde
