#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/axis.hpp"

namespace tessera::comparators {

/// A matrix A along one axis as from T to, to = from^-1: diagonal, or else quasi-upper-triangular
/// with orthogonal `from`.
struct AxisModes {
  std::shared_ptr<const AxisMatrix> to;
  std::shared_ptr<const AxisMatrix> from;
  Eigen::VectorXd values;      ///< T where it is diagonal, else empty
  Eigen::MatrixXd triangular;  ///< T where it is not
  bool diagonal() const { return triangular.size() == 0; }
  Eigen::VectorXcd eigenvalues() const;
  /// The modes of factor * A.
  AxisModes scaled(double factor) const;
};

/// How axis_modes goes about it.
enum class ModesMethod {
  fourier,    ///< periodic: closed form
  symmetric,  ///< finite differences (dsyevd)
  eigen,      ///< conditions at both ends, no dominant odd derivative (dgeev and LU)
  schur,      ///< all else, above all time and other axes with conditions at one end (dgees)
};
ModesMethod modes_method(const Axis& axis, const AxisMatrix& a,
                         const std::vector<double>& coefficients);

/// `a` = sum_o coefficients[o] derivative[o] of the axis, in its coordinates. Eigenvectors are not
/// used where their condition exceeds 1e5 or the spectrum is not real: Schur form instead. (The
/// condition is 1e10 and more with conditions at one end.)
AxisModes axis_modes(const Axis& axis, const AxisMatrix& a,
                     const std::vector<double>& coefficients);

}  // namespace tessera::comparators
