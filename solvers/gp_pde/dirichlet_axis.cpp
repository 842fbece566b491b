#include "solvers/gp_pde/dirichlet_axis.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "solvers/linear/lapack.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Orthonormal basis (n x n-1) of the vectors orthogonal to t: a Householder reflection without its
/// first column.
Matrix null_space(const Vector& t) {
  const Index n = t.size();
  Vector v = t;
  v[0] += std::copysign(t.norm(), t[0]);
  const double squared = v.squaredNorm();
  Matrix z = Matrix::Identity(n, n).rightCols(n - 1);
  z.noalias() -= (2 / squared) * v * v.tail(n - 1).transpose();
  return z;
}

struct HalfSpectrum {
  Matrix vectors;  ///< basis coefficients of the eigenfunctions
  Vector values;
};

HalfSpectrum constrained_eigenfunctions(const Matrix& stiffness, const Vector& ends) {
  const Matrix z = null_space(ends);
  const Matrix reduced = z.transpose() * (stiffness * z);
  HalfSpectrum half;
  Matrix q;
  symmetric_eigen(reduced, half.values, q);
  half.vectors = z * q;
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
  eigenvector_condition_ = std::max(condition_of(vectors_even_), condition_of(vectors_odd_));

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
