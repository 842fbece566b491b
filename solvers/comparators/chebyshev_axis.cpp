#include <cmath>
#include <numbers>
#include <vector>

#include "solvers/comparators/unit_axis.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera::comparators {
namespace {

constexpr double pi = std::numbers::pi;

/// sin(pi k / (2 degree)) for k = 0 .. 2 degree; exactly symmetric.
Eigen::VectorXd half_angle_sines(Index degree) {
  Eigen::VectorXd sines(2 * degree + 1);
  for (Index k = 0; k <= degree; ++k) {
    sines[k] = std::sin(pi * static_cast<double>(k) / static_cast<double>(2 * degree));
    sines[2 * degree - k] = sines[k];
  }
  return sines;
}

/// Columns of the second-derivative matrix on the unit interval, rows 1 .. rows. With
/// q_k = 1 / sin^2(pi k / (2 degree)), c = 2 at the ends and 1 elsewhere,
///   d_pj = (-1)^(p+j+1) / c_j (q_{p+j} q_{p-j} + q_{2p} (q_{p+j} + q_{p-j})),  p != j.
class SecondDerivativeColumns {
 public:
  SecondDerivativeColumns(Index n, Index rows)
      : degree_(n - 1), rows_(rows), q_(3 * degree_), own_(rows), sign_(rows) {
    const Eigen::VectorXd sines = half_angle_sines(degree_);
    for (Index k = -degree_; k < 2 * degree_; ++k) {
      const double s = sines[std::abs(k)];
      q_[degree_ + k] = k == 0 ? 0.0 : 1 / (s * s);
    }
    for (Index i = 0; i < rows; ++i) {
      own_[i] = q(2 * (i + 1));
      sign_[i] = i % 2 == 0 ? 1.0 : -1.0;
    }
  }

  /// Column j; its diagonal entry, if any, is zero.
  void get(Index j, Eigen::ArrayXd& column) const {
    const double factor = (j % 2 == 0 ? 1.0 : -1.0) * (j == 0 || j == degree_ ? 0.5 : 1.0);
    const auto plus = q_.segment(degree_ + 1 + j, rows_);
    const auto minus = q_.segment(degree_ + 1 - j, rows_);
    column = (factor * sign_) * (plus * minus + own_ * (plus + minus));
    if (j >= 1 && j <= rows_) column[j - 1] = 0;
  }

 private:
  double q(Index k) const { return q_[degree_ + k]; }

  Index degree_;
  Index rows_;
  Eigen::ArrayXd q_;  ///< q_k at degree + k, k = -degree .. 2 degree - 1; q_0 is set to zero
  Eigen::ArrayXd own_;
  Eigen::ArrayXd sign_;
};

}  // namespace

Eigen::VectorXd chebyshev_points(Index n) {
  Eigen::VectorXd points = half_angle_sines(n - 1).head(n).cwiseAbs2();
  points[n - 1] = 1;
  return points;
}

std::shared_ptr<UnitAxis> chebyshev_axis(Index n) {
  const Index m = n - 2;
  const Index half = m / 2;
  const Index upper = m - half;
  auto axis = std::make_shared<UnitAxis>();
  axis->points = chebyshev_points(n);
  Eigen::MatrixXd& even = axis->second_derivative.even;
  Eigen::MatrixXd& odd = axis->second_derivative.odd;
  even.resize(upper, upper);
  odd.resize(half, half);
  axis->end_columns.resize(m, 2);

  // Only the upper half of the rows is computed, and folded at once: column j with its mirror
  // image.
  const SecondDerivativeColumns columns(n, upper);
  Eigen::ArrayXd left(upper);
  Eigen::ArrayXd right(upper);
  std::vector<long double> sums(static_cast<std::size_t>(upper), 0.0L);
  for (Index j = 0; j <= half; ++j) {
    columns.get(j, left);
    columns.get(n - 1 - j, right);
    for (Index i = 0; i < upper; ++i)
      sums[static_cast<std::size_t>(i)] += static_cast<long double>(left[i]) + right[i];
    if (j == 0) {
      axis->end_columns.col(0) << left, right.head(half).reverse();
      axis->end_columns.col(1) << right, left.head(half).reverse();
    } else {
      even.col(j - 1) = left + right;
      odd.col(j - 1) = (left - right).head(half);
    }
  }
  if (upper > half) {
    columns.get(half + 1, left);
    for (Index i = 0; i < upper; ++i) sums[static_cast<std::size_t>(i)] += left[i];
    even.col(half) = std::numbers::sqrt2 * left;
    even.row(half).head(half) /= std::numbers::sqrt2;
    even(half, half) = 0;
  }
  for (Index i = 0; i < upper; ++i) {
    const auto sum = static_cast<double>(sums[static_cast<std::size_t>(i)]);
    even(i, i) -= sum;
    if (i < half) odd(i, i) -= sum;
  }
  return axis;
}

void diagonalise(UnitAxis& axis) {
  const Index e = axis.second_derivative.even.rows();
  const Index o = axis.second_derivative.odd.rows();
  axis.values.resize(e + o);
  const auto block = [&](const Eigen::MatrixXd& a, Index at, Eigen::MatrixXd& vectors,
                         Eigen::MatrixXd& inverse) {
    if (a.rows() == 0) return;
    Eigen::VectorXd values;
    real_eigen(a, 1e-6, values, vectors);
    axis.values.segment(at, a.rows()) = values;
    inverse = lu_solve(vectors, Eigen::MatrixXd::Identity(a.rows(), a.rows()));
  };
  block(axis.second_derivative.even, 0, axis.vectors.even, axis.inverse.even);
  block(axis.second_derivative.odd, e, axis.vectors.odd, axis.inverse.odd);
}

Eigen::MatrixXd chebyshev_interpolation(const Eigen::VectorXd& points, const Eigen::VectorXd& at) {
  const Index n = points.size();
  Eigen::MatrixXd matrix(at.size(), n);
  for (Index i = 0; i < at.size(); ++i) {
    double sum = 0;
    for (Index j = 0; j < n; ++j) {
      const double difference = at[i] - points[j];
      if (difference == 0) {
        matrix.row(i).setZero();
        matrix(i, j) = sum = 1;
        break;
      }
      const double weight = (j % 2 == 0 ? 1.0 : -1.0) * (j == 0 || j == n - 1 ? 0.5 : 1.0);
      sum += matrix(i, j) = weight / difference;
    }
    matrix.row(i) /= sum;
  }
  return matrix;
}

Eigen::MatrixXd chebyshev_coefficients(Index n, Index first) {
  const Index degree = n - 1;
  Eigen::VectorXd cosines(2 * degree);
  for (Index k = 0; k < 2 * degree; ++k)
    cosines[k] = std::cos(pi * static_cast<double>(k) / static_cast<double>(degree));
  Eigen::MatrixXd matrix(n - first, n);
  for (Index j = 0; j < n; ++j)
    for (Index k = first; k < n; ++k) {
      const double ends = (j == 0 || j == degree ? 0.5 : 1.0) * (k == 0 || k == degree ? 0.5 : 1.0);
      matrix(k - first, j) = 2 * ends / static_cast<double>(degree) * cosines[j * k % (2 * degree)];
    }
  return matrix;
}

}  // namespace tessera::comparators
