#include "solvers/gp_pde/axis_operator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include <Eigen/QR>
#include <Eigen/SVD>

#include "solvers/linear/lapack.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

double entry(const std::vector<double>& c, std::size_t order) {
  return order < c.size() ? c[order] : 0;
}

/// Orders of the derivatives that a condition contains.
std::vector<std::size_t> orders_in(const AxisCondition& c) {
  std::vector<std::size_t> orders;
  for (std::size_t o = 0; o < c.coefficients.size(); ++o)
    if (c.coefficients[o] != 0) orders.push_back(o);
  return orders;
}

std::size_t highest_order(const std::vector<double>& coefficients) {
  std::size_t order = 0;
  for (std::size_t o = 1; o < coefficients.size(); ++o)
    if (coefficients[o] != 0) order = o;
  return order;
}

/// Every condition has its mirror image at the other end.
bool mirrored(const std::vector<AxisCondition>& conditions) {
  const auto image = [](AxisCondition c) {
    c.upper = !c.upper;
    for (std::size_t o = 1; o < c.coefficients.size(); o += 2) c.coefficients[o] *= -1;
    return c;
  };
  const auto opposite = [](AxisCondition c) {
    for (double& v : c.coefficients) v = v == 0 ? 0 : -v;
    return c;
  };
  return std::all_of(conditions.begin(), conditions.end(), [&](const AxisCondition& c) {
    return std::any_of(conditions.begin(), conditions.end(), [&](const AxisCondition& d) {
      return d == image(c) || d == opposite(image(c));
    });
  });
}

/// Householder vectors whose reflections take the rows of `ends` to leading coordinates: functions
/// with zero leading coordinates satisfy the conditions.
Eigen::HouseholderQR<Matrix> reflections(const Matrix& ends) {
  return Eigen::HouseholderQR<Matrix>(ends.transpose());
}

/// H^T S H without the first `skip` rows and columns.
Matrix restricted(const Eigen::HouseholderQR<Matrix>& qr, const Matrix& s, Index skip) {
  Matrix m = s;
  if (skip > 0) {
    m.applyOnTheLeft(qr.householderQ().adjoint());
    m.applyOnTheRight(qr.householderQ());
  }
  return m.bottomRightCorner(s.rows() - skip, s.cols() - skip);
}

/// Coordinates in the constrained functions to basis coefficients.
Matrix extended(const Eigen::HouseholderQR<Matrix>& qr, const Matrix& q, Index skip) {
  Matrix m(q.rows() + skip, q.cols());
  m.topRows(skip).setZero();
  m.bottomRows(q.rows()) = q;
  if (skip > 0) m.applyOnTheLeft(qr.householderQ());
  return m;
}

void require_independent(const Matrix& ends) {
  const Eigen::ColPivHouseholderQR<Matrix> qr(ends.transpose());
  constexpr double least = 1e-10;
  if (std::abs(qr.matrixR()(ends.rows() - 1, ends.rows() - 1)) <
      least * std::abs(qr.matrixR()(0, 0)))
    throw std::invalid_argument("the conditions at the ends of an axis depend on each other");
}

double condition_of(const Matrix& v) {
  if (v.cols() == 0) return 1;
  Matrix gram = v.transpose() * v;
  gram.diagonal().array() -= 1;
  // Gershgorin: the eigenvalues of V^T V lie within 1 +- d.
  const double d = gram.cwiseAbs().colwise().sum().maxCoeff();
  return d < 1 ? std::sqrt((1 + d) / (1 - d)) : std::numeric_limits<double>::infinity();
}

/// A self-adjoint operator in weak form.
struct WeakForm {
  SplitMatrix energy;  ///< energies, and the part of the boundary terms that Robin conditions make
  Matrix natural;      ///< what the data of the conditions add; empty where nothing
};

/// Order 2: [phi u'] = phi (g - c0 u) / c1 at ends with c1 u' + c0 u = g. Order 4, where values are
/// fixed at both ends: -[phi' u''] = -phi' g / c2 at ends with c2 u'' = g.
WeakForm weak_form(const Basis1D& basis, const std::vector<AxisCondition>& conditions,
                   const std::vector<double>& a) {
  const Index e = basis.rank_even();
  const Index o = basis.rank_odd();
  Matrix even = Matrix::Zero(e, e);
  Matrix odd = Matrix::Zero(o, o);
  for (const int half : {1, 2}) {
    const double factor = entry(a, static_cast<std::size_t>(2 * half)) * (half == 1 ? -1 : 1);
    if (factor == 0) continue;
    const auto [energy_even, energy_odd] = basis.energy(half);
    even += factor * energy_even;
    odd += factor * energy_odd;
  }
  WeakForm form;
  Matrix robin = Matrix::Zero(e + o, e + o);
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const AxisCondition& c = conditions[i];
    const std::size_t order = highest_order(c.coefficients);
    const bool slope = highest_order(a) == 2 && order == 1;
    const bool curvature = highest_order(a) == 4 && order == 2;
    if (!slope && !curvature) continue;
    if (form.natural.size() == 0)
      form.natural = Matrix::Zero(e + o, static_cast<Index>(conditions.size()));
    const double factor = (slope ? a[2] : -a[4]) * (c.upper ? 1 : -1) / c.coefficients[order];
    const Eigen::RowVectorXd test = basis.at_end(c.upper, slope ? 0 : 1);
    form.natural.col(static_cast<Index>(i)) = factor * test.transpose();
    if (slope) robin -= factor * c.coefficients[0] * test.transpose() * test;
  }
  if (mirrored(conditions)) {
    even += robin.topLeftCorner(e, e);
    odd += robin.bottomRightCorner(o, o);
    form.energy = SplitMatrix(std::move(even), std::move(odd));
  } else {
    form.energy = SplitMatrix(robin + SplitMatrix(std::move(even), std::move(odd)).dense());
  }
  return form;
}

SplitMatrix general_operator(const Basis1D& basis, const std::vector<double>& a) {
  Matrix m = Matrix::Zero(basis.rank(), basis.rank());
  for (std::size_t o = 1; o < a.size(); ++o)
    if (a[o] != 0) m += a[o] * basis.derivative_matrix(static_cast<int>(o));
  return SplitMatrix(std::move(m));
}

}  // namespace

bool is_self_adjoint(const std::vector<AxisCondition>& conditions,
                     const std::vector<double>& coefficients, bool periodic) {
  for (std::size_t o = 1; o < coefficients.size(); o += 2)
    if (coefficients[o] != 0) return false;
  const std::size_t order = highest_order(coefficients);
  if (order != 2 && order != 4) return false;
  if (periodic) return true;
  for (const bool upper : {false, true}) {
    std::vector<std::vector<std::size_t>> at_end;
    for (const AxisCondition& c : conditions)
      if (c.upper == upper) at_end.push_back(orders_in(c));
    std::sort(at_end.begin(), at_end.end());
    if (at_end.size() != order / 2) return false;
    if (order == 2 && at_end[0].back() > 1) return false;
    if (order == 4 && at_end[0] != std::vector<std::size_t>{0}) return false;
    if (order == 4 && at_end[1] != std::vector<std::size_t>{1} &&
        at_end[1] != std::vector<std::size_t>{2})
      return false;
  }
  return true;
}

AxisOperator::AxisOperator(std::shared_ptr<const Basis1D> basis,
                           std::vector<AxisCondition> conditions,
                           const std::vector<double>& coefficients, bool single_axis)
    : basis_(std::move(basis)) {
  const bool periodic = basis_->expansion() == Expansion::fourier;
  self_adjoint_ = is_self_adjoint(conditions, coefficients, periodic);
  if (self_adjoint_) {
    WeakForm form = weak_form(*basis_, conditions, coefficients);
    operator_ = std::move(form.energy);
    natural_ = std::move(form.natural);
  } else {
    operator_ = general_operator(*basis_, coefficients);
  }
  ends_.resize(static_cast<Index>(conditions.size()), basis_->rank());
  constrain(conditions);
  make_lift();
  reduce(single_axis);
}

/// Rows of the conditions, derivatives in units of the axis's length.
void AxisOperator::constrain(const std::vector<AxisCondition>& conditions) {
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    auto row = ends_.row(static_cast<Index>(i));
    row.setZero();
    for (const std::size_t o : orders_in(conditions[i]))
      row +=
          conditions[i].coefficients[o] * basis_->at_end(conditions[i].upper, static_cast<int>(o));
  }
  if (!conditions.empty()) require_independent(ends_.rowwise().normalized());
}

/// Legendre polynomials fitted in the basis, combined with least norm so that the data are exact.
void AxisOperator::make_lift() {
  const Index m = ends_.rows();
  lift_.resize(basis_->rank(), m);
  if (m == 0) return;
  for (Index degrees = m; degrees <= m + 2; ++degrees) {
    Matrix polynomials = Matrix::Zero(basis_->rank(), degrees);
    for (Index k = 0; k < degrees; ++k) {
      if (k % 2 == 0)
        polynomials.col(k).head(basis_->rank_even()) = basis_->even().row(k / 2).transpose();
      else
        polynomials.col(k).tail(basis_->rank_odd()) = basis_->odd().row(k / 2).transpose();
    }
    const Vector scale = ends_.rowwise().norm().cwiseInverse();
    const Matrix at_ends = scale.asDiagonal() * ends_ * polynomials;
    Eigen::JacobiSVD<Matrix> svd(at_ends, Eigen::ComputeThinU | Eigen::ComputeThinV);
    constexpr double least = 1e-6;
    if (degrees < m + 2 &&
        svd.singularValues().minCoeff() < least * svd.singularValues().maxCoeff())
      continue;
    lift_ = polynomials * svd.solve(Matrix(scale.asDiagonal()));
    // The fitted polynomials end a little off: what is left is rounding after one correction.
    lift_ += lift_ * (Matrix::Identity(m, m) - ends_ * lift_);
    return;
  }
}

void AxisOperator::reduce(bool single_axis) {
  form_ = single_axis ? AxisForm::factorised
                      : (self_adjoint_ ? AxisForm::diagonal : AxisForm::triangular);
  const auto block = [&](const Matrix& ends, const Matrix& op, Matrix& reduced, Matrix& vectors,
                         Vector& values) {
    const Index skip = ends.rows();
    const Eigen::HouseholderQR<Matrix> qr =
        skip > 0 ? reflections(ends) : Eigen::HouseholderQR<Matrix>();
    reduced = restricted(qr, op, skip);
    Matrix q;
    if (form_ == AxisForm::diagonal) {
      symmetric_eigen((reduced + reduced.transpose()) / 2, values, q);
    } else if (form_ == AxisForm::triangular) {
      Matrix t;
      real_schur(reduced, t, q);
      reduced = std::move(t);
    } else {
      q = Matrix::Identity(reduced.rows(), reduced.cols());
    }
    vectors = extended(qr, q, skip);
  };
  // Rows of derivatives are larger by powers of the rank: normalised, none hides another.
  const Matrix ends = ends_.rowwise().normalized();
  if (!operator_.split()) {
    Matrix reduced, vectors;
    block(ends, operator_.full(), reduced, vectors, eigenvalues_);
    vectors_ = SplitMatrix(std::move(vectors));
    if (form_ != AxisForm::diagonal) reduced_ = SplitMatrix(std::move(reduced));
    return;
  }
  const Index e = basis_->rank_even();
  // Mirrored conditions come in pairs: their sums and differences act on one parity each.
  const auto parity_rows = [&](const Matrix& part) {
    const Index count = part.rows() / 2;
    if (count == 0) return Matrix(0, part.cols());
    const Eigen::ColPivHouseholderQR<Matrix> qr(part.transpose());
    const Matrix q = qr.householderQ() * Matrix::Identity(part.cols(), count);
    return Matrix(q.transpose());
  };
  Matrix reduced_even, reduced_odd, vectors_even, vectors_odd;
  Vector values_even, values_odd;
  block(parity_rows(ends.leftCols(e)), operator_.even(), reduced_even, vectors_even, values_even);
  block(parity_rows(ends.rightCols(basis_->rank_odd())), operator_.odd(), reduced_odd, vectors_odd,
        values_odd);
  vectors_ = SplitMatrix(std::move(vectors_even), std::move(vectors_odd));
  if (form_ == AxisForm::diagonal) {
    eigenvalues_.resize(values_even.size() + values_odd.size());
    eigenvalues_ << values_even, values_odd;
  } else {
    reduced_ = SplitMatrix(std::move(reduced_even), std::move(reduced_odd));
  }
}

double AxisOperator::vector_condition() const {
  return vectors_.split() ? std::max(condition_of(vectors_.even()), condition_of(vectors_.odd()))
                          : condition_of(vectors_.full());
}

Tensor AxisOperator::at_ends(const Tensor& t, int mode) const {
  return multiply_dense(ends_, t, mode);
}

Tensor AxisOperator::apply_natural(const Tensor& data, int mode) const {
  return multiply_dense(natural_, data, mode);
}

Tensor AxisOperator::lift(const Tensor& t, int mode) const {
  return multiply_dense(lift_, t, mode);
}

}  // namespace tessera::gp_pde
