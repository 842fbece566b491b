#pragma once

#include <memory>
#include <span>

#include "data/fields/types.hpp"
#include "solvers/spectral/sphere_grid.hpp"
#include "solvers/tensor_product/instruction_set.hpp"

namespace tessera {

/// Transforms between coefficients of real orthonormal spherical harmonics without Condon-Shortley
/// phase (the default Convention) and values on a SphereGrid. Coefficients of one field lie at
/// l * l + l + m, count() of them; values [latitude][longitude]; fields follow each other. The
/// number of fields is that of the arrays' sizes; several at a time are faster than one by one.
///
/// Scalar: f = sum c_lm Y_lm; analysis gives c_lm = sum over points of weight f Y_lm, which is
/// exact for fields of this degree, and for the part of this degree of products on a grid made for
/// them.
///
/// Vector: tangential fields from two potentials on the unit sphere,
///   u = grad S + r x grad T,
///   u_theta = dS/dtheta - 1/sin(theta) dT/dphi,  u_phi = 1/sin(theta) dS/dphi + dT/dtheta,
/// theta southwards, phi eastwards (northward wind is -u_theta). T is a stream function, S a
/// velocity potential: div u = lap S, r . curl u = lap T, with lap Y_lm = -l (l + 1) Y_lm; on a
/// sphere of radius R divide by R. Coefficients are those of the potentials, so the field of one
/// coefficient 1 has the square integral l (l + 1). analysis_vector gives the coefficients of the
/// potentials, 1 / (l (l + 1)) times the integral of u . grad Y_lm and u . (r x grad Y_lm); those
/// of l = 0 are zero, and do not matter in synthesis_vector.
///
/// Adjoints. In the inner products sum over points of weight f g and sum over lm of c d, analysis
/// is the adjoint of synthesis; analysis_vector is that of synthesis_vector for the second one
/// weighted by l (l + 1). So the gradient with respect to coefficients of a function of the values,
/// with plain derivatives f_bar by value, is analysis(f_bar / weight).
///
/// Legendre functions by recurrence (legendre_tables.hpp) for several latitudes and fields at once,
/// Fourier transforms along longitude. There and back N(0, 1) coefficients change by 2e-14 (root
/// mean square; at most 2e-13) at degree 511, by 1.2e-13 (4e-12) at 1023. An object is immutable;
/// concurrent calls are allowed. Working memory, about that of the values of eight fields, is kept
/// from call to call. Bits depend neither on the number of threads nor on how fields are put into
/// calls; NaN in gives NaN out.
class SphericalTransform {
 public:
  struct Options {
    int threads = 1;
    InstructionSet instruction_set = InstructionSet::automatic;
  };

  /// Coefficients to `degree`. Throws std::invalid_argument for a degree below 0, threads < 1, and
  /// a grid that is too coarse: latitudes <= degree or longitudes <= 2 degree.
  SphericalTransform(int degree, SphereGrid grid, Options options);
  SphericalTransform(int degree, SphereGrid grid);
  ~SphericalTransform();
  SphericalTransform(SphericalTransform&&) noexcept;
  SphericalTransform& operator=(SphericalTransform&&) noexcept;

  int degree() const;
  const SphereGrid& grid() const;
  /// Coefficients of one field.
  Index count() const { return static_cast<Index>(degree() + 1) * (degree() + 1); }
  InstructionSet instruction_set() const;  ///< never automatic

  /// These throw std::invalid_argument for sizes that are not whole fields or do not fit together.
  /// Input and output must not overlap. No fields: nothing is done.
  void synthesis(std::span<const double> coefficients, std::span<double> values) const;
  void analysis(std::span<const double> values, std::span<double> coefficients) const;
  void synthesis_vector(std::span<const double> spheroidal, std::span<const double> toroidal,
                        std::span<double> u_theta, std::span<double> u_phi) const;
  void analysis_vector(std::span<const double> u_theta, std::span<const double> u_phi,
                       std::span<double> spheroidal, std::span<double> toroidal) const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace tessera
