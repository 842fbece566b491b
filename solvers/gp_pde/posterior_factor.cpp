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

/// Factorises in place: R above the diagonal, Householder vectors below.
Vector factorise(Matrix& a) {
  Vector tau(std::min(a.rows(), a.cols()));
  require_success(LAPACKE_dgeqrf(LAPACK_COL_MAJOR, to_int(a.rows()), to_int(a.cols()), a.data(),
                                 to_int(a.rows()), tau.data()),
                  "dgeqrf");
  return tau;
}

/// The same with column pivoting; `pivots` receives the natural index of every column.
Vector factorise_pivoted(Matrix& a, std::vector<Index>& pivots) {
  std::vector<lapack_int> from(static_cast<std::size_t>(a.cols()), 0);
  Vector tau(std::min(a.rows(), a.cols()));
  require_success(LAPACKE_dgeqp3(LAPACK_COL_MAJOR, to_int(a.rows()), to_int(a.cols()), a.data(),
                                 to_int(a.rows()), from.data(), tau.data()),
                  "dgeqp3");
  pivots.assign(from.begin(), from.end());
  for (Index& p : pivots) --p;
  return tau;
}

/// Upper triangle of H^T H.
Matrix gram(const Matrix& h) {
  Matrix g = Matrix::Zero(h.cols(), h.cols());
  g.selfadjointView<Eigen::Upper>().rankUpdate(h.transpose());
  return g;
}

/// Column order of a pivoted Cholesky factor of H^T H and the number of its pivots above rounding.
Index pivot_order(const Matrix& h, std::vector<Index>& order) {
  Matrix g = gram(h);
  std::vector<lapack_int> pivots(static_cast<std::size_t>(h.cols()));
  lapack_int rank = 0;
  constexpr double default_tolerance = -1;
  const lapack_int info = LAPACKE_dpstrf(LAPACK_COL_MAJOR, 'U', to_int(g.cols()), g.data(),
                                         to_int(g.cols()), pivots.data(), &rank, default_tolerance);
  require_success(std::min<lapack_int>(info, 0), "dpstrf");
  order.assign(pivots.begin(), pivots.end());
  for (Index& p : order) --p;
  return rank;
}

Matrix with_columns(const Matrix& m, const std::vector<Index>& columns) {
  Matrix picked(m.rows(), static_cast<Index>(columns.size()));
  for (Index k = 0; k < picked.cols(); ++k)
    picked.col(k) = m.col(columns[static_cast<std::size_t>(k)]);
  return picked;
}

}  // namespace

PosteriorFactor::PosteriorFactor(Index unknowns, std::vector<Matrix> groups,
                                 std::vector<Vector> right_hand_sides, Reduction reduction)
    : r_(Matrix::Zero(unknowns, unknowns)),
      rhs_(Vector::Zero(unknowns)),
      permutation_(static_cast<std::size_t>(unknowns)) {
  std::iota(permutation_.begin(), permutation_.end(), Index{0});
  Index count = 0;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].rows() == 0) continue;
    order.emplace_back(groups[g].cwiseAbs().maxCoeff(), g);
    count += groups[g].rows();
  }
  if (count == 0) return;
  if (reduction == Reduction::normal_equations) {
    normal_equations_ = true;
    for (const auto& [size, g] : order) {
      r_.selfadjointView<Eigen::Upper>().rankUpdate(groups[g].transpose());
      rhs_ += groups[g].transpose() * right_hand_sides[g];
      sum_of_squares_ += right_hand_sides[g].squaredNorm();
    }
    return;
  }
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
  reduce(std::move(h), std::move(rhs));
}

void PosteriorFactor::reduce(Matrix h, Vector rhs) {
  const Index leading = std::min(pivot_order(h, permutation_), h.rows());
  h = with_columns(h, permutation_);
  apply_transposed(h, factorise(h), rhs);
  Matrix r = upper(h);
  h.resize(0, 0);
  const Index rows = r.rows() - leading;
  const Index columns = r.cols() - leading;
  if (rows > 0 && columns > 0) {
    Matrix remainder = r.bottomRightCorner(rows, columns);
    std::vector<Index> pivots;
    const Vector tau = factorise_pivoted(remainder, pivots);
    Vector tail = rhs.segment(leading, rows);
    apply_transposed(remainder, tau, tail);
    rhs.segment(leading, rows) = tail;
    r.topRightCorner(leading, columns) = with_columns(r.topRightCorner(leading, columns), pivots);
    r.bottomRightCorner(rows, columns) = upper(remainder);
    const std::vector<Index> before(permutation_.begin() + leading, permutation_.end());
    for (std::size_t k = 0; k < pivots.size(); ++k)
      permutation_[static_cast<std::size_t>(leading) + k] =
          before[static_cast<std::size_t>(pivots[k])];
  }
  const double cut = static_cast<double>(unknowns()) * std::numeric_limits<double>::epsilon() *
                     r.diagonal().cwiseAbs().maxCoeff();
  while (hard_rank_ < r.rows() && std::abs(r(hard_rank_, hard_rank_)) > cut) ++hard_rank_;
  r_.topRows(hard_rank_) = r.topRows(hard_rank_);
  rhs_.head(hard_rank_) = rhs.head(hard_rank_);
  sum_of_squares_ += rhs.tail(rhs.size() - hard_rank_).squaredNorm();
}

void PosteriorFactor::scale_hard_rows(double factor) {
  if (normal_equations_) {
    r_ *= factor * factor;
    rhs_ *= factor;
    return;
  }
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
  if (normal_equations_) {
    r_.diagonal().array() += 1;
    require_success(LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', to_int(n), r_.data(), to_int(n)),
                    "dpotrf");
    r_.triangularView<Eigen::Upper>().transpose().solveInPlace(rhs_);
    sum_of_squares_ -= rhs_.squaredNorm();
    normal_equations_ = false;
    return;
  }
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
