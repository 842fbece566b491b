#include "solvers/gp_pde/axis_prior.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <Eigen/SVD>

#include "solvers/gp_pde/gauss_legendre.hpp"
#include "solvers/gp_pde/legendre.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double two_pi = 2 * std::numbers::pi;
constexpr Index rest_orders = 9;
/// Functions smaller than this share of the first are rounding noise.
constexpr double smallest_share = 1e-16;

/// Degrees beyond which the Legendre coefficients of waves with phase up to c are below rounding:
/// the spherical Bessel function j_k(c) behind its turning point.
Index degrees_for(double c) {
  const auto k = static_cast<Index>(std::ceil(c + 12 * std::cbrt(c) + 24));
  return k + k % 2;
}

/// Right singular vectors and singular values of the waves of one parity at the nodes.
struct Directions {
  Matrix vectors;
  Vector sizes;
};

Directions directions_of(const Matrix& waves, const GaussLegendreHalf& rule) {
  // Both halves of the axis count: weights twice.
  const Vector root = (2 * rule.weights).cwiseSqrt();
  const Eigen::JacobiSVD<Matrix> svd(root.asDiagonal() * waves, Eigen::ComputeThinV);
  return {svd.matrixV(), svd.singularValues()};
}

/// Puts both parities together, largest function first.
Matrix merge(const Directions& even, const Directions& odd) {
  std::vector<std::pair<double, Index>> order;
  for (Index j = 0; j < even.sizes.size(); ++j) order.emplace_back(even.sizes[j], j);
  for (Index j = 0; j < odd.sizes.size(); ++j) order.emplace_back(odd.sizes[j], -1 - j);
  std::sort(order.begin(), order.end(), std::greater<>());
  const double cut = smallest_share * order.front().first;
  while (order.back().first <= cut) order.pop_back();
  const Index waves = even.vectors.rows();
  Matrix merged = Matrix::Zero(2 * waves, static_cast<Index>(order.size()));
  for (std::size_t k = 0; k < order.size(); ++k) {
    const Index j = order[k].second;
    if (j >= 0)
      merged.col(static_cast<Index>(k)).head(waves) = even.vectors.col(j);
    else
      merged.col(static_cast<Index>(k)).tail(waves) = odd.vectors.col(-1 - j);
  }
  return merged;
}

}  // namespace

SpectralFactor flat_band_factor(double band, double length) {
  if (!(band > 0) || !(length > 0))
    throw std::invalid_argument("a flat prior needs a positive band and length");
  SpectralFactor factor;
  // As many waves as the plunge region of a continuous spectrum has functions above rounding.
  constexpr double plunge_waves = 24;
  factor.period = std::max(2 * length, length + plunge_waves / band);
  const auto last = std::max<Index>(1, static_cast<Index>(std::floor(band * factor.period)));
  factor.frequencies = Vector::LinSpaced(last + 1, 0, static_cast<double>(last) / factor.period);
  factor.weights = Vector::Constant(last + 1, 2);
  factor.weights[0] = 1;  // one wave instead of the pair s, -s
  factor.weights /= factor.weights.sum();
  return factor;
}

AxisPrior::AxisPrior(std::pair<double, double> range, const SpectralFactor& factor,
                     Index maximum_functions)
    : range_(range), rest_(Vector::Zero(rest_orders)) {
  if (!(length() > 0)) throw std::invalid_argument("a prior needs a range of positive length");
  if (factor.frequencies.size() == 0 || factor.frequencies.size() != factor.weights.size())
    throw std::invalid_argument("a prior needs a spectral factor with a weight per frequency");
  // Functions of a band F on a length L: 2 F L and a plunge region.
  constexpr Index plunge = 24;
  const double highest =
      static_cast<double>(std::max<Index>(maximum_functions - plunge, 4)) / (2 * length());
  std::vector<Index> kept;
  for (Index m = 0; m < factor.frequencies.size(); ++m) {
    if (factor.frequencies[m] <= highest) {
      kept.push_back(m);
      continue;
    }
    for (Index p = 0; p < rest_orders; ++p)
      rest_[p] +=
          factor.weights[m] * std::pow(two_pi * factor.frequencies[m], 2 * static_cast<double>(p));
  }
  const double end = two_pi * factor.frequencies[factor.frequencies.size() - 1];
  for (Index p = 0; p < rest_orders; ++p)
    rest_[p] += factor.tail_bound * std::pow(end, 2 * static_cast<double>(p));

  const Index degrees = degrees_for(std::numbers::pi * factor.frequencies[kept.back()] * length());
  const GaussLegendreHalf rule = gauss_legendre(degrees);
  const auto count = static_cast<Index>(kept.size());
  frequencies_.resize(count);
  Vector amplitudes(count);
  Matrix cosines(degrees / 2, count);
  Matrix sines(degrees / 2, count);
  for (Index k = 0; k < count; ++k) {
    const Index m = kept[static_cast<std::size_t>(k)];
    frequencies_[k] = factor.frequencies[m];
    amplitudes[k] = std::sqrt(std::max(0.0, factor.weights[m]));
    // A node t stands at t length / 2 from the middle.
    const Eigen::ArrayXd phase = std::numbers::pi * frequencies_[k] * length() * rule.nodes.array();
    cosines.col(k) = amplitudes[k] * phase.cos();
    sines.col(k) = amplitudes[k] * phase.sin();
  }
  mixing_ = merge(directions_of(cosines, rule), directions_of(sines, rule));
  mixing_.topRows(count).array().colwise() *= amplitudes.array();
  mixing_.bottomRows(count).array().colwise() *= amplitudes.array();
}

AxisPrior::AxisPrior(std::pair<double, double> range, Vector frequencies, Matrix mixing,
                     Vector rest)
    : range_(range),
      frequencies_(std::move(frequencies)),
      mixing_(std::move(mixing)),
      rest_(std::move(rest)) {
  if (!(length() > 0) || frequencies_.size() < 1 || mixing_.rows() != 2 * frequencies_.size() ||
      mixing_.cols() < 1 || rest_.size() != rest_orders)
    throw std::invalid_argument("the parts of an axis prior do not fit together");
}

std::shared_ptr<const AxisPrior> AxisPrior::constant() {
  return std::make_shared<AxisPrior>(std::pair{0.0, 1.0}, Vector::Zero(1),
                                     Matrix(Eigen::Vector2d(1, 0)), Vector::Zero(rest_orders));
}

Vector AxisPrior::variances() const {
  const Index degrees =
      degrees_for(std::numbers::pi * frequencies_[frequencies_.size() - 1] * length());
  const GaussLegendreHalf rule = gauss_legendre(degrees);
  // Functions are even or odd: their squares are even.
  const Vector upper = (range_.first + range_.second) / 2 + (length() / 2 * rule.nodes).array();
  return evaluate(upper, 0, functions()).cwiseAbs2().transpose() * rule.weights;
}

double AxisPrior::rest_covariance(int a, int b) const {
  if ((a + b) % 2 != 0) return 0;
  if ((a + b) / 2 >= rest_orders)
    throw std::invalid_argument("derivatives above order " + std::to_string(rest_orders - 1) +
                                " are not available");
  const double sign = (a - b) / 2 % 2 == 0 ? 1 : -1;
  return sign * rest_[(a + b) / 2];
}

Matrix AxisPrior::evaluate(const Vector& points, int order, Index count) const {
  const double middle = (range_.first + range_.second) / 2;
  const Index m = frequencies_.size();
  Matrix waves(points.size(), 2 * m);
  for (Index k = 0; k < m; ++k) {
    const double omega = two_pi * frequencies_[k];
    const Eigen::ArrayXd phase = omega * (points.array() - middle);
    const double scale = std::pow(omega, order) * (order / 2 % 2 == 0 ? 1 : -1);
    if (order % 2 == 0) {
      waves.col(k) = scale * phase.cos();
      waves.col(m + k) = scale * phase.sin();
    } else {
      waves.col(k) = -scale * phase.sin();
      waves.col(m + k) = scale * phase.cos();
    }
  }
  return waves * mixing_.leftCols(count);
}

Index AxisPrior::effective_degree(Index count) const {
  const Index degrees =
      degrees_for(std::numbers::pi * frequencies_[frequencies_.size() - 1] * length());
  const GaussLegendreHalf rule = gauss_legendre(degrees);
  const LegendreTable table = legendre_table(rule.nodes, degrees);
  const Vector upper = (range_.first + range_.second) / 2 + (length() / 2 * rule.nodes).array();
  const Matrix values = rule.weights.asDiagonal() * evaluate(upper, 0, count);
  const Matrix lower = rule.weights.asDiagonal() *
                       evaluate((range_.first + range_.second) - upper.array(), 0, count);
  const Matrix even = table.even.transpose() * (values + lower);
  const Matrix odd = table.odd.transpose() * (values - lower);
  constexpr double cut = 1e-6;
  const double largest = std::max(even.cwiseAbs().maxCoeff(), odd.cwiseAbs().maxCoeff());
  for (Index row = degrees / 2 - 1; row >= 0; --row) {
    if (odd.row(row).cwiseAbs().maxCoeff() > cut * largest) return 2 * row + 1;
    if (even.row(row).cwiseAbs().maxCoeff() > cut * largest) return 2 * row;
  }
  return 0;
}

}  // namespace tessera::gp_pde
