#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/fields/types.hpp"
#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// How products of fields are formed. All but `aliased` give the same numbers to rounding.
enum class ProductMethod {
  automatic,  ///< transform, or the tensor-product plan where the shipped rule says it is faster
  transform,  ///< synthesis of each field once, products on a grid, analysis (SphericalTransform)
  /// TensorProductPlan: sums over Gaunt coefficients; degrees up to 32, also of intermediate
  /// products, which are those of two fields where three are multiplied.
  sparse,
  grid,    ///< TensorProductPlan: convolution over orders at Gauss nodes; degrees up to 128
  aliased  ///< transform on the smallest grid for transforms alone: wrong, for comparison
};

struct EvaluatorOptions {
  ProductMethod method = ProductMethod::automatic;
  /// transform: grid finer by this factor than exact products need (1: exact already).
  double oversampling = 1;
  int threads = 1;
};

/// Values of an array (GivenField::Kind::array or a name in a formula) at points of the sphere.
class SphereArray {
 public:
  virtual ~SphereArray() = default;
  /// `latitudes` and `longitudes` in radians; one value per pair.
  virtual std::vector<double> values(const std::vector<double>& latitudes,
                                     const std::vector<double>& longitudes) const = 0;
};
using SphereArrays = std::map<std::string, std::shared_ptr<const SphereArray>>;

/// Where the time of calls of evaluate() went, in seconds of the wall clock, and how often.
struct EvaluatorTimes {
  double transforms = 0;  ///< spherical-harmonic transforms (of plans: none)
  double products = 0;    ///< pointwise products, or calls of plans
  double total = 0;
  Index evaluations = 0;
};

/// Evaluates a program for fields of one degree on the sphere of radius R. Coefficients as in
/// SphericalTransform, of functions on the unit sphere's grid of angles (the radius enters by the
/// operators only): u = sum c_lm Y_lm(latitude, longitude). A field of 1 has c_00 = sqrt(4 pi).
///
/// Given fields are projected on the degree by quadrature on the grid for products of three fields:
/// at construction, those in time for every evaluation (a function of time times one of the angles
/// also only once). What is made of constant fields alone is computed at construction.
///
/// All products of one round (projections that need no other, then those that need these, ...) are
/// taken together: each field is synthesised once, and one analysis serves the divergence and the
/// curl of the same field. One grid serves all, that of the largest number of factors.
class GalerkinEvaluator {
 public:
  /// Throws std::invalid_argument for a method that the degree or the program does not have, arrays
  /// that are missing, a radius that is not positive, oversampling or threads below 1, a program
  /// that contradicts itself.
  GalerkinEvaluator(GalerkinProgram program, int degree, double radius, EvaluatorOptions options,
                    SphereArrays arrays = {});
  ~GalerkinEvaluator();
  GalerkinEvaluator(GalerkinEvaluator&&) noexcept;
  GalerkinEvaluator& operator=(GalerkinEvaluator&&) noexcept;

  int degree() const;
  ProductMethod method() const;  ///< never automatic
  const GalerkinProgram& program() const;

  /// `unknowns`: the coefficients of all unknowns one after the other, each (degree + 1)^2;
  /// `outputs`: those of the program's outputs. Not thread-safe. The bits do not depend on the
  /// number of threads. NaN in gives NaN out. Throws std::invalid_argument for arrays of another
  /// size.
  void evaluate(double time, std::span<const double> unknowns, std::span<double> outputs) const;

  /// Integrals over the sphere of radius R of the program's outputs, without truncation error: the
  /// mean of a projection is that of the whole product. Cheaper than evaluate(): what only outputs
  /// contain is not analysed. `aliased` integrates on its own grid.
  std::vector<double> integrals(double time, std::span<const double> unknowns) const;

  const EvaluatorTimes& times() const;

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace tessera::sphere
