#pragma once

#include <cmath>
#include <complex>
#include <span>
#include <vector>

#include "data/fields/types.hpp"
#include "solvers/integrators/exponential_runge_kutta.hpp"
#include "solvers/integrators/linear_part.hpp"

namespace tessera::test {

using Complex = std::complex<double>;

constexpr std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

/// One block for each rate: a complex amplitude in the numbers 2k, 2k + 1.
inline LinearPart complex_diagonal(const std::vector<Complex>& rates) {
  LinearPart linear;
  linear.dimension = 2 * static_cast<Index>(rates.size());
  for (Index k = 0; k < static_cast<Index>(rates.size()); ++k) {
    linear.matrices.emplace_back(Eigen::MatrixXcd::Constant(1, 1, rates[at(k)]));
    linear.blocks.push_back({k, {2 * k}, {2 * k + 1}});
  }
  return linear;
}

/// Real amplitudes of these rates.
inline LinearPart real_diagonal(const std::vector<double>& rates) {
  LinearPart linear;
  linear.dimension = static_cast<Index>(rates.size());
  for (Index k = 0; k < linear.dimension; ++k) {
    linear.matrices.emplace_back(Eigen::MatrixXcd::Constant(1, 1, rates[at(k)]));
    linear.blocks.push_back({k, {k}, {}});
  }
  return linear;
}

/// Fourier coefficients 1 .. n of u_t = nu u_xx - delta u_xxx - u u_x (Burgers; Korteweg and de
/// Vries) with period 2 pi and mean 0: stiff decaying or waving, truncated exactly.
struct BurgersEquation {
  Index modes = 12;
  double viscosity = 0.05;
  double dispersion = 0.02;

  LinearPart linear() const {
    std::vector<Complex> rates;
    for (Index k = 1; k <= modes; ++k) {
      const auto x = static_cast<double>(k);
      rates.emplace_back(-viscosity * x * x, dispersion * x * x * x);
    }
    return complex_diagonal(rates);
  }
  void nonlinear(double, std::span<const double> u, std::span<double> n) const {
    const auto c = [&](Index k) {
      const Complex v(u[at(2 * std::abs(k) - 2)], u[at(2 * std::abs(k) - 1)]);
      return k > 0 ? v : std::conj(v);
    };
    for (Index k = 1; k <= modes; ++k) {
      Complex sum = 0;
      for (Index j = k - modes; j <= modes; ++j)
        if (j != 0 && j != k) sum += c(j) * c(k - j);
      sum *= Complex(0, -0.5 * static_cast<double>(k));
      n[at(2 * k - 2)] = sum.real();
      n[at(2 * k - 1)] = sum.imag();
    }
  }
  NonlinearPart part() const {
    return
        [*this](double t, std::span<const double> u, std::span<double> n) { nonlinear(t, u, n); };
  }
  std::vector<double> start() const {
    std::vector<double> u(at(2 * modes));
    for (Index k = 1; k <= modes; ++k) {
      u[at(2 * k - 2)] = 0.4 * std::exp(-static_cast<double>(k));
      u[at(2 * k - 1)] = -0.8 * std::exp(-0.9 * static_cast<double>(k));
    }
    return u;
  }
};

/// Steps of the same length with the bare method.
inline std::vector<double> fixed_steps(ExponentialRungeKutta& method, std::vector<double> state,
                                       double start, double step, Index steps) {
  std::vector<double> next(state.size());
  for (Index i = 0; i < steps; ++i) {
    const double time = start + static_cast<double>(i) * step;
    method.step(time, time + step, step, state, next, false);
    method.accept();
    state.swap(next);
  }
  return state;
}

inline double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

}  // namespace tessera::test
