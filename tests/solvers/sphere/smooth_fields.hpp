#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Geometry>

#include "models/equivariant/wigner_d.hpp"
#include "solvers/sphere/galerkin_evaluator.hpp"
#include "tests/solvers/spectral/random_coefficients.hpp"

namespace tessera::sphere::testing {

/// Random fields with coefficients like 1 / (1 + l^2).
inline std::vector<double> smooth_fields(Index fields, int degree, unsigned seed) {
  std::vector<double> result =
      tessera::testing::normal_numbers(fields * (degree + 1) * (degree + 1), seed);
  tessera::testing::scale_degrees(result, degree, [](int l) { return 1 / (1.0 + l * l); });
  return result;
}

inline std::vector<double> evaluate(const GalerkinProgram& program, int degree,
                                    const EvaluatorOptions& options,
                                    const std::vector<double>& fields, double radius = 1,
                                    double time = 0) {
  const auto size = static_cast<std::size_t>(degree) + 1;
  std::vector<double> out(program.outputs.size() * size * size);
  GalerkinEvaluator(program, degree, radius, options).evaluate(time, fields, out);
  return out;
}

/// Fields turned by one fixed rotation.
inline std::vector<double> turned(const std::vector<double>& fields, int degree) {
  const Eigen::Matrix3d rotation =
      Eigen::AngleAxisd(1.1, Eigen::Vector3d(1, -2, 0.5).normalized()).toRotationMatrix();
  const WignerD wigner(degree, rotation);
  std::vector<double> result(fields.size());
  const Index count = static_cast<Index>(degree + 1) * (degree + 1);
  for (Index start = 0; start < static_cast<Index>(fields.size()); start += count)
    for (int l = 0; l <= degree; ++l) {
      using Block = Eigen::VectorXd;
      const Index at = start + Index{l} * l;
      Eigen::Map<Block>(result.data() + at, 2 * l + 1) =
          wigner(l) * Eigen::Map<const Block>(fields.data() + at, 2 * l + 1);
    }
  return result;
}

}  // namespace tessera::sphere::testing
