#include <algorithm>
#include <chrono>
#include <vector>

#include "solvers/comparators/axis_modes.hpp"
#include "solvers/comparators/box_operator.hpp"
#include "solvers/comparators/collocation.hpp"
#include "solvers/comparators/comparator.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera::comparators {
namespace {

/// Entries in [-1, 1), the same in every run (Knuth's MMIX generator).
Eigen::MatrixXd random_matrix(Index n, unsigned long long seed) {
  unsigned long long state = seed;
  Eigen::MatrixXd a(n, n);
  for (double& entry : a.reshaped()) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    entry = 2 * (static_cast<double>(state >> 11) / 9007199254740992.0) - 1;
  }
  return a;
}

/// D S with D > 0 diagonal and S negative definite: not symmetric, spectrum real and negative.
Eigen::MatrixXd random_second_derivative(Index n, unsigned long long seed) {
  const Eigen::MatrixXd g = random_matrix(n, seed);
  const Eigen::VectorXd d = Eigen::VectorXd::LinSpaced(n, 1.0, 10.0);
  return d.asDiagonal() *
         (-(g * g.transpose()) / static_cast<double>(n) - Eigen::MatrixXd::Identity(n, n));
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// dgeev and the LU inverse of the eigenvectors.
double eigen_time(Index n) {
  const Eigen::MatrixXd a = random_second_derivative(n, 1);
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
  const auto begin = std::chrono::steady_clock::now();
  real_eigen(a, 1e-6, values, vectors);
  lu_solve(vectors, Eigen::MatrixXd::Identity(n, n));
  return seconds_since(begin);
}

double lu_time(Index n) {
  const Eigen::MatrixXd a = random_matrix(n, 1);
  const Eigen::MatrixXd b = random_matrix(n, 2).leftCols(1);
  const auto begin = std::chrono::steady_clock::now();
  lu_solve(a, b);
  return seconds_since(begin);
}

double schur_time(Index n) {
  const Eigen::MatrixXd a = random_matrix(n, 1);
  Eigen::MatrixXd t;
  Eigen::MatrixXd q;
  const auto begin = std::chrono::steady_clock::now();
  real_schur(a, t, q);
  return seconds_since(begin);
}

/// What has to be factorised for one axis: matrices of these sizes, by this method.
struct Work {
  ModesMethod method;
  std::vector<Index> sizes;
  bool operator==(const Work&) const = default;
};

Work work_of(const BoxProblem& problem, std::size_t axis, Index n) {
  const auto coefficients = unit_coefficients(problem, axis);
  if (!problem.periodic.empty() && problem.periodic[axis]) return {ModesMethod::fourier, {}};
  Index upper = 0;
  const auto conditions = unit_conditions(problem, axis);
  for (const UnitCondition& c : conditions) upper += c.upper ? 1 : 0;
  const Index count = static_cast<Index>(conditions.size());
  const Index m = n - count;
  // A small axis of the same kind tells how its modes are found.
  const Index small = 2 * count + 8;
  const auto model = make_axis(chebyshev_differentiation(small, wanted_orders(problem, axis)),
                               conditions, Elimination::balanced);
  const BoxOperator op({model, single_point()}, {coefficients, {}}, 0);
  if (op.along(0).size() == 0) return {ModesMethod::fourier, {}};
  const bool halves = op.along(0).kind == AxisMatrix::Kind::keeps;
  const ModesMethod method = modes_method(*model, op.along(0), coefficients);
  if (halves && method != ModesMethod::schur) return {method, {m - m / 2, m / 2}};
  return {method, {m}};
}

double time_of(const Work& work, bool lu) {
  double total = 0;
  for (const Index n : work.sizes) {
    if (n == 0) continue;
    if (lu)
      total += lu_time(n);
    else if (work.method == ModesMethod::schur)
      total += schur_time(n);
    else if (work.method != ModesMethod::fourier)
      total += eigen_time(n);
  }
  return total;
}

}  // namespace

double lapack_factorisation_time_s(const BoxProblem& problem, const std::vector<Index>& points) {
  require_valid(problem, points);
  std::vector<Work> all;
  for (std::size_t k = 0; k < points.size(); ++k) all.push_back(work_of(problem, k, points[k]));
  const bool line = points.size() == 1;
  if (line && !problem.separable)
    all = {{ModesMethod::schur, {points[0] - static_cast<Index>(problem.conditions.size())}}};
  if (!line && all[0] == all[1]) all.pop_back();
  const auto one_run = [&] {
    double total = 0;
    for (const Work& work : all) total += time_of(work, line);
    return total;
  };
  // The first call pays for page faults and cold caches; short runs are repeated.
  double best = one_run();
  for (int repeat = 0; repeat < 2 && best < 0.2; ++repeat) best = std::min(best, one_run());
  return best;
}

}  // namespace tessera::comparators
