#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "solvers/comparators/differentiation.hpp"

namespace tessera::comparators {
namespace {

/// Weights of the derivatives 0 .. order at 0 on the given nodes (Fornberg 1988): entry (j, o).
Eigen::MatrixXd fornberg_weights(const Eigen::VectorXd& nodes, Index order) {
  const Index count = nodes.size();
  Eigen::MatrixXd w = Eigen::MatrixXd::Zero(count, order + 1);
  w(0, 0) = 1;
  double former_product = 1;
  for (Index i = 1; i < count; ++i) {
    double product = 1;
    const Index highest = std::min(i, order);
    for (Index j = 0; j < i; ++j) {
      const double difference = nodes[i] - nodes[j];
      product *= difference;
      if (j == i - 1) {
        for (Index o = highest; o >= 1; --o)
          w(i, o) = former_product *
                    (static_cast<double>(o) * w(i - 1, o - 1) - nodes[i - 1] * w(i - 1, o)) /
                    product;
        w(i, 0) = -former_product * nodes[i - 1] * w(i - 1, 0) / product;
      }
      for (Index o = highest; o >= 1; --o)
        w(j, o) = (nodes[i] * w(j, o) - static_cast<double>(o) * w(j, o - 1)) / difference;
      w(j, 0) = nodes[i] * w(j, 0) / difference;
    }
    former_product = product;
  }
  return w;
}

/// First point and number of points of a row's stencil.
struct Span {
  Index first;
  Index count;
};

Span span_of(Stencil stencil, Index i, Index n, Index order, Index accuracy) {
  const Index half = (order + 1) / 2 + accuracy / 2 - 1;
  const Index one_sided = order + accuracy;
  if (stencil == Stencil::periodic) return {i - half, 2 * half + 1};
  if (stencil == Stencil::backward) return {std::max<Index>(i - one_sided + 1, 0), one_sided};
  if (i - half >= 0 && i + half < n) return {i - half, 2 * half + 1};
  return {i < half ? 0 : n - one_sided, one_sided};
}

/// Trigonometric derivative of order o at the distance j / n from a unit value.
double trigonometric_weight(Index n, Index o, Index j) {
  const double turn = 2 * std::numbers::pi;
  long double sum = 0;
  for (Index k = 1; 2 * k <= n; ++k) {
    // An angle reduced by integer arithmetic.
    const double angle = turn * static_cast<double>(k * j % n) / static_cast<double>(n);
    const double wave = o % 2 == 0 ? std::cos(angle) : std::sin(angle);
    const double weight = 2 * k == n ? (o % 2 == 0 ? 1.0 : 0.0) : 2.0;
    sum += weight * wave * std::pow(turn * static_cast<double>(k), static_cast<double>(o));
  }
  const double sign = o % 4 == 1 || o % 4 == 2 ? -1 : 1;
  return sign * static_cast<double>(sum) / static_cast<double>(n);
}

}  // namespace

double Differentiation::entry(std::size_t o, Index i, Index j) const {
  if (o == 0) return i == j ? 1 : 0;
  const Eigen::MatrixXd& d = order[o];
  if (i < d.rows()) return d(i, j);
  return (o % 2 == 0 ? 1 : -1) * d(points.size() - 1 - i, points.size() - 1 - j);
}

Differentiation fourier_differentiation(Index n, const Orders& wanted) {
  Differentiation result;
  result.points = Eigen::VectorXd::LinSpaced(n + 1, 0.0, 1.0).head(n);
  result.periodic = true;
  result.order.resize(wanted.size());
  for (std::size_t o = 1; o < wanted.size(); ++o) {
    if (!wanted[o]) continue;
    Eigen::VectorXd weights(n);
    for (Index j = 0; j < n; ++j) weights[j] = trigonometric_weight(n, static_cast<Index>(o), j);
    result.order[o].resize(n, n);
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < n; ++i) result.order[o](i, j) = weights[(i - j + n) % n];
  }
  return result;
}

Differentiation difference_differentiation(Index n, const Orders& wanted, Index accuracy,
                                           Stencil stencil) {
  Differentiation result;
  result.periodic = stencil == Stencil::periodic;
  result.mirrored = stencil == Stencil::central;
  const Index intervals = result.periodic ? n : n - 1;
  result.points = Eigen::VectorXd::LinSpaced(intervals + 1, 0.0, 1.0).head(n);
  result.order.resize(wanted.size());
  const Index rows = result.mirrored ? (n + 1) / 2 : n;
  for (std::size_t o = 1; o < wanted.size(); ++o) {
    if (!wanted[o]) continue;
    const auto order = static_cast<Index>(o);
    if (n < order + accuracy)
      throw std::runtime_error(
          std::to_string(n) + " points are fewer than the " + std::to_string(order + accuracy) +
          " of a difference formula for derivatives of order " + std::to_string(order) + ".");
    const double scale = std::pow(static_cast<double>(intervals), static_cast<double>(o));
    Eigen::MatrixXd& d = result.order[o];
    d = Eigen::MatrixXd::Zero(rows, n);
    for (Index i = 0; i < rows; ++i) {
      const Span span = span_of(stencil, i, n, order, accuracy);
      const auto nodes =
          Eigen::VectorXd::LinSpaced(span.count, static_cast<double>(span.first - i),
                                     static_cast<double>(span.first - i + span.count - 1));
      const Eigen::MatrixXd weights = fornberg_weights(nodes, order);
      for (Index j = 0; j < span.count; ++j)
        d(i, (span.first + j + n) % n) += scale * weights(j, order);
    }
  }
  return result;
}

}  // namespace tessera::comparators
