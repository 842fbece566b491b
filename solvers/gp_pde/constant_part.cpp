#include "solvers/gp_pde/constant_part.hpp"

#include <utility>

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

}  // namespace

Vector constant_part_eigenvalues(const SplitProblem& problem,
                                 const std::vector<Vector>& axis_eigenvalues) {
  Vector sums = Vector::Constant(1, problem.linear_shift);
  for (std::size_t k = 0; k < axis_eigenvalues.size(); ++k) {
    const Vector& lambda = axis_eigenvalues[k];
    Vector next(sums.size() * lambda.size());
    for (Index j = 0; j < lambda.size(); ++j)
      next.segment(j * sums.size(), sums.size()) =
          sums.array() - problem.second_derivative[k] * lambda[j];
    sums = std::move(next);
  }
  return sums;
}

ConstantPart::ConstantPart(const SplitProblem& problem,
                           const std::vector<std::shared_ptr<const DirichletAxis>>& axes) {
  const DirichletAxis& first = *axes.front();
  if (first.coordinates() == DirichletAxis::Coordinates::eigenfunctions) {
    std::vector<Vector> eigenvalues;
    for (const auto& axis : axes) eigenvalues.push_back(axis->eigenvalues());
    diagonal_ = constant_part_eigenvalues(problem, eigenvalues);
    size_ = diagonal_.size();
    return;
  }
  const auto block = [&](const Matrix& stiffness) -> Matrix {
    Matrix m = -problem.second_derivative.front() * stiffness;
    m.diagonal().array() += problem.linear_shift;
    return m;
  };
  even_ = block(first.constrained_stiffness_even());
  odd_ = block(first.constrained_stiffness_odd());
  even_factors_.compute(even_);
  odd_factors_.compute(odd_);
  size_ = even_.rows() + odd_.rows();
}

Vector ConstantPart::apply(const Eigen::Ref<const Vector>& v) const {
  if (diagonal_.size() > 0) return diagonal_.cwiseProduct(v);
  Vector out(size_);
  out.head(even_.rows()) = even_ * v.head(even_.rows());
  out.tail(odd_.rows()) = odd_ * v.tail(odd_.rows());
  return out;
}

Vector ConstantPart::solve(const Eigen::Ref<const Vector>& v) const {
  if (diagonal_.size() > 0) return v.cwiseQuotient(diagonal_);
  Vector out(size_);
  out.head(even_.rows()) = even_factors_.solve(v.head(even_.rows()));
  out.tail(odd_.rows()) = odd_factors_.solve(v.tail(odd_.rows()));
  return out;
}

}  // namespace tessera::gp_pde
