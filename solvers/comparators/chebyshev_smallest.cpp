#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "solvers/comparators/chebyshev.hpp"
#include "solvers/comparators/chebyshev_tail.hpp"
#include "solvers/comparators/collocation.hpp"

namespace tessera::comparators {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index first_rung = 16;
constexpr double growth = 1.2;
/// Newton's method is not tried on rungs below the limit whose linear start has a longer tail.
constexpr double unresolved_tail = 1e-4;

bool all_sufficient(const std::vector<CoefficientTail>& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const CoefficientTail& t) { return t.sufficient(); });
}

/// Of the axes below their limit, lets those grow whose tail is too long and not far below the
/// longest (all of them where there are no tails). False where no axis can grow.
bool grow(std::vector<Index>& wanted, const std::vector<Index>& points,
          const std::vector<Index>& limit, const std::vector<CoefficientTail>& tail) {
  const auto can_grow = [&](std::size_t k) {
    return points[k] < limit[k] && (tail.empty() || !tail[k].sufficient());
  };
  double longest = 0;
  for (std::size_t k = 0; k < tail.size(); ++k)
    if (can_grow(k)) longest = std::max(longest, tail[k].last);
  bool grown = false;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (!can_grow(k) || (!tail.empty() && tail[k].last < 0.01 * longest)) continue;
    wanted[k] = static_cast<Index>(std::ceil(growth * static_cast<double>(points[k])));
    grown = true;
  }
  return grown;
}

/// The sizes of a rung. Wishes within a factor 1.5 are made equal, because equal axes share an
/// eigendecomposition.
std::vector<Index> rung(std::vector<Index> wanted, const std::vector<Index>& limit) {
  const Index largest = *std::max_element(wanted.begin(), wanted.end());
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    if (2 * largest <= 3 * wanted[k]) wanted[k] = largest;
    wanted[k] = std::min(wanted[k], limit[k]);
  }
  return wanted;
}

std::string too_small(const std::vector<CoefficientTail>& list) {
  double worst = 0;
  for (const CoefficientTail& t : list)
    if (!t.sufficient()) worst = std::max(worst, t.last);
  char text[120];
  std::snprintf(text, sizeof text, "the limit of points does not suffice: coefficient tail %.1e",
                worst);
  return text;
}

Eigen::MatrixXd start_from(const BoxProblem& problem, const Eigen::MatrixXd& values,
                           const std::vector<Index>& points) {
  std::vector<Eigen::VectorXd> unit;
  for (std::size_t k = 0; k < points.size(); ++k)
    unit.push_back(spectral_points(problem, k, points[k]));
  return interpolate_spectral(problem, values, unit);
}

}  // namespace

ComparatorResult chebyshev_smallest(const BoxProblem& problem, const std::vector<Index>& limit,
                                    const std::vector<Eigen::VectorXd>& evaluation) {
  require_valid(problem, limit);
  const auto unit = unit_coordinates(problem, evaluation);
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Index> wanted(limit.size(), first_rung);
  std::vector<Index> points = rung(wanted, limit);
  CollocationSolution solution;
  Index newton_iterations = 0;
  Index operator_applications = 0;
  while (true) {
    // A converged rung is where the next one's iteration starts.
    const bool warm = !problem.separable && solution.result.solved;
    const Eigen::MatrixXd start =
        warm ? start_from(problem, solution.values, points) : Eigen::MatrixXd();
    solution =
        solve_chebyshev(problem, points, start, points == limit ? infinity : unresolved_tail);
    newton_iterations += solution.result.newton_iterations;
    operator_applications += solution.result.operator_applications;
    std::vector<CoefficientTail> tail;
    if (solution.result.solved) tail = coefficient_tails(solution.values, problem.periodic);
    if (!tail.empty() && all_sufficient(tail)) break;
    if (!grow(wanted, points, limit, tail)) {
      if (solution.result.solved) solution.result.remark = too_small(tail);
      solution.result.solved = false;
      break;
    }
    points = rung(wanted, limit);
  }
  ComparatorResult result = solution.result;
  result.name = "chebyshev_smallest";
  result.newton_iterations = newton_iterations;
  result.operator_applications = operator_applications;
  result.solve_time_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (solution.values.size() > 0)
    result.values = interpolate_spectral(problem, solution.values, unit).reshaped();
  return result;
}

}  // namespace tessera::comparators
