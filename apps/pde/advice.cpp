#include "apps/pde/advice.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tessera::pde {
namespace {

/// Beyond these an estimated error or a coefficient tail asks for more resolution.
constexpr double poor_error = 1e-4;
constexpr double poor_tail = 1e-6;

void add_axis_advice(const Figures& f, std::size_t axis, Index points,
                     std::vector<std::string>& lines) {
  const gp_pde::AxisResolution& a = f.result.steps[f.result.best].axes[axis];
  if (a.tail < poor_tail) return;
  const std::string& name = f.problem.problem.names.axes[axis];
  const bool capped = a.nodes + 2 >= points || a.rank + 10 >= points;
  lines.push_back(
      capped
          ? fmt::format("axis {}: the coefficients have not decayed (tail {:.1e}) and all {} "
                        "points are used: raise Axes > {} > Points",
                        name, a.tail, points, name)
          : fmt::format("axis {}: the coefficients have not decayed (tail {:.1e}) after {} steps: "
                        "raise Solver > Adaptivity > Maximum Steps, or give more Points; a kink or "
                        "jump in the data never decays",
                        name, a.tail, f.result.steps.size()));
}

}  // namespace

std::vector<std::string> advice(const Figures& f, const std::vector<Index>& points,
                                Index maximum_iterations) {
  std::vector<std::string> lines;
  const gp_pde::AdaptationStep& best = f.result.steps[f.result.best];
  const bool poor = !f.result.resolved || !f.result.converged ||
                    (f.estimate.available && f.estimate.relative_l2 > poor_error);
  if (f.result.singular)
    lines.push_back(fmt::format(
        "the equation with these conditions has an eigenvalue of {:.1e}: its solution is not "
        "unique "
        "or does not exist. With slopes given on all sides a constant is free: fix a value on one "
        "side, or add a term in {}",
        f.result.distance_to_singularity, f.problem.problem.names.unknowns.front()));
  if (!poor) return lines;
  if (!f.result.converged)
    lines.push_back(fmt::format(
        "Newton's method did not converge in {} iterations: {}give more Points, or approach the "
        "parameters from milder values; there may be no solution near the start",
        best.newton_iterations,
        best.newton_iterations >= maximum_iterations ? "raise Solver > Maximum Iterations, " : ""));
  for (std::size_t k = 0; k < best.axes.size(); ++k) add_axis_advice(f, k, points[k], lines);
  if (best.side_residual > poor_error)
    lines.push_back(fmt::format(
        "the side data are met only to {:.1e}: they may contradict each other or the equation at a "
        "corner, or need more Points",
        best.side_residual));
  if (lines.empty())
    lines.push_back(fmt::format(
        "the equation keeps a residual of {:.1e} although the coefficients decay: a jump or kink "
        "in "
        "source, coefficients or data, or data that disagree with the equation at a corner. The "
        "field `residual` shows where",
        best.residual));
  return lines;
}

}  // namespace tessera::pde
