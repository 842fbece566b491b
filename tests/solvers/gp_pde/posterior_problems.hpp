#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "solvers/gp_pde/posterior.hpp"

// Problems shared by the tests of the posterior.
namespace tessera::gp_pde::test {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Function2 = std::function<double(double, double)>;

/// Values of a function at all points of a grid.
inline VectorXd on_grid(const GridCoordinates& c, const Function2& f) {
  const Index nx = c[0].size();
  const Index ny = c.size() > 1 ? c[1].size() : 1;
  VectorXd values(nx * ny);
  for (Index j = 0; j < ny; ++j)
    for (Index i = 0; i < nx; ++i) values[i + nx * j] = f(c[0][i], c.size() > 1 ? c[1][j] : 0);
  return values;
}

/// sum_t coefficient_t(x, y) d^orders_t u = source(x, y).
struct Term {
  std::vector<int> orders;
  Function2 coefficient;
};
inline BoxEquation linear_equation(std::vector<Term> terms, Function2 source) {
  BoxEquation e;
  for (const Term& t : terms) e.fields.push_back(t.orders);
  e.residual = [terms, source](const GridCoordinates& c, const std::vector<const double*>& fields) {
    VectorXd r = -on_grid(c, source);
    for (std::size_t t = 0; t < terms.size(); ++t)
      r += on_grid(c, terms[t].coefficient)
               .cwiseProduct(Eigen::Map<const VectorXd>(fields[t], r.size()));
    return r;
  };
  e.derivatives = [terms](const GridCoordinates& c, const std::vector<const double*>&) {
    std::vector<VectorXd> d;
    for (const Term& t : terms) d.push_back(on_grid(c, t.coefficient));
    return d;
  };
  return e;
}
inline Function2 constant(double c) {
  return [c](double, double) { return c; };
}

inline Axis axis(const std::string& name, double lower, double upper) {
  return {name, "m", {lower, upper}, AxisKind::interval, {}};
}

/// A draw from the prior of a spectral factor (product of two for two axes), with derivatives.
class Draw {
 public:
  Draw(std::vector<SpectralFactor> factors, std::mt19937_64& generator)
      : factors_(std::move(factors)) {
    std::normal_distribution<double> normal;
    Index count = 1;
    for (const auto& f : factors_) count *= 2 * f.frequencies.size();
    amplitudes_.resize(count);
    for (double& a : amplitudes_) a = normal(generator);
  }
  double operator()(double x, double y = 0, int a = 0, int b = 0) const {
    const VectorXd wx = waves(0, x, a);
    if (factors_.size() == 1) return wx.dot(amplitudes_);
    const VectorXd wy = waves(1, y, b);
    return wx.dot(Eigen::Map<const MatrixXd>(amplitudes_.data(), wx.size(), wy.size()) * wy);
  }

 private:
  VectorXd waves(std::size_t axis, double x, int order) const {
    const SpectralFactor& f = factors_[axis];
    const Eigen::ArrayXd omega = 2 * std::numbers::pi * f.frequencies.array();
    const Eigen::ArrayXd scale = f.weights.array().sqrt() * omega.pow(order);
    const Eigen::ArrayXd phase = omega * x + order * std::numbers::pi / 2;
    VectorXd w(2 * omega.size());
    w << (scale * phase.cos()).matrix(), (scale * phase.sin()).matrix();
    return w;
  }
  std::vector<SpectralFactor> factors_;
  VectorXd amplitudes_;
};

/// Waves with variance proportional to (1 + (s / knee)^2)^-power, total 1.
inline SpectralFactor rational_factor(double knee, double power, double period, Index count) {
  SpectralFactor f;
  f.period = period;
  f.frequencies = VectorXd::LinSpaced(count, 0, static_cast<double>(count - 1) / period);
  f.weights = (1 + (f.frequencies.array() / knee).square()).pow(-power);
  f.weights /= f.weights.sum();
  return f;
}

inline MatrixXd random_points(Index count, const std::vector<Axis>& axes,
                              std::mt19937_64& generator) {
  MatrixXd points(count, static_cast<Index>(axes.size()));
  for (Index i = 0; i < count; ++i)
    for (std::size_t k = 0; k < axes.size(); ++k)
      points(i, static_cast<Index>(k)) = std::uniform_real_distribution<double>(
          axes[k].coordinates[0], axes[k].coordinates[1])(generator);
  return points;
}

/// Values of the function at the points plus normal noise.
inline PointObservations measure(const MatrixXd& points, const Function2& f, double noise,
                                 std::mt19937_64& generator) {
  PointObservations o;
  o.points = points;
  o.expression = function_value(static_cast<std::size_t>(points.cols()));
  o.values.resize(points.rows());
  std::normal_distribution<double> normal;
  for (Index i = 0; i < points.rows(); ++i)
    o.values[i] = f(points(i, 0), points.cols() > 1 ? points(i, 1) : 0) + noise * normal(generator);
  o.noise = VectorXd::Constant(1, noise);
  return o;
}

}  // namespace tessera::gp_pde::test
