#include "solvers/gp_pde/branch_check.hpp"

#include <chrono>
#include <random>

#include <boost/random/normal_distribution.hpp>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/rung.hpp"

namespace tessera::gp_pde {
namespace {

Solution disturbed(const Solution& u, double perturbation, std::uint64_t seed) {
  Tensor c = u.coefficients();
  std::mt19937_64 generator(seed);
  boost::random::normal_distribution<double> normal;
  Eigen::VectorXd noise(c.values.size());
  for (double& v : noise) v = normal(generator);
  const double norm = noise.norm();
  if (norm > 0) c.values += (perturbation * c.values.norm() / norm) * noise;
  return {u.axes(), u.quantity(), u.bases(), std::move(c)};
}

}  // namespace

BranchCheck check_branch(const SplitProblem& problem, const SolverOptions& options,
                         const SolveResult& result, const std::vector<Eigen::VectorXd>& coordinates,
                         Monitor& monitor) {
  BranchCheck check;
  if (problem.classification.linear || !result.resolved) return check;
  const auto start_time = std::chrono::steady_clock::now();
  monitor.stage("disturbed start");
  const AdaptationStep& best = result.steps[result.best];
  std::vector<Spectrum> spectra = result.spectra;
  std::vector<AxisSetting> settings;
  for (std::size_t k = 0; k < best.axes.size(); ++k) {
    spectra[k].band = best.axes[k].band;
    settings.push_back({spectra[k], best.axes[k].rank, options.points[k], 0});
  }
  const Solution start = disturbed(*result.solution, check.perturbation, options.seed);
  const Rung rung = solve_rung(problem, settings, options, &start, monitor);
  if (rung.newton.stopped) throw Interrupted("stopped on request during the disturbed start");
  const std::vector<int> value(coordinates.size(), 0);
  const Eigen::VectorXd a = result.solution->evaluate(coordinates, value).values;
  const Eigen::VectorXd b = rung.solution->evaluate(coordinates, value).values;
  check.done = true;
  check.converged = rung.newton.converged;
  check.distance = a.norm() > 0 ? (a - b).norm() / a.norm() : b.norm();
  check.newton_iterations = rung.newton.iterations;
  check.time_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time).count();
  return check;
}

}  // namespace tessera::gp_pde
