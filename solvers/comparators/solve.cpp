#include "solvers/comparators/solve.hpp"

#include <chrono>
#include <numbers>
#include <stdexcept>

#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/newton_systems.hpp"

namespace tessera::comparators {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool same_conditions(const BoxProblem& problem) {
  const auto first = unit_conditions(problem, 0);
  const auto second = unit_conditions(problem, 1);
  if (first.size() != second.size()) return false;
  for (std::size_t k = 0; k < first.size(); ++k)
    if (first[k].upper != second[k].upper || first[k].coefficients != second[k].coefficients)
      return false;
  return problem.periodic.empty() || problem.periodic[0] == problem.periodic[1];
}

/// The solution of the constant part, refined where it is the answer.
Eigen::VectorXd solve_constant_part(const Collocation& collocation, const BoxInverse& inverse,
                                    bool refine, ComparatorResult& result) {
  result.remark = inverse.warning();
  Eigen::VectorXd u = collocation.constant_terms();
  inverse.solve_folded(u);
  u = -u;
  for (int pass = 0; refine && pass < inverse.refinements(); ++pass) {
    Eigen::VectorXd r;
    collocation.constant_residual(u, r);
    inverse.solve_folded(r);
    u -= r;
    ++result.operator_applications;
  }
  result.solved = u.allFinite();
  if (!result.solved) result.remark = "the solution is not finite";
  return u;
}

/// Null where the whole Jacobian is factorised instead.
std::unique_ptr<BoxInverse> inverse_of(const BoxProblem& problem, const Collocation& collocation) {
  if (problem.ranges.size() == 2) return modal_inverse(collocation.op());
  return problem.separable ? lu_inverse(collocation.op()) : nullptr;
}

/// A shift that makes a singular constant part of second order regular: it only preconditions.
double regular_shift(const BoxProblem& problem) {
  double shift = problem.shift;
  for (std::size_t k = 0; k < problem.ranges.size(); ++k) {
    const double wave = std::numbers::pi / (problem.ranges[k].second - problem.ranges[k].first);
    if (problem.constant[k].size() > 2) shift -= problem.constant[k][2] * wave * wave;
  }
  return shift;
}

/// The steps of one run, which share the collocation and what has been found.
class Run {
 public:
  Run(const BoxProblem& problem, const Collocation& collocation, CollocationSolution& solution)
      : problem_(problem), collocation_(collocation), solution_(solution) {}

  void separable(const BoxInverse& inverse) {
    const Eigen::VectorXd u = solve_constant_part(collocation_, inverse, true, solution_.result);
    solution_.values = collocation_.all_values(u);
  }

  /// `inverse`: null where the whole Jacobian is factorised.
  void general(const BoxInverse* inverse, Collocation& collocation, const Eigen::MatrixXd& start,
               const std::function<bool(const Eigen::MatrixXd&)>& resolved) {
    ComparatorResult& result = solution_.result;
    Eigen::VectorXd u;
    if (start.size() > 0) {
      u = collocation.unknowns(start);
    } else {
      u = constant_start(inverse);
      // The constant part may be singular where the equation is not.
      if (!u.allFinite()) u.setZero();
      if (!problem_.linear && resolved && !resolved(solution_.values)) {
        result.solved = false;
        result.remark = "the points do not resolve the solution";
        return;
      }
    }
    if (inverse == nullptr)
      solve_by_lu(collocation, problem_.linear, u, result);
    else if (problem_.linear)
      solve_by_gmres(collocation, *inverse, u, result);
    else
      solve_by_newton(collocation, *inverse, u, result);
    solution_.values = collocation.all_values(u);
  }

 private:
  Eigen::VectorXd constant_start(const BoxInverse* inverse) {
    // With LU of the Jacobian a linear problem needs no start.
    if (inverse == nullptr && problem_.linear) return Eigen::VectorXd::Zero(collocation_.size());
    std::unique_ptr<BoxInverse> own;
    if (inverse == nullptr) own = lu_inverse(collocation_.op());
    const Eigen::VectorXd u = solve_constant_part(
        collocation_, inverse == nullptr ? *own : *inverse, false, solution_.result);
    solution_.values = collocation_.all_values(u);
    return u;
  }

  const BoxProblem& problem_;
  const Collocation& collocation_;
  CollocationSolution& solution_;
};

}  // namespace

std::vector<std::shared_ptr<const Axis>> make_axes(
    const BoxProblem& problem, const std::vector<Index>& points,
    const std::function<std::shared_ptr<const Axis>(std::size_t)>& axis) {
  std::vector<std::shared_ptr<const Axis>> axes = {axis(0)};
  if (points.size() == 1) return axes;
  const bool shared = points[0] == points[1] && same_conditions(problem) &&
                      wanted_orders(problem, 0) == wanted_orders(problem, 1);
  axes.push_back(shared ? axes[0] : axis(1));
  return axes;
}

CollocationSolution solve_collocated(
    const BoxProblem& problem, const std::vector<Index>& points,
    const std::function<std::vector<std::shared_ptr<const Axis>>()>& axes,
    const Eigen::MatrixXd& start, const std::function<bool(const Eigen::MatrixXd&)>& resolved) {
  CollocationSolution solution;
  ComparatorResult& result = solution.result;
  result.points = points;
  const auto begin = Clock::now();
  try {
    const auto made = axes();
    BoxProblem used = problem;
    auto collocation = std::make_unique<Collocation>(used, made);
    result.unknowns = collocation->size();
    std::unique_ptr<BoxInverse> inverse;
    try {
      inverse = inverse_of(problem, *collocation);
    } catch (const std::runtime_error&) {
      if (problem.separable) throw;
      used.shift = regular_shift(problem);
      collocation = std::make_unique<Collocation>(used, made);
      inverse = inverse_of(problem, *collocation);
    }
    result.factorisation_time_s = seconds_since(begin);
    Run run(problem, *collocation, solution);
    if (problem.separable)
      run.separable(*inverse);
    else
      run.general(inverse.get(), *collocation, start, resolved);
  } catch (const std::runtime_error& error) {
    result.solved = false;
    result.remark = error.what();
  }
  result.solve_time_s = seconds_since(begin);
  return solution;
}

}  // namespace tessera::comparators
