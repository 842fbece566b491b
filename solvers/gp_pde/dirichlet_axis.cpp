#include "solvers/gp_pde/dirichlet_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "solvers/linear/lapack.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The functions of one parity that vanish at the end. The Householder reflection H = I - 2 v v^T
/// that maps the end values to the first axis turns the constraint into "first coordinate zero",
/// and H S H is a rank-two change of S.
struct ConstrainedHalf {
  Vector v;
  Matrix stiffness;  ///< H S H without first row and column
};

ConstrainedHalf constrain(const Matrix& stiffness, const Vector& ends) {
  const Index n = ends.size();
  ConstrainedHalf half{ends, {}};
  half.v[0] += std::copysign(ends.norm(), ends[0]);
  half.v.normalize();
  const Vector sv = stiffness * half.v;
  const Vector u = 2 * (sv - half.v.dot(sv) * half.v);
  half.stiffness = stiffness.bottomRightCorner(n - 1, n - 1);
  half.stiffness.noalias() -= half.v.tail(n - 1) * u.tail(n - 1).transpose();
  half.stiffness.noalias() -= u.tail(n - 1) * half.v.tail(n - 1).transpose();
  return half;
}

/// H times a matrix whose first row is zero: coordinates in the constrained functions to basis
/// coefficients.
Matrix reflect(const Vector& v, const Matrix& q) {
  const Index n = v.size();
  Matrix m(n, q.cols());
  m.row(0).setZero();
  m.bottomRows(n - 1) = q;
  const Eigen::RowVectorXd product = 2 * (v.tail(n - 1).transpose() * q);
  m.noalias() -= v * product;
  return m;
}

double condition_of(const Matrix& v) {
  Matrix gram = v.transpose() * v;
  gram.diagonal().array() -= 1;
  // Gershgorin: the eigenvalues of V^T V lie within 1 +- d.
  const double d = gram.cwiseAbs().colwise().sum().maxCoeff();
  return d < 1 ? std::sqrt((1 + d) / (1 - d)) : std::numeric_limits<double>::infinity();
}

}  // namespace

DirichletAxis::DirichletAxis(std::shared_ptr<const Basis1D> basis, Coordinates coordinates)
    : basis_(std::move(basis)), coordinates_(coordinates) {
  const Index e = basis_->rank_even();
  const Index o = basis_->rank_odd();
  const double length = basis_->length();
  const Vector end_even = basis_->end_even();
  const Vector end_odd = basis_->end_odd();
  std::tie(stiffness_even_, stiffness_odd_) = basis_->stiffness();
  ConstrainedHalf even = constrain(stiffness_even_, end_even);
  ConstrainedHalf odd = constrain(stiffness_odd_, end_odd);
  if (coordinates_ == Coordinates::eigenfunctions) {
    Matrix q_even, q_odd;
    Vector values_even, values_odd;
    symmetric_eigen(even.stiffness, values_even, q_even);
    symmetric_eigen(odd.stiffness, values_odd, q_odd);
    eigenvalues_.resize(e + o - 2);
    eigenvalues_ << values_even, values_odd;
    vectors_even_ = reflect(even.v, q_even);
    vectors_odd_ = reflect(odd.v, q_odd);
  } else {
    vectors_even_ = reflect(even.v, Matrix::Identity(e - 1, e - 1));
    vectors_odd_ = reflect(odd.v, Matrix::Identity(o - 1, o - 1));
    constrained_even_ = std::move(even.stiffness);
    constrained_odd_ = std::move(odd.stiffness);
  }

  ends_.resize(2, e + o);
  ends_ << end_even.transpose(), -end_odd.transpose(), end_even.transpose(), end_odd.transpose();
  // The constant 1/2 and the line t/2 fitted in the basis, then scaled so that the ends are exact.
  Vector constant = (std::sqrt(length) / 2) * basis_->even().row(0).transpose();
  Vector line = (std::sqrt(length / 3) / 2) * basis_->odd().row(0).transpose();
  constant *= 0.5 / end_even.dot(constant);
  line *= 0.5 / end_odd.dot(line);
  lift_.resize(e + o, 2);
  lift_ << constant, constant, -line, line;
}

double DirichletAxis::eigenvector_condition() const {
  return std::max(condition_of(vectors_even_), condition_of(vectors_odd_));
}

Tensor DirichletAxis::from_coordinates(const Tensor& t, int mode) const {
  return multiply_blocks(vectors_even_, vectors_odd_, false, t, mode);
}
Tensor DirichletAxis::to_coordinates(const Tensor& t, int mode) const {
  return multiply_blocks(vectors_even_, vectors_odd_, true, t, mode);
}
Tensor DirichletAxis::apply_stiffness(const Tensor& t, int mode) const {
  return multiply_blocks(stiffness_even_, stiffness_odd_, false, t, mode);
}
Tensor DirichletAxis::at_ends(const Tensor& t, int mode) const {
  return multiply_dense(ends_, t, mode);
}
Tensor DirichletAxis::lift(const Tensor& t, int mode) const {
  return multiply_dense(lift_, t, mode);
}

}  // namespace tessera::gp_pde
