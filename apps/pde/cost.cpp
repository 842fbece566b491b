#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/pde/posterior_run.hpp"
#include "apps/pde/run.hpp"
#include "solvers/gp_pde/basis_1d.hpp"
#include "solvers/gp_pde/initial_spectrum.hpp"

namespace tessera::pde {
namespace {

/// Sustained rate of matrix products assumed for one core, and of elementary functions.
constexpr double flops_per_second = 1e10;
constexpr double functions_per_second = 3e7;
/// Libraries and their tables.
constexpr double base_bytes = 120e6;
/// Beyond this many grid points the source is not sampled for an estimate: the caps count.
constexpr double instant_points = 2e6;

struct Size {
  double points = 1;    ///< the deck's caps
  double output = 1;    ///< output grid
  double nodes = 1;     ///< expected collocation nodes
  double unknowns = 1;  ///< expected coefficients
  double longest = 0;   ///< expected nodes of the longest axis
  double longest_cap = 0;
};

Size sizes(const Options& options, const gp_pde::SplitProblem& problem) {
  Size s;
  for (const auto& [name, axis] : options.axes) {
    s.points *= static_cast<double>(axis.points);
    s.output *= static_cast<double>(output_points(options, name));
    s.longest_cap = std::max(s.longest_cap, static_cast<double>(axis.points));
  }
  gp_pde::SolverOptions solver = solver_options(options);
  solver.spectrum = "flat band";
  const bool instant = s.points <= instant_points;
  std::vector<gp_pde::Spectrum> spectra;
  if (instant) spectra = gp_pde::initial_spectra(problem, solver);
  for (std::size_t k = 0; k < solver.points.size(); ++k) {
    const auto cap = static_cast<double>(solver.points[k]);
    const double rank = instant ? static_cast<double>(gp_pde::flat_band_rank(
                                      spectra[k].band, problem.length(k), problem.periodic(k)))
                                : cap;
    const double nodes = std::min(1.5 * rank, cap);
    s.unknowns *= std::min(rank, cap);
    s.nodes *= nodes;
    s.longest = std::max(s.longest, nodes);
  }
  return s;
}

/// Dense triangular factor of the largest number of unknowns that the deck allows, twice as many
/// rows, a few factorisations of that size.
CostEstimate posterior_cost(const Options& options, const Size& s) {
  const auto n = static_cast<double>(options.maximum_unknowns);
  const double unknowns = std::min(n, 4 * s.unknowns);
  CostEstimate c;
  c.memory_bytes = base_bytes + sizeof(double) * (5 * unknowns * unknowns + 10 * s.output);
  constexpr double factorisations = 6;
  c.time_s = 0.5 + factorisations * 4 * unknowns * unknowns * unknowns / flops_per_second +
             2 * s.output * unknowns * unknowns / std::sqrt(s.output) / flops_per_second;
  c.basis = fmt::format("posterior of up to {:.3g} unknowns, output grid of {:.3g} points",
                        unknowns, s.output);
  return c;
}

}  // namespace

CostEstimate estimate_cost(const Options& options, const gp_pde::SplitProblem& problem) {
  const Size s = sizes(options, problem);
  if (wants_posterior(options)) return posterior_cost(options, s);
  const bool nonlinear = !problem.direct;
  CostEstimate c;
  constexpr double word = sizeof(double);
  const double krylov =
      nonlinear
          ? static_cast<double>(std::min<Index>(options.solver.maximum_krylov_iterations, 200)) *
                s.unknowns
          : 0;
  // The error estimate's wider basis has 1.2 times the functions along each axis.
  c.memory_bytes = base_bytes + word * (4 * s.points + 8 * s.output + 20 * 1.5 * s.nodes +
                                        30 * s.longest * s.longest + krylov);
  const double products = nonlinear ? 400 : 40;
  double flops = products * 2 * s.nodes * s.longest + 60 * s.longest * s.longest * s.longest;
  if (std::find(options.compare.begin(), options.compare.end(), "chebyshev") !=
      options.compare.end()) {
    flops +=
        30 * std::pow(s.longest_cap, 3) + (nonlinear ? 400 : 20) * 4 * s.points * s.longest_cap;
    c.memory_bytes +=
        word * ((nonlinear ? 60 : 20) * s.points + 10 * s.longest_cap * s.longest_cap);
  }
  if (options.method == "gram")
    for (const auto& [name, axis] : options.axes) {
      const auto n = static_cast<double>(axis.points);
      flops += static_cast<double>(options.gram.steps) * (8 * n * n * n + 10 * n * s.points);
      c.memory_bytes += word * 12 * n * n;
    }
  c.time_s = 0.3 + flops / flops_per_second + 10 * (s.points + s.output) / functions_per_second;
  c.basis = fmt::format(
      "{:.3g} unknowns on {:.3g} nodes expected from source and side data, output grid of {:.3g} "
      "points",
      s.unknowns, s.nodes, s.output);
  return c;
}

}  // namespace tessera::pde
