#include "solvers/comparators/slice_covariance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>

#include "data/fields/types.hpp"

namespace tessera {

Eigen::MatrixXd SliceCovariance::relative(const Eigen::MatrixXd& distances) const {
  const Eigen::ArrayXXd t = std::sqrt(3.0) / range * distances.array();
  return constant + (1 + t) * (-t).exp();
}

namespace {

/// Pattern search from `best`; returns the value there.
double climb(const std::vector<SliceResiduals>& slices, double largest, SliceCovariance& best) {
  constexpr std::array<double SliceCovariance::*, 3> numbers{
      &SliceCovariance::range, &SliceCovariance::constant, &SliceCovariance::nugget};
  const std::array<double, 3> minimum{1e-3 * largest, 1e-4, 1e-6};
  const std::array<double, 3> maximum{10 * largest, 1e4, 1e3};
  double highest = profile_log_likelihood(slices, best);
  for (double step = std::log(4.0); step > std::log(1.02);) {
    bool improved = false;
    for (std::size_t p = 0; p < numbers.size(); ++p) {
      for (const double factor : {std::exp(step), std::exp(-step)}) {
        SliceCovariance candidate = best;
        candidate.*numbers[p] = std::clamp(factor * best.*numbers[p], minimum[p], maximum[p]);
        if (candidate.*numbers[p] == best.*numbers[p]) continue;
        const double value = profile_log_likelihood(slices, candidate);
        if (!(value > highest + 1e-9 * std::abs(highest))) continue;
        highest = value;
        best = candidate;
        improved = true;
        break;
      }
    }
    if (!improved) step /= 2;
  }
  return highest;
}

}  // namespace

double profile_log_likelihood(const std::vector<SliceResiduals>& slices,
                              SliceCovariance& covariance) {
  double quadratic = 0, half_log_determinant = 0, count = 0;
  for (const SliceResiduals& slice : slices) {
    Eigen::MatrixXd k = covariance.relative(slice.distances);
    k.diagonal().array() += covariance.nugget;
    const Eigen::LLT<Eigen::MatrixXd> cholesky(k);
    if (cholesky.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
    quadratic += cholesky.matrixL().solve(slice.values).squaredNorm();
    half_log_determinant += cholesky.matrixLLT().diagonal().array().log().sum();
    count += static_cast<double>(slice.values.size());
  }
  covariance.scale = quadratic / std::max(count, 1.0);
  if (!(covariance.scale > 0)) return -half_log_determinant;
  return -0.5 * count * std::log(covariance.scale) - half_log_determinant;
}

SliceCovariance learn_slice_covariance(const std::vector<SliceResiduals>& slices) {
  double largest = 0;
  for (const SliceResiduals& slice : slices) {
    if (slice.values.size() > 0) largest = std::max(largest, slice.distances.maxCoeff());
  }
  SliceCovariance best;
  profile_log_likelihood(slices, best);
  // No two places: what varies can be anything, and the scale is that of the values.
  if (largest == 0) return best;
  double highest = -std::numeric_limits<double>::infinity();
  for (const double nugget : {0.1, 0.001}) {
    SliceCovariance found{largest / 3, 1, nugget, 1};
    const double value = climb(slices, largest, found);
    if (value > highest) {
      highest = value;
      best = found;
    }
  }
  return best;
}

}  // namespace tessera
