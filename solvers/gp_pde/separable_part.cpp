#include "solvers/gp_pde/separable_part.hpp"

#include <stdexcept>
#include <utility>

#include <Eigen/Eigenvalues>

#include "solvers/linear/lapack.hpp"
#include "solvers/linear/triangular_sylvester.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

Eigen::VectorXcd eigenvalues_of(const Matrix& m, bool symmetric) {
  if (!symmetric) return Eigen::EigenSolver<Matrix>(m, false).eigenvalues();
  Vector values;
  Matrix vectors;
  symmetric_eigen(m, values, vectors);
  return values;
}

Eigen::VectorXcd eigenvalues_of(const AxisOperator& axis) {
  if (axis.form() == AxisForm::diagonal) return axis.eigenvalues();
  const SplitMatrix& r = axis.reduced();
  if (axis.form() == AxisForm::triangular) return quasi_triangular_eigenvalues(r.full());
  if (!r.split()) return eigenvalues_of(r.full(), axis.self_adjoint());
  Eigen::VectorXcd all(r.rows());
  all << eigenvalues_of(r.even(), axis.self_adjoint()),
      eigenvalues_of(r.odd(), axis.self_adjoint());
  return all;
}

Matrix shifted(Matrix m, double shift) {
  m.diagonal().array() += shift;
  return m;
}

}  // namespace

SeparablePart::SeparablePart(const std::vector<std::shared_ptr<const AxisOperator>>& axes,
                             double shift)
    : axes_(axes), shift_(shift), size_(1) {
  for (const auto& axis : axes) size_ *= axis->size();
  if (axes.size() == 1) {
    const SplitMatrix& r = axes[0]->reduced();
    if (r.split()) {
      factors_.emplace_back(shifted(r.even(), shift));
      factors_.emplace_back(shifted(r.odd(), shift));
    } else {
      factors_.emplace_back(shifted(r.full(), shift));
    }
    return;
  }
  if (axes.size() != 2) throw std::invalid_argument("the separable part takes one or two axes");
  if (axes[0]->form() == AxisForm::diagonal && axes[1]->form() == AxisForm::diagonal)
    diagonal_ = ((axes[0]->eigenvalues().array() + shift).replicate(1, axes[1]->size()).rowwise() +
                 axes[1]->eigenvalues().transpose().array())
                    .matrix()
                    .reshaped();
}

Vector SeparablePart::apply(const Eigen::Ref<const Vector>& v) const {
  if (diagonal_.size() > 0) return diagonal_.cwiseProduct(v);
  if (axes_.size() == 1) {
    const Tensor product = axes_[0]->reduced().multiply(Tensor({size_}, v), 0);
    return product.values + shift_ * v;
  }
  const Index rows = axes_[0]->size();
  const Eigen::Map<const Matrix> x(v.data(), rows, axes_[1]->size());
  Matrix out = shift_ * x;
  if (axes_[0]->form() == AxisForm::diagonal)
    out += axes_[0]->eigenvalues().asDiagonal() * x;
  else
    out.noalias() += axes_[0]->reduced().full() * x;
  if (axes_[1]->form() == AxisForm::diagonal)
    out += x * axes_[1]->eigenvalues().asDiagonal();
  else
    out.noalias() += x * axes_[1]->reduced().full().transpose();
  return out.reshaped();
}

Vector SeparablePart::solve(const Eigen::Ref<const Vector>& v) const {
  if (diagonal_.size() > 0) return v.cwiseQuotient(diagonal_);
  if (axes_.size() == 1) {
    Vector out(size_);
    const Index first = factors_.front().rows();
    out.head(first) = factors_.front().solve(v.head(first));
    if (factors_.size() == 2)
      out.tail(size_ - first) = factors_.back().solve(v.tail(size_ - first));
    return out;
  }
  Matrix x = v.reshaped(axes_[0]->size(), axes_[1]->size());
  if (axes_[0]->form() == AxisForm::diagonal) {
    solve_diagonal_triangular(axes_[0]->eigenvalues().array() + shift_, axes_[1]->reduced().full(),
                              x);
  } else if (axes_[1]->form() == AxisForm::diagonal) {
    Matrix transposed = x.transpose();
    solve_diagonal_triangular(axes_[1]->eigenvalues().array() + shift_, axes_[0]->reduced().full(),
                              transposed);
    x = transposed.transpose();
  } else {
    solve_triangular_sylvester(shifted(axes_[0]->reduced().full(), shift_),
                               axes_[1]->reduced().full(), x);
  }
  return x.reshaped();
}

Eigen::VectorXcd separable_eigenvalues(const std::vector<std::shared_ptr<const AxisOperator>>& axes,
                                       double shift) {
  Eigen::VectorXcd sums = Eigen::VectorXcd::Constant(1, shift);
  for (const auto& axis : axes) {
    const Eigen::VectorXcd lambda = eigenvalues_of(*axis);
    Eigen::VectorXcd next(sums.size() * lambda.size());
    for (Index j = 0; j < lambda.size(); ++j)
      next.segment(j * sums.size(), sums.size()) = sums.array() + lambda[j];
    sums = std::move(next);
  }
  return sums;
}

}  // namespace tessera::gp_pde
