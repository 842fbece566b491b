#include "solvers/gp_pde/posterior_basis.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

int order_of(const std::vector<int>& orders, std::size_t axis) {
  return axis < orders.size() ? orders[axis] : 0;
}

/// Values per coordinate spread over the points.
Vector spread(const PointSet& points, std::size_t axis, const Vector& values) {
  if (!points.grid) return values;
  const Index nx = points.x.size();
  const Index ny = points.y.size();
  return axis == 0 ? Vector(values.replicate(ny, 1))
                   : Vector(values.transpose().replicate(nx, 1).reshaped());
}

}  // namespace

LinearExpression function_value(std::size_t axes) {
  return {{std::vector<int>(axes, 0)}, {}};
}

PointSet scattered_points(const Matrix& points) {
  return {points.col(0),
          points.cols() > 1 ? Vector(points.col(1)) : Vector(Vector::Constant(points.rows(), 0.5)),
          false};
}

PointSet grid_points(const GridCoordinates& coordinates) {
  return {coordinates[0],
          coordinates.size() > 1 ? coordinates[1] : Vector(Vector::Constant(1, 0.5)), true};
}

Vector coefficient_of(const LinearExpression& expression, std::size_t term, Index points) {
  if (expression.coefficients.empty()) return Vector::Ones(points);
  const Vector& c = expression.coefficients.at(term);
  if (c.size() == 1) return Vector::Constant(points, c[0]);
  if (c.size() != points)
    throw std::invalid_argument("a coefficient of an expression has " + std::to_string(c.size()) +
                                " values at " + std::to_string(points) + " points");
  return c;
}

Vector applied_to_one(const LinearExpression& expression, Index points) {
  Vector sum = Vector::Zero(points);
  for (std::size_t t = 0; t < expression.orders.size(); ++t) {
    const auto& orders = expression.orders[t];
    if (std::all_of(orders.begin(), orders.end(), [](int o) { return o == 0; }))
      sum += coefficient_of(expression, t, points);
  }
  return sum;
}

PosteriorBasis::PosteriorBasis(std::vector<std::shared_ptr<const AxisPrior>> priors,
                               std::vector<Index> ranks)
    : axes_(priors.size()) {
  if (axes_ < 1 || axes_ > 2 || ranks.size() != axes_)
    throw std::invalid_argument("a posterior has one or two axes and a rank for each");
  priors_[1] = AxisPrior::constant();
  for (std::size_t k = 0; k < axes_; ++k) {
    priors_[k] = std::move(priors[k]);
    ranks_[k] = ranks[k];
    if (ranks[k] < 1 || ranks[k] > priors_[k]->functions())
      throw std::invalid_argument("rank " + std::to_string(ranks[k]) + " of axis " +
                                  std::to_string(k) + " exceeds the prior's " +
                                  std::to_string(priors_[k]->functions()) + " functions");
  }
}

Matrix PosteriorBasis::axis_values(std::size_t axis, const Vector& x,
                                   const std::vector<int>& orders) const {
  return priors_[axis]->evaluate(x, order_of(orders, axis), ranks_[axis]);
}

Matrix PosteriorBasis::rows(const PointSet& points, const LinearExpression& expression) const {
  const Index n = points.count();
  Matrix rows = Matrix::Zero(n, size());
  for (std::size_t t = 0; t < expression.orders.size(); ++t) {
    const Matrix ex = axis_values(0, points.x, expression.orders[t]);
    const Matrix ey = axis_values(1, points.y, expression.orders[t]);
    const Vector c = coefficient_of(expression, t, n);
    const Index nx = points.x.size();
    for (Index j = 0; j < ranks_[1]; ++j)
      for (Index i = 0; i < ranks_[0]; ++i) {
        auto column = rows.col(i + ranks_[0] * j).array();
        if (!points.grid) {
          column += c.array() * ex.col(i).array() * ey.col(j).array();
          continue;
        }
        for (Index q = 0; q < points.y.size(); ++q)
          column.segment(q * nx, nx) +=
              c.array().segment(q * nx, nx) * ex.col(i).array() * ey(q, j);
      }
  }
  return rows;
}

Vector PosteriorBasis::values(const PointSet& points, const LinearExpression& expression,
                              const Vector& coefficients) const {
  const Eigen::Map<const Matrix> z(coefficients.data(), ranks_[0], ranks_[1]);
  Vector sum = Vector::Zero(points.count());
  for (std::size_t t = 0; t < expression.orders.size(); ++t) {
    const Matrix xz = axis_values(0, points.x, expression.orders[t]) * z;
    const Matrix ey = axis_values(1, points.y, expression.orders[t]);
    const Vector c = coefficient_of(expression, t, points.count());
    if (points.grid)
      sum.array() += c.array() * (xz * ey.transpose()).reshaped().array();
    else
      sum.array() += c.array() * xz.cwiseProduct(ey).rowwise().sum().array();
  }
  return sum;
}

Vector PosteriorBasis::squared_norms(const PointSet& points, const LinearExpression& expression,
                                     const Matrix& factor) const {
  const Index n = points.count();
  Vector norms(n);
  if (!points.grid) {
    constexpr Index block = 256;
    for (Index first = 0; first < n; first += block) {
      const Index count = std::min(block, n - first);
      LinearExpression part = expression;
      for (Vector& c : part.coefficients)
        if (c.size() == n && n > 1) c = Vector(c.segment(first, count));
      const PointSet some{points.x.segment(first, count), points.y.segment(first, count), false};
      norms.segment(first, count) = (rows(some, part) * factor).rowwise().squaredNorm();
    }
    return norms;
  }
  const Index nx = points.x.size();
  const Index ny = points.y.size();
  std::vector<Matrix> ex;
  std::vector<Matrix> ey;
  std::vector<Vector> c;
  for (std::size_t t = 0; t < expression.orders.size(); ++t) {
    ex.push_back(axis_values(0, points.x, expression.orders[t]));
    ey.push_back(axis_values(1, points.y, expression.orders[t]));
    c.push_back(coefficient_of(expression, t, n));
  }
  // One line of constant x: sum over i first, for all j and all columns of the factor at once.
  const Eigen::Map<const Matrix> wide(factor.data(), ranks_[0], ranks_[1] * factor.cols());
  for (Index i = 0; i < nx; ++i) {
    Matrix line = Matrix::Zero(ny, factor.cols());
    for (std::size_t t = 0; t < ex.size(); ++t) {
      const Vector contracted = wide.transpose() * ex[t].row(i).transpose();
      const Eigen::Map<const Matrix> at_x(contracted.data(), ranks_[1], factor.cols());
      Matrix scaled = ey[t];
      for (Index q = 0; q < ny; ++q) scaled.row(q) *= c[t][i + nx * q];
      line.noalias() += scaled * at_x;
    }
    for (Index q = 0; q < ny; ++q) norms[i + nx * q] = line.row(q).squaredNorm();
  }
  return norms;
}

/// Covariance of two derivatives at the same point, inside and behind the cut.
struct PosteriorBasis::Moments {
  Vector kept;
  Vector rest;
};

PosteriorBasis::Moments PosteriorBasis::moments(std::size_t axis, const Vector& x, int a,
                                                int b) const {
  const AxisPrior& p = *priors_[axis];
  const Index r = ranks_[axis];
  const Matrix product =
      p.evaluate(x, a, p.functions()).cwiseProduct(p.evaluate(x, b, p.functions()));
  return {product.leftCols(r).rowwise().sum(),
          product.rightCols(p.functions() - r).rowwise().sum().array() + p.rest_covariance(a, b)};
}

Vector PosteriorBasis::variance(const PointSet& points, const LinearExpression& expression,
                                bool all) const {
  const Index n = points.count();
  Vector sum = Vector::Zero(n);
  for (std::size_t t = 0; t < expression.orders.size(); ++t)
    for (std::size_t s = 0; s < expression.orders.size(); ++s) {
      const auto& a = expression.orders[t];
      const auto& b = expression.orders[s];
      const Moments mx = moments(0, points.x, order_of(a, 0), order_of(b, 0));
      const Moments my = moments(1, points.y, order_of(a, 1), order_of(b, 1));
      const Vector kept_x = spread(points, 0, mx.kept);
      const Vector rest_x = spread(points, 0, mx.rest);
      const Vector kept_y = spread(points, 1, my.kept);
      const Vector rest_y = spread(points, 1, my.rest);
      const Vector c =
          coefficient_of(expression, t, n).cwiseProduct(coefficient_of(expression, s, n));
      sum.array() += c.array() *
                     (rest_x.array() * (kept_y + rest_y).array() + kept_x.array() * rest_y.array());
      if (all) sum.array() += c.array() * kept_x.array() * kept_y.array();
    }
  return sum.cwiseMax(0.0);
}

Vector PosteriorBasis::prior_variance(const PointSet& points,
                                      const LinearExpression& expression) const {
  return variance(points, expression, true);
}

Vector PosteriorBasis::rest_variance(const PointSet& points,
                                     const LinearExpression& expression) const {
  return variance(points, expression, false);
}

double PosteriorBasis::discarded_variance() const {
  double all = 1;
  double kept = 1;
  double rest = 0;
  for (std::size_t k = 0; k < 2; ++k) {
    const Vector v = priors_[k]->variances();
    const double inside = v.head(ranks_[k]).sum();
    const double behind = v.tail(v.size() - ranks_[k]).sum() + priors_[k]->rest_covariance(0, 0);
    rest = rest * (inside + behind) + kept * behind;
    kept *= inside;
    all *= inside + behind;
  }
  return rest / all;
}

}  // namespace tessera::gp_pde
