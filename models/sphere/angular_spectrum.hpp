#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/kernels/kernel_1d.hpp"

namespace tessera::sphere {

/// Degrees that a field has, both ends included.
struct DegreeRange {
  int first = 0;
  int last = 0;
};

/// A Gaussian bump in sqrt(l (l + 1)).
struct SpectralBump {
  double share = 1;   ///< of the variance, relative to those of the other bumps
  double centre = 0;  ///< in degrees l
  double width = 1;   ///< standard deviation, in degrees l; positive
};

/// An isotropic Gaussian field on the sphere as a variance for each degree:
///   f = sum_lm sqrt(C_l) xi_lm Y_lm, xi_lm ~ N(0, 1) independent, Y_lm real and orthonormal,
///   cov f(s) f(s') = sum_l (2 l + 1) / (4 pi) C_l P_l(cos angle).
/// The variance sum_l (2 l + 1) C_l / (4 pi) of the kept degrees is standard_deviation^2. Lengths
/// are angles in radians, that is, in units of the radius. Immutable.
class AngularSpectrum {
 public:
  enum class Kind { matern, mixture, table };

  /// C_l proportional to (kappa^2 + l (l + 1))^-(smoothness + 1), kappa^2 = 2 smoothness /
  /// length_scale^2: on distances far below the radius the Matern covariance of that smoothness and
  /// length scale in the plane (Whittle 1954; Lindgren, Rue & Lindstrom 2011, section 3.1).
  /// Parameters: standard_deviation, length_scale, smoothness. All positive; throws
  /// std::invalid_argument otherwise, and for a range that is empty or below 0.
  static AngularSpectrum matern(double smoothness, double length_scale, double standard_deviation,
                                DegreeRange degrees);
  /// A sum of Gaussian bumps, each with its share of the variance. Parameters: standard_deviation,
  /// then share, centre, width of each bump (`bump 1/share`, ...). Throws std::invalid_argument for
  /// no bumps, a negative share or centre, widths or a sum of shares that are not positive, or a
  /// bump none of which lies within the degrees.
  static AngularSpectrum mixture(std::vector<SpectralBump> bumps, double standard_deviation,
                                 DegreeRange degrees);
  /// C_l for l = 0, 1, ... as given, within the degrees, to a factor: scaled to that standard
  /// deviation, or taken as they are for standard_deviation = 0. Parameter: standard_deviation.
  /// Throws std::invalid_argument for numbers that are negative or not finite, or all zero.
  static AngularSpectrum table(std::vector<double> variances, double standard_deviation,
                               DegreeRange degrees);

  Kind kind() const { return kind_; }
  DegreeRange degrees() const { return degrees_; }
  double standard_deviation() const { return parameters_.front().value; }

  /// C_l, l = 0..degrees().last; zero below degrees().first.
  const Eigen::VectorXd& variances() const { return variances_; }
  /// Derivatives of variances() for the parameters, a column each.
  Eigen::MatrixXd derivatives() const;
  /// Share of the variance of the series without upper limit that lies beyond degrees().last.
  double discarded_share() const { return discarded_share_; }

  const std::vector<KernelParameter>& parameters() const { return parameters_; }
  AngularSpectrum with_parameters(const std::vector<double>& values) const;

  /// Covariance at angles given by their cosines, of any shape.
  Eigen::MatrixXd covariance(const Eigen::MatrixXd& cosines) const;

 private:
  AngularSpectrum(Kind kind, DegreeRange degrees) : kind_(kind), degrees_(degrees) {}
  void add_parameter(const std::string& name, double value, double minimum);
  void require_range() const;
  double matern_tail() const;
  void normalise(const Eigen::VectorXd& log_shape, double log_tail);
  Eigen::VectorXd bump_shape(const SpectralBump& bump, double* tail) const;
  SpectralBump bump(std::size_t k) const;

  Kind kind_;
  DegreeRange degrees_;
  std::vector<KernelParameter> parameters_;
  std::vector<double> given_;  ///< of a table
  Eigen::VectorXd variances_;
  double discarded_share_ = 0;
};

/// sum_l (2 l + 1) / (4 pi) coefficients(l, k) P_l(x) for each x and column k (x.size() x columns):
/// covariances from variances by degree. Throws std::invalid_argument for |x| > 1 + 1e-12.
Eigen::MatrixXd legendre_sums(const Eigen::MatrixXd& coefficients, const Eigen::VectorXd& x);

/// The transpose: (2 l + 1) / (4 pi) sum_i weights(i) P_l(x(i)), l = 0..degree.
Eigen::VectorXd legendre_moments(int degree, const Eigen::VectorXd& weights,
                                 const Eigen::VectorXd& x);

}  // namespace tessera::sphere
