#include "solvers/gp_pde/posterior_factor.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

// lapacke.h would take C99's complex type otherwise.
#define lapack_complex_float std::complex<float>
#define lapack_complex_double std::complex<double>
#include <lapacke.h>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

lapack_int to_int(Index n) {
  return static_cast<lapack_int>(n);
}

void require_success(lapack_int info, const char* routine) {
  if (info != 0)
    throw std::runtime_error(std::string("LAPACK's ") + routine +
                             (info < 0 ? " refused its arguments (NaN in the data?)" : " failed") +
                             ", info = " + std::to_string(info));
}

/// Replaces a right-hand side by Q^T times it, Q the Householder vectors below the diagonal.
void apply_transposed(const Matrix& qr, const Vector& tau, Vector& rhs) {
  require_success(
      LAPACKE_dormqr(LAPACK_COL_MAJOR, 'L', 'T', to_int(rhs.size()), 1, to_int(tau.size()),
                     qr.data(), to_int(qr.rows()), tau.data(), rhs.data(), to_int(rhs.size())),
      "dormqr");
}

/// Upper triangle of a factorised matrix, at most as many rows as columns.
Matrix upper(const Matrix& qr) {
  const Index rows = std::min(qr.rows(), qr.cols());
  Matrix r = Matrix::Zero(rows, qr.cols());
  r.triangularView<Eigen::Upper>() = qr.topRows(rows);
  return r;
}

/// Replaces rows by their triangular factor where there are more rows than columns; returns what
/// the sum of squares keeps.
double compress(Matrix& rows, Vector& rhs) {
  if (rows.rows() <= rows.cols()) return 0;
  Vector tau(rows.cols());
  require_success(LAPACKE_dgeqrf(LAPACK_COL_MAJOR, to_int(rows.rows()), to_int(rows.cols()),
                                 rows.data(), to_int(rows.rows()), tau.data()),
                  "dgeqrf");
  apply_transposed(rows, tau, rhs);
  const double rest = rhs.tail(rhs.size() - rows.cols()).squaredNorm();
  rows = upper(rows);
  rhs.conservativeResize(rows.cols());
  return rest;
}

}  // namespace

PosteriorFactor::PosteriorFactor(Index unknowns, std::vector<Matrix> groups,
                                 std::vector<Vector> right_hand_sides)
    : r_(Matrix::Zero(unknowns, unknowns)),
      rhs_(Vector::Zero(unknowns)),
      permutation_(static_cast<std::size_t>(unknowns)) {
  std::iota(permutation_.begin(), permutation_.end(), Index{0});
  Index count = 0;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].rows() == 0) continue;
    order.emplace_back(groups[g].cwiseAbs().maxCoeff(), g);
    sum_of_squares_ += compress(groups[g], right_hand_sides[g]);
    count += groups[g].rows();
  }
  if (count == 0) return;
  // Large rows first: Householder reflections then keep the accuracy of the small ones.
  std::sort(order.begin(), order.end(), std::greater<>());
  Matrix h(count, unknowns);
  Vector rhs(count);
  Index row = 0;
  for (const auto& [size, g] : order) {
    h.middleRows(row, groups[g].rows()) = groups[g];
    rhs.segment(row, groups[g].rows()) = right_hand_sides[g];
    row += groups[g].rows();
    groups[g].resize(0, 0);
  }
  std::vector<lapack_int> pivots(static_cast<std::size_t>(unknowns), 0);
  Vector tau(std::min(count, unknowns));
  require_success(LAPACKE_dgeqp3(LAPACK_COL_MAJOR, to_int(count), to_int(unknowns), h.data(),
                                 to_int(count), pivots.data(), tau.data()),
                  "dgeqp3");
  apply_transposed(h, tau, rhs);
  for (std::size_t k = 0; k < permutation_.size(); ++k) permutation_[k] = pivots[k] - 1;
  const double cut =
      static_cast<double>(unknowns) * std::numeric_limits<double>::epsilon() * std::abs(h(0, 0));
  while (hard_rank_ < tau.size() && std::abs(h(hard_rank_, hard_rank_)) > cut) ++hard_rank_;
  r_.topRows(hard_rank_) = upper(h).topRows(hard_rank_);
  rhs_.head(hard_rank_) = rhs.head(hard_rank_);
  sum_of_squares_ += rhs.tail(rhs.size() - hard_rank_).squaredNorm();
}

void PosteriorFactor::scale_hard_rows(double factor) {
  r_.topRows(hard_rank_) *= factor;
}

void PosteriorFactor::append(Matrix rows, Vector rhs, bool triangular) {
  const Index n = unknowns();
  const Index m = rows.rows();
  if (m == 0) return;
  const Index block = std::min<Index>(64, n);
  Matrix t = Matrix::Zero(block, n);  // dtpqrt leaves a part unset that LAPACKE checks for NaN
  const lapack_int l = triangular ? to_int(n) : 0;
  require_success(
      LAPACKE_dtpqrt(LAPACK_COL_MAJOR, to_int(m), to_int(n), l, to_int(block), r_.data(), to_int(n),
                     rows.data(), to_int(m), t.data(), to_int(block)),
      "dtpqrt");
  require_success(LAPACKE_dtpmqrt(LAPACK_COL_MAJOR, 'L', 'T', to_int(m), 1, to_int(n), l,
                                  to_int(block), rows.data(), to_int(m), t.data(), to_int(block),
                                  rhs_.data(), to_int(n), rhs.data(), to_int(m)),
                  "dtpmqrt");
  sum_of_squares_ += rhs.squaredNorm();
}

void PosteriorFactor::add_prior() {
  const Index n = unknowns();
  if (hard_rank_ == 0) {
    r_.setIdentity();
    return;
  }
  append(Matrix::Identity(n, n), Vector::Zero(n), true);
}

void PosteriorFactor::add(const Matrix& rows, const Vector& right_hand_side) {
  constexpr Index block = 2048;
  for (Index first = 0; first < rows.rows(); first += block) {
    const Index count = std::min(block, rows.rows() - first);
    Matrix permuted(count, unknowns());
    for (Index k = 0; k < unknowns(); ++k)
      permuted.col(k) = rows.col(permutation_[static_cast<std::size_t>(k)]).segment(first, count);
    append(std::move(permuted), right_hand_side.segment(first, count), false);
  }
}

Vector PosteriorFactor::solution() const {
  const Vector permuted = r_.triangularView<Eigen::Upper>().solve(rhs_);
  Vector natural(permuted.size());
  for (Index k = 0; k < permuted.size(); ++k)
    natural[permutation_[static_cast<std::size_t>(k)]] = permuted[k];
  return natural;
}

Matrix PosteriorFactor::inverse_factor() const {
  Matrix inverse = r_;
  require_success(LAPACKE_dtrtri(LAPACK_COL_MAJOR, 'U', 'N', to_int(unknowns()), inverse.data(),
                                 to_int(unknowns())),
                  "dtrtri");
  Matrix natural = Matrix::Zero(unknowns(), unknowns());
  for (Index k = 0; k < unknowns(); ++k)
    natural.row(permutation_[static_cast<std::size_t>(k)]).tail(unknowns() - k) =
        inverse.row(k).tail(unknowns() - k);
  return natural;
}

Matrix PosteriorFactor::whiten(const Matrix& rows) const {
  Matrix permuted(rows.rows(), unknowns());
  for (Index k = 0; k < unknowns(); ++k)
    permuted.col(k) = rows.col(permutation_[static_cast<std::size_t>(k)]);
  r_.triangularView<Eigen::Upper>().solveInPlace<Eigen::OnTheRight>(permuted);
  return permuted;
}

double PosteriorFactor::log_determinant() const {
  return 2 * r_.diagonal().cwiseAbs().array().log().sum();
}

double PosteriorFactor::condition() const {
  double reciprocal = 0;
  require_success(LAPACKE_dtrcon(LAPACK_COL_MAJOR, '1', 'U', 'N', to_int(unknowns()), r_.data(),
                                 to_int(unknowns()), &reciprocal),
                  "dtrcon");
  return reciprocal > 0 ? 1 / reciprocal : std::numeric_limits<double>::infinity();
}

}  // namespace tessera::gp_pde
