#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "models/equivariant/spherical_harmonics.hpp"
#include "models/sphere/galerkin_program.hpp"

namespace sphere_test {

using tessera::Index;
using Vector3 = std::array<double, 3>;

Vector3 cross(const Vector3& a, const Vector3& b);
double dot(const Vector3& a, const Vector3& b);

/// A function at a point r of the unit sphere: its value and derivatives on the sphere of radius R.
struct PointValue {
  double value = 0;
  Vector3 gradient{};
  double laplacian = 0;
};

/// Spherical harmonics and their derivatives at fixed points.
class Points {
 public:
  Points(int degree, std::vector<Vector3> directions);

  std::size_t size() const { return directions_.size(); }
  const Vector3& direction(std::size_t i) const { return directions_[i]; }
  double latitude(std::size_t i) const;
  double longitude(std::size_t i) const;
  PointValue evaluate(const Eigen::VectorXd& coefficients, std::size_t i, double radius) const;
  double harmonic(std::size_t i, Index lm) const;
  Vector3 harmonic_gradient(std::size_t i, Index lm) const;

 private:
  std::vector<Vector3> directions_;
  Index count_;
  int degree_;
  std::vector<double> values_, gradients_;
};

/// Evaluates programs by their definition: point by point, projections by Gauss quadrature and
/// integration by parts. Slow.
class DirectEvaluation {
 public:
  using Array = std::function<double(const Vector3&)>;

  /// `factors`: the largest number of fields in a product.
  DirectEvaluation(int degree, double radius, int factors);

  void add_array(const std::string& name, Array values) { arrays_[name] = std::move(values); }
  std::vector<Eigen::VectorXd> evaluate(const tessera::sphere::GalerkinProgram& program,
                                        double time,
                                        const std::vector<Eigen::VectorXd>& unknowns) const;
  /// The coefficients of one field as the program's terms say.
  Eigen::VectorXd combine(const tessera::sphere::SpectralField& field,
                          const std::vector<Eigen::VectorXd>& sources) const;

 private:
  Eigen::VectorXd given(const tessera::sphere::GivenField& field, double time) const;
  std::vector<double> formula_values(const tessera::Formula& formula, double time) const;
  Eigen::VectorXd project(const tessera::sphere::GalerkinProgram& program,
                          const tessera::sphere::Projection& projection,
                          const std::vector<Eigen::VectorXd>& sources) const;

  int degree_;
  double radius_;
  std::map<std::string, Array> arrays_;
  std::vector<double> weights_;
  Points points_;
};

}  // namespace sphere_test
