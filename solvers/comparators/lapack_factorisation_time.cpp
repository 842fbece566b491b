#include <algorithm>
#include <chrono>
#include <set>

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

}  // namespace

double lapack_factorisation_time_s(const BoxProblem& problem, const std::vector<Index>& points) {
  require_valid(problem, points);
  const auto one_run = [&] {
    double total = 0;
    for (Index n : std::set<Index>(points.begin(), points.end())) {
      const Index odd = (n - 2) / 2;
      const Index even = n - 2 - odd;
      if (points.size() == 2)
        total += eigen_time(even) + (odd > 0 ? eigen_time(odd) : 0.0);
      else if (problem.nonlinear)
        total += lu_time(n - 2);
      else
        total += lu_time(even) + (odd > 0 ? lu_time(odd) : 0.0);
    }
    return total;
  };
  // The first call pays for page faults and cold caches; short runs are repeated.
  double best = one_run();
  for (int repeat = 0; repeat < 2 && best < 0.2; ++repeat) best = std::min(best, one_run());
  return best;
}

}  // namespace tessera::comparators
