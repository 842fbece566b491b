#pragma once

#include <functional>

#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

/// 100 digits.
using Real = boost::multiprecision::cpp_bin_float_100;

inline Real angular(double frequency) {
  return 2 * boost::math::constants::pi<Real>() * frequency;
}

/// Central difference in 100 digits; its error is of order step^2.
inline double derivative(const std::function<Real(const Real&)>& f, double r, int order) {
  const Real step("1e-10");
  Real sum = 0;
  Real binomial = 1;
  for (int k = 0; k <= order; ++k) {
    const Real term = binomial * f(r + (Real(order) / 2 - k) * step);
    if (k % 2 == 0)
      sum += term;
    else
      sum -= term;
    binomial = binomial * (order - k) / (k + 1);
  }
  return static_cast<double>(Real(sum / pow(step, order)));
}
