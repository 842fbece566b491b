#include "solvers/linear/fast_diagonalisation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/linear/kronecker.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera {
namespace {

void require_symmetric(const Eigen::MatrixXd& a, std::size_t axis) {
  const std::string where = "FastDiagonalisation: the matrix of axis " + std::to_string(axis);
  if (a.rows() != a.cols() || a.rows() == 0) {
    throw std::invalid_argument(where + " is " + std::to_string(a.rows()) + " x " +
                                std::to_string(a.cols()) + ", not square.");
  }
  const double largest = a.cwiseAbs().maxCoeff();
  const double difference = (a - a.transpose()).cwiseAbs().maxCoeff();
  if (!(difference <= 1e-10 * largest)) {
    throw std::invalid_argument(where + " is not symmetric (relative difference " +
                                std::to_string(difference / largest) + ").");
  }
}

/// Bound of cond(V) from V^T V = I + E: the eigenvalues of V^T V lie within |E|_inf of 1.
double condition_bound(const Eigen::MatrixXd& v) {
  Eigen::MatrixXd e = -Eigen::MatrixXd::Identity(v.cols(), v.cols());
  e.noalias() += v.transpose() * v;
  const double size = e.cwiseAbs().rowwise().sum().maxCoeff();
  if (!(size < 1)) return std::numeric_limits<double>::infinity();
  return std::sqrt((1 + size) / (1 - size));
}

/// All shift + lambda_i + mu_j + ..., first axis fastest.
Eigen::VectorXd eigenvalue_sums(const std::vector<Eigen::VectorXd>& axes, double shift) {
  Eigen::VectorXd sums = Eigen::VectorXd::Constant(1, shift);
  for (const Eigen::VectorXd& values : axes) {
    Eigen::VectorXd next(sums.size() * values.size());
    for (Index j = 0; j < values.size(); ++j) {
      next.segment(j * sums.size(), sums.size()) = sums.array() + values[j];
    }
    sums = std::move(next);
  }
  return sums;
}

}  // namespace

FastDiagonalisation::FastDiagonalisation(std::vector<Eigen::MatrixXd> axis_operators,
                                         double shift) {
  if (axis_operators.empty()) {
    throw std::invalid_argument("FastDiagonalisation: there are no matrices.");
  }
  for (std::size_t axis = 0; axis < axis_operators.size(); ++axis) {
    const Eigen::MatrixXd& a = axis_operators[axis];
    shape_.push_back(a.rows());
    std::size_t twin = 0;
    while (twin < axis && (axis_operators[twin].rows() != a.rows() || axis_operators[twin] != a)) {
      ++twin;
    }
    if (twin < axis) {
      decomposition_.push_back(decomposition_[twin]);
      eigenvalues_.push_back(eigenvalues_[twin]);
      continue;
    }
    require_symmetric(a, axis);
    decomposition_.push_back(eigenvectors_.size());
    symmetric_eigen(0.5 * (a + a.transpose()), eigenvalues_.emplace_back(),
                    eigenvectors_.emplace_back());
    condition_ = std::max(condition_, condition_bound(eigenvectors_.back()));
  }
  const Eigen::VectorXd sums = eigenvalue_sums(eigenvalues_, shift);
  distance_ = sums.cwiseAbs().minCoeff();
  if (distance_ == 0) {
    throw std::runtime_error("FastDiagonalisation: the operator is singular.");
  }
  inverse_eigenvalues_ = sums.cwiseInverse();
}

void FastDiagonalisation::apply(std::span<const double> in, std::span<double> out) const {
  const auto size = static_cast<std::size_t>(rows());
  if (in.size() != size || out.size() != size) {
    throw std::invalid_argument("FastDiagonalisation: applied to " + std::to_string(in.size()) +
                                " values for " + std::to_string(out.size()) + ", its size is " +
                                std::to_string(size) + ".");
  }
  Eigen::VectorXd workspace(rows());
  const std::span<double> other(workspace.data(), size);
  // An even number of products between two arrays ends in `out`.
  std::span<const double> source = in;
  std::span<double> target = other;
  const auto advance = [&] {
    source = target;
    target = target.data() == out.data() ? other : out;
  };
  for (std::size_t axis = 0; axis < shape_.size(); ++axis) {
    mode_product_transposed(eigenvectors(axis), source, shape_, static_cast<int>(axis), target);
    advance();
  }
  const std::span<double> transformed = target.data() == out.data() ? other : out;
  Eigen::Map<Eigen::VectorXd>(transformed.data(), rows()).array() *= inverse_eigenvalues_.array();
  for (std::size_t axis = shape_.size(); axis-- > 0;) {
    mode_product(eigenvectors(axis), source, shape_, static_cast<int>(axis), target);
    advance();
  }
}

}  // namespace tessera
