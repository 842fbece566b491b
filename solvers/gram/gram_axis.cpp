#include "solvers/gram/gram_axis.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "data/fields/errors.hpp"

namespace tessera::gram {
namespace {

const AxisProblem& require_grid(const AxisProblem& axis) {
  if (axis.points >= 3 && axis.lower < axis.upper && std::isfinite(axis.upper - axis.lower))
    return axis;
  std::ostringstream message;
  message << "An axis of " << axis.points << " points from " << axis.lower << " to " << axis.upper
          << " makes no grid; at least 3 points and an increasing, finite range are needed.";
  throw DeckError(message.str());
}

/// Matrix with entry column(i - j) on and below the diagonal and row(j - i) above.
Eigen::MatrixXd toeplitz(const Eigen::VectorXd& column, const Eigen::VectorXd& row) {
  const Index n = column.size();
  Eigen::MatrixXd t(n, n);
  for (Index j = 0; j < n; ++j) {
    t.col(j).head(j) = row.segment(1, j).reverse();
    t.col(j).tail(n - j) = column.head(n - j);
  }
  return t;
}

/// Sums over the diagonals on and below the main one, and above (there entry 0 is zero).
void diagonal_sums(const Eigen::MatrixXd& a, Eigen::VectorXd& lower, Eigen::VectorXd& upper) {
  const Index n = a.rows();
  lower = Eigen::VectorXd::Zero(n);
  upper = Eigen::VectorXd::Zero(n);
  for (Index j = 0; j < n; ++j) {
    lower.head(n - j) += a.col(j).tail(n - j);
    upper.segment(1, j) += a.col(j).head(j).reverse();
  }
}

}  // namespace

GramAxis::GramAxis(const AxisProblem& axis, const Options& options)
    : grid_(Eigen::VectorXd::LinSpaced(require_grid(axis).points, axis.lower, axis.upper)),
      lag_values_(Eigen::VectorXd::LinSpaced(axis.points, 0, axis.upper - axis.lower)),
      has_operator_(std::any_of(axis.derivatives.begin(), axis.derivatives.end(),
                                [](double c) { return c != 0; })),
      jitter_(options.jitter),
      lags_(options, axis.derivatives),
      // Copying an empty factor would read its uninitialised state.
      cholesky_(Eigen::MatrixXd::Identity(1, 1)) {}

void GramAxis::set(const MixtureParameters& parameters) {
  lags_.evaluate(parameters, lag_values_);
  Eigen::MatrixXd gram = toeplitz(lags_.kernel(), lags_.kernel());
  gram.diagonal().array() += jitter_;
  cholesky_.compute(gram);
  if (cholesky_.info() != Eigen::Success || !gram.allFinite()) {
    std::ostringstream message;
    message << "The Gram matrix with the jitter " << jitter_
            << " is not positive definite in double precision. Use a larger jitter, fewer points, "
               "or a smaller learning rate.";
    throw ConvergenceError(message.str());
  }
  if (has_operator_) operator_ = toeplitz(lags_.even() + lags_.odd(), lags_.even() - lags_.odd());
}

double GramAxis::log_determinant() const {
  return 2 * cholesky_.matrixLLT().diagonal().array().log().sum();
}

Eigen::MatrixXd GramAxis::inverse() const {
  return cholesky_.solve(Eigen::MatrixXd::Identity(points(), points()));
}

MixtureParameters GramAxis::gradient(const Eigen::MatrixXd& by_gram,
                                     const Eigen::MatrixXd& by_operator) const {
  Eigen::VectorXd lower;
  Eigen::VectorXd upper;
  diagonal_sums(by_gram, lower, upper);
  const Eigen::VectorXd by_kernel = lower + upper;
  if (!has_operator_) {
    const Eigen::VectorXd none = Eigen::VectorXd::Zero(points());
    return lags_.gradient(by_kernel, none, none);
  }
  diagonal_sums(by_operator, lower, upper);
  return lags_.gradient(by_kernel, lower + upper, lower - upper);
}

Eigen::MatrixXd GramAxis::cross_covariance(const MixtureParameters& parameters,
                                           const Eigen::VectorXd& places) const {
  return lags_.values(parameters, places.replicate(1, points()).rowwise() - grid_.transpose());
}

}  // namespace tessera::gram
