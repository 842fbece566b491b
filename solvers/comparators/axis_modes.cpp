#include "solvers/comparators/axis_modes.hpp"

#include <cmath>
#include <complex>
#include <numbers>
#include <optional>
#include <stdexcept>
#include <utility>

#include "solvers/linear/lapack.hpp"
#include "solvers/linear/triangular_sylvester.hpp"

namespace tessera::comparators {
namespace {

using Kind = AxisMatrix::Kind;

constexpr double largest_condition = 1e5;

bool symmetric(const Eigen::MatrixXd& a) {
  return (a - a.transpose()).cwiseAbs().maxCoeff() <= 1e-14 * a.cwiseAbs().maxCoeff();
}

/// Eigenvectors of one block and their inverse. False where they are of no use.
bool block_modes(const Eigen::MatrixXd& a, bool is_symmetric, Eigen::Ref<Eigen::VectorXd> values,
                 Eigen::MatrixXd& vectors, Eigen::MatrixXd& inverse) {
  if (a.rows() == 0) return true;
  Eigen::VectorXd found;
  if (is_symmetric) {
    symmetric_eigen(a, found, vectors);
    inverse = vectors.transpose();
  } else {
    try {
      real_eigen(a, 1e-6, found, vectors);
    } catch (const std::runtime_error&) {
      return false;
    }
    inverse = lu_solve(vectors, Eigen::MatrixXd::Identity(a.rows(), a.rows()));
    // The eigenvectors are of length one.
    if (!(inverse.rowwise().norm().maxCoeff() < largest_condition)) return false;
  }
  values = found;
  return true;
}

std::optional<AxisModes> real_modes(const AxisMatrix& a, bool is_symmetric) {
  auto to = std::make_shared<AxisMatrix>();
  auto from = std::make_shared<AxisMatrix>();
  to->kind = from->kind = a.kind;
  AxisModes modes;
  const Index e = a.even.rows();
  modes.values.resize(a.size());
  if (!block_modes(a.even, is_symmetric, modes.values.head(e), from->even, to->even)) return {};
  if (!block_modes(a.odd, is_symmetric, modes.values.tail(a.size() - e), from->odd, to->odd))
    return {};
  modes.to = std::move(to);
  modes.from = std::move(from);
  return modes;
}

/// A circulant: cosines and sines of the frequencies 0, 1, .. n / 2, one after the other.
AxisModes fourier_modes(const Eigen::MatrixXd& a, bool diagonal) {
  const Index n = a.rows();
  auto from = std::make_shared<AxisMatrix>();
  from->even.resize(n, n);
  AxisModes modes;
  Eigen::MatrixXd t = Eigen::MatrixXd::Zero(diagonal ? 0 : n, diagonal ? 0 : n);
  modes.values.resize(diagonal ? n : 0);
  Index column = 0;
  for (Index k = 0; 2 * k <= n; ++k) {
    std::complex<double> value = 0;
    const bool pair = k > 0 && 2 * k < n;
    const double norm = std::sqrt((pair ? 2.0 : 1.0) / static_cast<double>(n));
    for (Index j = 0; j < n; ++j) {
      const double angle =
          2 * std::numbers::pi * static_cast<double>(k * j % n) / static_cast<double>(n);
      value += a(j, 0) * std::complex<double>(std::cos(angle), -std::sin(angle));
      from->even(j, column) = norm * std::cos(angle);
      if (pair) from->even(j, column + 1) = norm * std::sin(angle);
    }
    for (Index i = column; i <= column + (pair ? 1 : 0); ++i)
      (diagonal ? modes.values[i] : t(i, i)) = value.real();
    if (!diagonal && pair) {
      t(column, column + 1) = value.imag();
      t(column + 1, column) = -value.imag();
    }
    column += pair ? 2 : 1;
  }
  auto to = std::make_shared<AxisMatrix>();
  to->even = from->even.transpose();
  modes.triangular = std::move(t);
  modes.to = std::move(to);
  modes.from = std::move(from);
  return modes;
}

AxisModes schur_modes(const Eigen::MatrixXd& a) {
  auto from = std::make_shared<AxisMatrix>();
  auto to = std::make_shared<AxisMatrix>();
  AxisModes modes;
  real_schur(a, modes.triangular, from->even);
  to->even = from->even.transpose();
  modes.to = std::move(to);
  modes.from = std::move(from);
  return modes;
}

bool even_orders_only(const std::vector<double>& coefficients) {
  for (std::size_t o = 1; o < coefficients.size(); o += 2)
    if (coefficients[o] != 0) return false;
  return true;
}

}  // namespace

Eigen::VectorXcd AxisModes::eigenvalues() const {
  if (diagonal()) return values.cast<std::complex<double>>();
  return quasi_triangular_eigenvalues(triangular);
}

AxisModes AxisModes::scaled(double factor) const {
  AxisModes modes = *this;
  modes.values *= factor;
  modes.triangular *= factor;
  return modes;
}

ModesMethod modes_method(const Axis& axis, const AxisMatrix& a,
                         const std::vector<double>& coefficients) {
  if (axis.periodic) return ModesMethod::fourier;
  if (a.kind != Kind::exchanges && symmetric(a.even) && (a.odd.size() == 0 || symmetric(a.odd)))
    return ModesMethod::symmetric;
  // With a u'' + b u' the condition of the eigenvectors is about exp(|b| / (2 |a|)).
  const bool diffusive =
      even_orders_only(coefficients) ||
      (coefficients.size() == 3 && std::abs(coefficients[1]) <= 10 * std::abs(coefficients[2]));
  return axis.both_ends && diffusive && a.kind != Kind::exchanges ? ModesMethod::eigen
                                                                  : ModesMethod::schur;
}

AxisModes axis_modes(const Axis& axis, const AxisMatrix& a,
                     const std::vector<double>& coefficients) {
  const ModesMethod method = modes_method(axis, a, coefficients);
  if (method == ModesMethod::fourier)
    return fourier_modes(a.dense(), even_orders_only(coefficients));
  if (method != ModesMethod::schur)
    if (auto modes = real_modes(a, method == ModesMethod::symmetric)) return *std::move(modes);
  return schur_modes(a.dense());
}

}  // namespace tessera::comparators
