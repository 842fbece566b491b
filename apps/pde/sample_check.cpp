#include "apps/pde/sample_check.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "apps/pde/arrays.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;
using Coordinates = std::vector<VectorXd>;

/// `x = 0, y = 0.5`: the point of the grid with that index.
std::string point_words(const Coordinates& grid, Index index, const FormulaNames& names) {
  std::string words;
  for (std::size_t k = 0; k < grid.size(); ++k) {
    words += fmt::format("{}{} = {:.6g}", k > 0 ? ", " : "", names.axes[k],
                         grid[k][index % grid[k].size()]);
    index /= grid[k].size();
  }
  return words;
}

/// Values on the grid; nothing, and a fault, where one is not finite.
std::optional<VectorXd> finite_values(const Formula& formula, const Coordinates& grid,
                                      const BoundaryValueProblem& problem, const LocatedText& text,
                                      Faults& faults) {
  const VectorXd values =
      FormulaOnGrid({formula}, problem.names, problem.functions).evaluate(grid).front();
  for (Index i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    faults.add(text.where, text.path,
               fmt::format("no finite real value at {}.", point_words(grid, i, problem.names)));
    return std::nullopt;
  }
  return values;
}

/// The points of one side, both its ends included.
Coordinates side_points(const BoundaryValueProblem& problem, std::size_t axis, bool upper) {
  constexpr Index samples = 65;
  Coordinates grid;
  for (std::size_t k = 0; k < problem.ranges.size(); ++k) {
    const auto [first, last] = problem.ranges[k];
    if (k == axis)
      grid.push_back(VectorXd::Constant(1, upper ? last : first));
    else
      grid.push_back(VectorXd::LinSpaced(samples, first, last));
  }
  return grid;
}

/// What two sides say about the corner where they meet.
struct Corner {
  const LocatedText* texts[2];
  double values[2];
  std::string words;
};

void refuse_contradiction(const Corner& corner, double tolerance, Faults& faults) {
  const double difference = std::abs(corner.values[0] - corner.values[1]);
  if (difference <= tolerance) return;
  // The entry for one side is the likelier fault than the one for all sides.
  const std::size_t at = corner.texts[1]->path.ends_with("All Sides") ? 0 : 1;
  faults.add(corner.texts[at]->where, corner.texts[at]->path,
             fmt::format("contradicts {} at the corner {}: {:.9g} against {:.9g}.",
                         corner.texts[1 - at]->path, corner.words, corner.values[at],
                         corner.values[1 - at]));
}

}  // namespace

void require_finite(const Formula& formula, const BoundaryValueProblem& problem,
                    const LocatedText& text, Faults& faults) {
  constexpr Index samples = 32;
  Coordinates grid;
  for (const auto& [first, last] : problem.ranges) {
    const double half = (last - first) / (2 * samples);
    grid.push_back(VectorXd::LinSpaced(samples, first + half, last - half));
  }
  finite_values(formula, grid, problem, text, faults);
}

void check_sides(const BoundaryValueProblem& problem, const std::vector<const LocatedText*>& texts,
                 Faults& faults) {
  double scale = 0;
  std::vector<VectorXd> values;
  for (std::size_t i = 0; i < problem.conditions.size(); ++i) {
    const SideCondition& c = problem.conditions[i];
    const auto found =
        finite_values(c.data, side_points(problem, c.axis, c.upper), problem, *texts[i], faults);
    if (!found) return;
    scale = std::max(scale, found->cwiseAbs().maxCoeff());
    values.push_back(*found);
  }
  if (problem.ranges.size() != 2) return;
  const double tolerance = scale * (1e-8 + 10 * largest_array_residual(problem));
  const auto fixes_value = [](const SideCondition& c) {
    return c.coefficients == std::vector<double>{1};
  };
  const auto end = [](const VectorXd& v, bool last) { return last ? v[v.size() - 1] : v[0]; };
  const auto coordinate = [&](const SideCondition& c) {
    const auto [lower, upper] = problem.ranges[c.axis];
    return VectorXd::Constant(1, c.upper ? upper : lower);
  };
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t k = 0; k < values.size(); ++k) {
      const SideCondition& a = problem.conditions[i];
      const SideCondition& b = problem.conditions[k];
      if (a.axis != 0 || b.axis != 1 || !fixes_value(a) || !fixes_value(b)) continue;
      refuse_contradiction({{texts[i], texts[k]},
                            {end(values[i], b.upper), end(values[k], a.upper)},
                            point_words({coordinate(a), coordinate(b)}, 0, problem.names)},
                           tolerance, faults);
    }
}

}  // namespace tessera::pde
