#include "solvers/gp_pde/dirichlet_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "solvers/linear/lapack.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

struct HalfSpectrum {
  Matrix vectors;  ///< basis coefficients of the eigenfunctions
  Vector values;
};

/// Eigenfunctions of the stiffness matrix among the functions that vanish at the end. The
/// Householder reflection H that maps the end values to the first axis turns the constraint into
/// "first coordinate zero"; H S H is a rank-two change of S.
HalfSpectrum constrained_eigenfunctions(const Matrix& stiffness, const Vector& ends) {
  const Index n = ends.size();
  Vector v = ends;
  v[0] += std::copysign(ends.norm(), ends[0]);
  v.normalize();
  const Vector sv = stiffness * v;
  const Vector u = 2 * (sv - v.dot(sv) * v);
  Matrix reflected = stiffness;
  reflected.noalias() -= v * u.transpose();
  reflected.noalias() -= u * v.transpose();
  HalfSpectrum half;
  Matrix q;
  symmetric_eigen(reflected.bottomRightCorner(n - 1, n - 1), half.values, q);
  half.vectors.resize(n, n - 1);
  half.vectors.row(0).setZero();
  half.vectors.bottomRows(n - 1) = q;
  half.vectors.noalias() -= 2 * v * (v.tail(n - 1).transpose() * q).eval();
  return half;
}

double condition_of(const Matrix& v) {
  Matrix gram = v.transpose() * v;
  gram.diagonal().array() -= 1;
  // Gershgorin: the eigenvalues of V^T V lie within 1 +- d.
  const double d = gram.cwiseAbs().colwise().sum().maxCoeff();
  return d < 1 ? std::sqrt((1 + d) / (1 - d)) : std::numeric_limits<double>::infinity();
}

}  // namespace

DirichletAxis::DirichletAxis(std::shared_ptr<const Basis1D> basis) : basis_(std::move(basis)) {
  const Index e = basis_->rank_even();
  const Index o = basis_->rank_odd();
  const double length = basis_->length();
  const Vector end_even = basis_->end_even();
  const Vector end_odd = basis_->end_odd();
  std::tie(stiffness_even_, stiffness_odd_) = basis_->stiffness();
  HalfSpectrum even = constrained_eigenfunctions(stiffness_even_, end_even);
  HalfSpectrum odd = constrained_eigenfunctions(stiffness_odd_, end_odd);
  eigenvalues_.resize(e + o - 2);
  eigenvalues_ << even.values, odd.values;
  vectors_even_ = std::move(even.vectors);
  vectors_odd_ = std::move(odd.vectors);

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

Tensor DirichletAxis::from_eigenfunctions(const Tensor& t, int mode) const {
  return multiply_blocks(vectors_even_, vectors_odd_, false, t, mode);
}
Tensor DirichletAxis::to_eigenfunctions(const Tensor& t, int mode) const {
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
