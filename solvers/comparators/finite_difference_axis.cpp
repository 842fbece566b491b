#include <algorithm>
#include <cmath>
#include <numbers>

#include "solvers/comparators/unit_axis.hpp"

namespace tessera::comparators {

std::shared_ptr<UnitAxis> finite_difference_axis(Index n) {
  const Index m = n - 2;
  const Index upper = (m + 1) / 2;
  const auto intervals = static_cast<double>(n - 1);
  const double inverse_square = intervals * intervals;
  auto axis = std::make_shared<UnitAxis>();
  axis->points = Eigen::VectorXd::LinSpaced(n, 0.0, 1.0);

  Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(upper, m);
  for (Index i = 0; i < upper; ++i) {
    rows(i, i) = -2 * inverse_square;
    if (i > 0) rows(i, i - 1) = inverse_square;
    if (i + 1 < m) rows(i, i + 1) = inverse_square;
  }
  axis->second_derivative = fold_matrix(rows);
  axis->end_columns = Eigen::MatrixXd::Zero(m, 2);
  axis->end_columns(0, 0) = inverse_square;
  axis->end_columns(m - 1, 1) = inverse_square;

  // Eigenvector k is sin(pi (i + 1) (k + 1) / (n - 1)); even k are symmetric about the middle. The
  // angle is reduced by integer arithmetic.
  const auto sine = [&](Index k) {
    return std::sin(std::numbers::pi * static_cast<double>(k) / intervals);
  };
  Eigen::VectorXd table(2 * (n - 1));
  for (Index k = 0; k < table.size(); ++k) table[k] = sine(k);
  Eigen::MatrixXd& even = axis->vectors.even;
  Eigen::MatrixXd& odd = axis->vectors.odd;
  even.resize(upper, upper);
  odd.resize(m - upper, m - upper);
  axis->values.resize(m);
  const double norm = std::sqrt(2 / intervals);
  for (Index k = 0; k < m; ++k) {
    auto column = k % 2 == 0 ? even.col(k / 2) : odd.col(k / 2);
    for (Index i = 0; i < column.size(); ++i) {
      const bool middle = 2 * i + 1 == m;
      column[i] =
          norm * (middle ? 1.0 : std::numbers::sqrt2) * table[(i + 1) * (k + 1) % table.size()];
    }
    const double s = std::sin(0.5 * std::numbers::pi * static_cast<double>(k + 1) / intervals);
    axis->values[k % 2 == 0 ? k / 2 : upper + k / 2] = -4 * inverse_square * s * s;
  }
  axis->inverse = {even.transpose(), odd.transpose()};
  return axis;
}

Eigen::MatrixXd cubic_interpolation(const Eigen::VectorXd& points, const Eigen::VectorXd& at) {
  const Index n = points.size();
  const Index width = std::min<Index>(4, n);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(at.size(), n);
  for (Index i = 0; i < at.size(); ++i) {
    const auto cell = static_cast<Index>(std::floor(at[i] * static_cast<double>(n - 1)));
    const Index first = std::clamp<Index>(cell - 1, 0, n - width);
    for (Index j = first; j < first + width; ++j) {
      double weight = 1;
      for (Index k = first; k < first + width; ++k)
        if (k != j) weight *= (at[i] - points[k]) / (points[j] - points[k]);
      matrix(i, j) = weight;
    }
  }
  return matrix;
}

}  // namespace tessera::comparators
