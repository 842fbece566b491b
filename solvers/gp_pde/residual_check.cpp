#include "solvers/gp_pde/residual_check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <random>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Equidistant points, ends included, as the upper half in units of the half length.
Vector upper_half(Index count) {
  Vector t(count / 2);
  for (Index j = 0; j < t.size(); ++j)
    t[j] = static_cast<double>(2 * j + 1) / static_cast<double>(count - 1);
  return t;
}

Vector on_axis(const Vector& upper, std::pair<double, double> range) {
  const double middle = (range.first + range.second) / 2;
  const double half = (range.second - range.first) / 2;
  Vector x(2 * upper.size());
  x << (middle - half * upper.array()).reverse(), middle + half * upper.array();
  x[0] = range.first;
  x[x.size() - 1] = range.second;
  return x;
}

}  // namespace

ResidualCheck::ResidualCheck(const SplitProblem& problem) : problem_(problem) {}

std::vector<Tensor> ResidualCheck::fields_at(const Solution& u,
                                             const std::vector<Vector>& coordinates,
                                             const std::vector<Vector>& upper_halves) const {
  const std::size_t axes = coordinates.size();
  std::vector<Tensor> fields;
  if (axes == 1) {
    for (const DerivativeName& d : problem_.term_fields)
      fields.push_back(u.evaluate(coordinates, d.orders));
    return fields;
  }
  // Equal axes share their matrices; orders that do not occur are not made.
  std::map<std::pair<const Basis1D*, int>, ParityMatrix> matrices;
  for (const DerivativeName& d : problem_.term_fields)
    for (std::size_t k = 0; k < axes; ++k) {
      const auto key = std::pair{u.bases()[k].get(), d.orders[k]};
      if (!matrices.contains(key))
        matrices.emplace(key, u.bases()[k]->at_symmetric(upper_halves[k], d.orders[k]));
    }
  for (const DerivativeName& d : problem_.term_fields) {
    Tensor t = u.coefficients();
    for (std::size_t k = 0; k < axes; ++k)
      t = matrices.at({u.bases()[k].get(), d.orders[k]}).multiply(t, static_cast<int>(k));
    fields.push_back(std::move(t));
  }
  return fields;
}

ResidualNorms ResidualCheck::norms(const Solution& u) const {
  std::vector<Vector> coordinates;
  std::vector<Vector> halves;
  for (const auto& basis : u.bases()) {
    halves.push_back(upper_half(basis->nodes().size() + 2));
    coordinates.push_back(on_axis(halves.back(), basis->range()));
  }
  const std::vector<Tensor> fields = fields_at(u, coordinates, halves);
  std::vector<const double*> pointers;
  for (const Tensor& t : fields) pointers.push_back(t.values.data());
  const std::vector<Vector> values = problem_.residual_on_grid->evaluate(coordinates, pointers);
  double scale = 0;
  for (std::size_t i = 1; i < values.size(); ++i) scale = std::max(scale, values[i].norm());
  ResidualNorms norms;
  norms.equation = scale > 0 ? values[0].norm() / scale : values[0].norm();
  if (!std::isfinite(norms.equation)) norms.equation = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < problem_.problem.conditions.size(); ++i) {
    const bool imposed =
        std::find(problem_.imposed.begin(), problem_.imposed.end(), i) != problem_.imposed.end();
    double& worst = imposed ? norms.sides : norms.unimposed_sides;
    worst = std::max(worst, side_mismatch(u, i, coordinates));
  }
  return norms;
}

double ResidualCheck::side_mismatch(const Solution& u, std::size_t index,
                                    const std::vector<Vector>& coordinates) const {
  const SideCondition& c = problem_.problem.conditions[index];
  std::vector<Vector> at = coordinates;
  const auto [lower, upper] = problem_.problem.ranges[c.axis];
  at[c.axis] = Vector::Constant(1, c.upper ? upper : lower);
  const Vector data = side_data(problem_, index, coordinates);
  const Vector& all = u.coefficients().values;
  const double size = all.norm() / std::sqrt(static_cast<double>(all.size()));
  const double angular_band = 2 * std::numbers::pi * u.bases()[c.axis]->band();
  Vector values = Vector::Zero(data.size());
  double scale = 0;
  for (std::size_t o = 0; o < c.coefficients.size(); ++o) {
    if (c.coefficients[o] == 0) continue;
    std::vector<int> orders(coordinates.size(), 0);
    orders[c.axis] = static_cast<int>(o);
    values += c.coefficients[o] * u.evaluate(at, orders).values;
    scale = std::max(
        scale, std::abs(c.coefficients[o]) * size * std::pow(angular_band, static_cast<double>(o)));
  }
  scale = std::max({scale, data.cwiseAbs().maxCoeff(), values.cwiseAbs().maxCoeff()});
  const double mismatch = (values - data).cwiseAbs().maxCoeff();
  return scale > 0 ? mismatch / scale : mismatch;
}

Vector ResidualCheck::residual(const Solution& u, const std::vector<Vector>& coordinates) const {
  std::vector<Tensor> fields;
  std::vector<const double*> pointers;
  for (const DerivativeName& d : problem_.term_fields)
    fields.push_back(u.evaluate(coordinates, d.orders));
  for (const Tensor& t : fields) pointers.push_back(t.values.data());
  return problem_.residual_on_grid->evaluate(coordinates, pointers).front();
}

Periodogram ResidualCheck::spectrum_along(const Solution& u, std::size_t axis, Index points,
                                          std::uint64_t seed) const {
  constexpr Index lines = 8;
  std::mt19937_64 generator(seed + axis);
  std::vector<Vector> coordinates;
  for (std::size_t k = 0; k < u.bases().size(); ++k) {
    const auto [lower, upper] = u.bases()[k]->range();
    if (k == axis) {
      coordinates.push_back(Vector::LinSpaced(points, lower, upper));
      continue;
    }
    Vector x(lines);
    for (Index i = 0; i < lines; ++i)
      x[i] = lower + (upper - lower) * (static_cast<double>(generator() >> 11) * 0x1p-53);
    coordinates.push_back(std::move(x));
  }
  const Vector r = residual(u, coordinates);
  std::vector<Index> shape;
  for (const Vector& c : coordinates) shape.push_back(c.size());
  const ModeView v = mode_view(shape, static_cast<int>(axis));
  Matrix signals(v.length, v.before * v.after);
  for (Index q = 0; q < v.after; ++q)
    signals.middleCols(q * v.before, v.before) =
        Eigen::Map<const Matrix>(r.data() + q * v.before * v.length, v.before, v.length)
            .transpose();
  return periodogram(signals, u.bases()[axis]->length());
}

}  // namespace tessera::gp_pde
