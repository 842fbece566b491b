#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "solvers/comparators/differentiation.hpp"

namespace tessera::comparators {
namespace {

/// sin(pi k / (2 degree)) for k = 0 .. 2 degree; exactly symmetric.
Eigen::VectorXd half_angle_sines(Index degree) {
  Eigen::VectorXd sines(2 * degree + 1);
  for (Index k = 0; k <= degree; ++k) {
    sines[k] =
        std::sin(std::numbers::pi * static_cast<double>(k) / static_cast<double>(2 * degree));
    sines[2 * degree - k] = sines[k];
  }
  return sines;
}

/// The upper rows of the differentiation matrices, column by column. With s_k = sin(pi k /
/// (2 degree)), c = 2 at the ends and 1 elsewhere:
///   x_i - x_j = s_{i+j} s_{i-j},  C_ij = (-1)^(i+j) c_i / c_j,
///   order o: d_ij = o / (x_i - x_j) (C_ij d'_ii - d'_ij), d' of order o - 1,
///   order 2, interior rows: d_ij = (-1)^(i+j+1) / c_j (q_{i+j} q_{i-j} + q_{2i} (q_{i+j} +
///   q_{i-j})), q_k = 1 / s_k^2.
class Columns {
 public:
  Columns(Index n, Index rows)
      : degree_(n - 1),
        rows_(rows),
        reciprocal_(3 * degree_ + 1),
        own_(rows),
        row_sign_(rows),
        ends_(rows) {
    const Eigen::VectorXd sines = half_angle_sines(degree_);
    for (Index k = -degree_; k <= 2 * degree_; ++k) {
      const double s = sines[std::abs(k)];
      reciprocal_[degree_ + k] = s == 0 ? 0.0 : (k < 0 ? -1 : 1) / s;
    }
    squares_ = reciprocal_.square();
    for (Index i = 0; i < rows; ++i) {
      own_[i] = squares_[degree_ + 2 * i];
      row_sign_[i] = i % 2 == 0 ? 1.0 : -1.0;
      ends_[i] = (i == 0 ? 2 : 1) * row_sign_[i];
    }
  }

  /// C_ij and 1 / (x_i - x_j) (own entry 0) of column j.
  Eigen::ArrayXd quotients(Index j) const { return column_factor(j) * ends_; }
  Eigen::ArrayXd reciprocal_differences(Index j) const {
    Eigen::ArrayXd r =
        reciprocal_.segment(degree_ + j, rows_) * reciprocal_.segment(degree_ - j, rows_);
    if (j < rows_) r[j] = 0;
    return r;
  }

  double first_reciprocal_difference(Index j) const {
    return j == 0 ? 0.0 : reciprocal_[degree_ + j] * reciprocal_[degree_ - j];
  }

  /// Order 2 without its diagonal, row 0 not set.
  void second(Index j, Eigen::Ref<Eigen::ArrayXd> d) const {
    const auto plus = squares_.segment(degree_ + j, rows_);
    const auto minus = squares_.segment(degree_ - j, rows_);
    d = (-column_factor(j) * row_sign_) * (plus * minus + own_ * (plus + minus));
    if (j < rows_) d[j] = 0;
  }

 private:
  double column_factor(Index j) const {
    return (j % 2 == 0 ? 1.0 : -1.0) * (j == 0 || j == degree_ ? 0.5 : 1.0);
  }

  Index degree_;
  Index rows_;
  Eigen::ArrayXd reciprocal_;  ///< 1 / s_k at degree + k, k = -degree .. 2 degree; 0 where s_k = 0
  Eigen::ArrayXd squares_;
  Eigen::ArrayXd own_;
  Eigen::ArrayXd row_sign_;
  Eigen::ArrayXd ends_;
};

void set_diagonal_by_negative_sums(Eigen::MatrixXd& d) {
  std::vector<long double> sums(static_cast<std::size_t>(d.rows()), 0.0L);
  // Mirror images are added together: they are of similar size.
  const Index n = d.cols();
  for (Index j = 0; j < n - 1 - j; ++j)
    for (Index i = 0; i < d.rows(); ++i)
      sums[static_cast<std::size_t>(i)] += static_cast<long double>(d(i, j)) + d(i, n - 1 - j);
  if (n % 2 == 1)
    for (Index i = 0; i < d.rows(); ++i) sums[static_cast<std::size_t>(i)] += d(i, n / 2);
  for (Index i = 0; i < d.rows(); ++i)
    d(i, i) = static_cast<double>(-sums[static_cast<std::size_t>(i)]);
}

Eigen::MatrixXd first_order(const Columns& columns, Index rows, Index n) {
  Eigen::MatrixXd d(rows, n);
  for (Index j = 0; j < n; ++j) d.col(j) = columns.quotients(j) * columns.reciprocal_differences(j);
  set_diagonal_by_negative_sums(d);
  return d;
}

Eigen::MatrixXd second_order(const Columns& columns, Index rows, Index n) {
  Eigen::MatrixXd d(rows, n);
  for (Index j = 0; j < n; ++j) columns.second(j, d.col(j).array());
  // The end has its own row of order 1 below it.
  Eigen::RowVectorXd quotient(n);
  Eigen::RowVectorXd reciprocal(n);
  for (Index j = 0; j < n; ++j) {
    const double sign = j % 2 == 0 ? 1 : -1;
    quotient[j] = sign * (j == 0 || j == n - 1 ? 1 : 2);
    reciprocal[j] = columns.first_reciprocal_difference(j);
  }
  const double own = -(quotient.array() * reciprocal.array()).sum();
  d.row(0) = 2 * reciprocal.array() * quotient.array() * (own - reciprocal.array());
  set_diagonal_by_negative_sums(d);
  return d;
}

Eigen::MatrixXd next_order(const Columns& columns, const Eigen::MatrixXd& below, double o) {
  Eigen::MatrixXd d(below.rows(), below.cols());
  const Eigen::ArrayXd own = below.diagonal();
  for (Index j = 0; j < d.cols(); ++j)
    d.col(j) =
        o * columns.reciprocal_differences(j) * (columns.quotients(j) * own - below.col(j).array());
  set_diagonal_by_negative_sums(d);
  return d;
}

}  // namespace

Eigen::VectorXd chebyshev_points(Index n) {
  Eigen::VectorXd points = half_angle_sines(n - 1).head(n).cwiseAbs2();
  points[n - 1] = 1;
  return points;
}

Differentiation chebyshev_differentiation(Index n, const Orders& wanted) {
  Differentiation result;
  result.points = chebyshev_points(n);
  result.mirrored = true;
  result.order.resize(wanted.size());
  const Index rows = (n + 1) / 2;
  const Columns columns(n, rows);
  const auto asked = [&](std::size_t o) { return o < wanted.size() && wanted[o]; };
  if (asked(1)) result.order[1] = first_order(columns, rows, n);
  if (asked(2) || asked(3) || asked(4)) {
    result.order[2] = second_order(columns, rows, n);
    if (asked(3) || asked(4)) result.order[3] = next_order(columns, result.order[2], 3);
    if (asked(4)) result.order[4] = next_order(columns, result.order[3], 4);
  }
  return result;
}

}  // namespace tessera::comparators
