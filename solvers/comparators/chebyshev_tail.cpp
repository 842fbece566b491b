#include "solvers/comparators/chebyshev_tail.hpp"

#include <algorithm>

#include "solvers/comparators/interpolation.hpp"

namespace tessera::comparators {
namespace {

constexpr double sufficient_tail = 1e-13;
constexpr double highest_plateau = 1e-11;
constexpr Index tail_length = 4;

CoefficientTail tail_along_columns(const Eigen::MatrixXd& values, bool periodic) {
  CoefficientTail tail;
  const double scale = values.cwiseAbs().maxCoeff();
  if (scale == 0) return tail;
  const Index n = values.rows();
  const Index count = std::min(n, std::max(n / 4, 2 * tail_length));
  const Eigen::MatrixXd last =
      periodic ? fourier_coefficients(n, n - count) : chebyshev_coefficients(n, n - count);
  const Eigen::VectorXd envelope = (last * values).cwiseAbs().rowwise().maxCoeff();
  const Index half = count / 2;
  tail.last = envelope.tail(std::min(tail_length, n)).maxCoeff() / scale;
  tail.flat = envelope.head(half).maxCoeff() < 3 * envelope.tail(half).maxCoeff();
  return tail;
}

}  // namespace

bool CoefficientTail::sufficient() const {
  return last < sufficient_tail || (flat && last < highest_plateau);
}

std::vector<CoefficientTail> coefficient_tails(const Eigen::MatrixXd& values,
                                               const std::vector<bool>& periodic) {
  const auto is_periodic = [&](std::size_t k) { return k < periodic.size() && periodic[k]; };
  std::vector<CoefficientTail> tails = {tail_along_columns(values, is_periodic(0))};
  if (values.cols() > 1) tails.push_back(tail_along_columns(values.transpose(), is_periodic(1)));
  return tails;
}

}  // namespace tessera::comparators
