#include "solvers/comparators/interpolation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tessera::comparators {
namespace {

constexpr double pi = std::numbers::pi;

}  // namespace

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

Eigen::MatrixXd fourier_interpolation(Index n, const Eigen::VectorXd& at) {
  const auto count = static_cast<double>(n);
  Eigen::MatrixXd matrix(at.size(), n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < at.size(); ++i) {
      // In whole periods from the point; its own value where the two coincide.
      double x = at[i] - static_cast<double>(j) / count;
      x -= std::round(x);
      const double denominator = n % 2 == 0 ? std::tan(pi * x) : std::sin(pi * x);
      matrix(i, j) = std::abs(x) < 1e-15 ? 1.0 : std::sin(pi * count * x) / (count * denominator);
    }
  return matrix;
}

Eigen::MatrixXd fourier_coefficients(Index n, Index first) {
  const auto count = static_cast<double>(n);
  Eigen::MatrixXd matrix(n - first, n);
  for (Index row = first; row < n; ++row) {
    const Index k = (row + 1) / 2;
    const double norm = (k == 0 || 2 * k == n ? 1 : 2) / count;
    for (Index j = 0; j < n; ++j) {
      const double angle = 2 * pi * static_cast<double>(k * j % n) / count;
      matrix(row - first, j) =
          norm * (row % 2 == 1 || row == 0 ? std::cos(angle) : std::sin(angle));
    }
  }
  return matrix;
}

Eigen::MatrixXd local_interpolation(Index n, bool periodic, Index width,
                                    const Eigen::VectorXd& at) {
  const Index used = std::min(width, n);
  const auto intervals = static_cast<double>(periodic ? n : n - 1);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(at.size(), n);
  for (Index i = 0; i < at.size(); ++i) {
    const double x = at[i] * intervals;
    Index first = static_cast<Index>(std::floor(x)) - used / 2 + 1;
    if (!periodic) first = std::clamp<Index>(first, 0, n - used);
    for (Index j = first; j < first + used; ++j) {
      double weight = 1;
      for (Index k = first; k < first + used; ++k)
        if (k != j) weight *= (x - static_cast<double>(k)) / static_cast<double>(j - k);
      matrix(i, (j + n) % n) += weight;
    }
  }
  return matrix;
}

}  // namespace tessera::comparators
