#include "solvers/linear/lapack.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

// lapacke.h would take C99's complex type otherwise.
#define lapack_complex_float std::complex<float>
#define lapack_complex_double std::complex<double>
#include <lapacke.h>

// OpenBLAS' own; BLAS::BLAS does not bring its header.
extern "C" {
void openblas_set_num_threads(int threads);
int openblas_get_num_threads(void);
char* openblas_get_corename(void);
}

namespace tessera {
namespace {

void require_success(lapack_int info, const char* routine) {
  if (info == 0) return;
  throw std::runtime_error(std::string("LAPACK's ") + routine +
                           (info < 0 ? " refused its arguments (NaN in the matrix?)" : " failed") +
                           ", info = " + std::to_string(info) + ".");
}

lapack_int square_size(const Eigen::MatrixXd& a, const char* what) {
  if (a.rows() != a.cols()) {
    throw std::invalid_argument(std::string(what) + ": the matrix is " + std::to_string(a.rows()) +
                                " x " + std::to_string(a.cols()) + ", not square.");
  }
  return static_cast<lapack_int>(a.rows());
}

}  // namespace

void symmetric_eigen(const Eigen::MatrixXd& a, Eigen::VectorXd& values, Eigen::MatrixXd& vectors) {
  const lapack_int n = square_size(a, "symmetric_eigen");
  values.resize(n);
  // OpenBLAS's dsymv for SSE3 reads a little past the end of its matrix: there is memory behind.
  constexpr Index slack = 64;
  Eigen::VectorXd work(a.size() + slack);
  work.head(a.size()) = a.reshaped();
  work.tail(slack).setZero();
  if (n > 0)
    require_success(LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'L', n, work.data(), n, values.data()),
                    "dsyevd");
  vectors = work.head(a.size()).reshaped(n, n);
}

Eigen::VectorXd tridiagonal_eigenvalues(const Eigen::VectorXd& diagonal,
                                        const Eigen::VectorXd& off_diagonal) {
  const Index n = diagonal.size();
  if (off_diagonal.size() != std::max<Index>(n - 1, 0)) {
    throw std::invalid_argument("tridiagonal_eigenvalues: a matrix of size " + std::to_string(n) +
                                " has no " + std::to_string(off_diagonal.size()) +
                                " off-diagonal entries.");
  }
  Eigen::VectorXd values = diagonal;
  Eigen::VectorXd e = off_diagonal;
  if (n > 0)
    require_success(LAPACKE_dsterf(static_cast<lapack_int>(n), values.data(), e.data()), "dsterf");
  return values;
}

void tridiagonal_eigenvectors(const Eigen::VectorXd& diagonal, const Eigen::VectorXd& off_diagonal,
                              Eigen::VectorXd& values, Eigen::MatrixXd& vectors) {
  const auto n = static_cast<lapack_int>(diagonal.size());
  // dstemr overwrites both diagonals and wants one entry more than there is.
  Eigen::VectorXd d = diagonal;
  Eigen::VectorXd e = Eigen::VectorXd::Zero(n);
  e.head(n - 1) = off_diagonal;
  std::vector<lapack_int> support(2 * static_cast<std::size_t>(n));
  lapack_int found_count = 0;
  lapack_logical high_relative_accuracy = 1;
  values.resize(n);
  vectors.resize(n, n);
  require_success(
      LAPACKE_dstemr(LAPACK_COL_MAJOR, 'V', 'A', n, d.data(), e.data(), 0, 0, 0, 0, &found_count,
                     values.data(), vectors.data(), n, n, support.data(), &high_relative_accuracy),
      "dstemr");
}

Eigen::MatrixXd lu_solve(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const lapack_int n = square_size(a, "lu_solve");
  if (b.rows() != n) {
    throw std::invalid_argument("lu_solve: the right-hand side has " + std::to_string(b.rows()) +
                                " rows, the matrix " + std::to_string(n) + ".");
  }
  Eigen::MatrixXd x = b;
  if (x.size() == 0) return x;
  Eigen::MatrixXd lu = a;
  std::vector<lapack_int> pivots(static_cast<std::size_t>(n));
  require_success(LAPACKE_dgesv(LAPACK_COL_MAJOR, n, static_cast<lapack_int>(x.cols()), lu.data(),
                                n, pivots.data(), x.data(), n),
                  "dgesv");
  return x;
}

void real_eigen(const Eigen::MatrixXd& a, double imaginary_tolerance, Eigen::VectorXd& values,
                Eigen::MatrixXd& vectors) {
  const lapack_int n = square_size(a, "real_eigen");
  values.resize(n);
  vectors.resize(n, n);
  if (n == 0) return;
  Eigen::MatrixXd work = a;
  Eigen::VectorXd real(n), imaginary(n);
  Eigen::MatrixXd columns(n, n);
  require_success(LAPACKE_dgeev(LAPACK_COL_MAJOR, 'N', 'V', n, work.data(), n, real.data(),
                                imaginary.data(), nullptr, 1, columns.data(), n),
                  "dgeev");
  const double radius = std::sqrt((real.array().square() + imaginary.array().square()).maxCoeff());
  const double largest = imaginary.cwiseAbs().maxCoeff();
  if (largest > imaginary_tolerance * radius) {
    throw std::runtime_error("real_eigen: an eigenvalue has the imaginary part " +
                             std::to_string(largest) + " at a spectral radius of " +
                             std::to_string(radius) + ".");
  }
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index i, Index j) { return real[i] < real[j]; });
  for (Index k = 0; k < n; ++k) {
    const Index source = order[static_cast<std::size_t>(k)];
    values[k] = real[source];
    vectors.col(k) = columns.col(source).normalized();
  }
}

void real_schur(const Eigen::MatrixXd& a, Eigen::MatrixXd& t, Eigen::MatrixXd& q) {
  const lapack_int n = square_size(a, "real_schur");
  t = a;
  q.resize(n, n);
  if (n == 0) return;
  Eigen::VectorXd real(n), imaginary(n);
  lapack_int selected = 0;
  require_success(LAPACKE_dgees(LAPACK_COL_MAJOR, 'V', 'N', nullptr, n, t.data(), n, &selected,
                                real.data(), imaginary.data(), q.data(), n),
                  "dgees");
}

void set_blas_threads(int threads) {
  if (threads < 1) {
    throw std::invalid_argument("set_blas_threads: " + std::to_string(threads) + " threads.");
  }
  openblas_set_num_threads(threads);
}

int blas_threads() {
  return openblas_get_num_threads();
}

const char* blas_core() {
  return openblas_get_corename();
}

}  // namespace tessera
