#include "solvers/comparators/chebyshev_tail.hpp"

#include <algorithm>

#include "solvers/comparators/unit_axis.hpp"

namespace tessera::comparators {
namespace {

constexpr double sufficient_tail = 1e-13;
constexpr double highest_plateau = 1e-11;
constexpr Index tail_length = 4;

CoefficientTail tail_along_columns(const Eigen::MatrixXd& values) {
  CoefficientTail tail;
  const double scale = values.cwiseAbs().maxCoeff();
  if (scale == 0) return tail;
  const Index n = values.rows();
  const Index count = std::min(n, std::max(n / 4, 2 * tail_length));
  const Eigen::VectorXd envelope =
      (chebyshev_coefficients(n, n - count) * values).cwiseAbs().rowwise().maxCoeff();
  const Index half = count / 2;
  tail.last = envelope.tail(std::min(tail_length, n)).maxCoeff() / scale;
  tail.flat = envelope.head(half).maxCoeff() < 3 * envelope.tail(half).maxCoeff();
  return tail;
}

}  // namespace

bool CoefficientTail::sufficient() const {
  return last < sufficient_tail || (flat && last < highest_plateau);
}

std::vector<CoefficientTail> coefficient_tails(const Eigen::MatrixXd& values) {
  std::vector<CoefficientTail> tails = {tail_along_columns(values)};
  if (values.cols() > 1) tails.push_back(tail_along_columns(values.transpose()));
  return tails;
}

}  // namespace tessera::comparators
