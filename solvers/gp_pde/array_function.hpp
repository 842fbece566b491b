#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "models/pde/given_function.hpp"
#include "models/tensors/tensor.hpp"
#include "solvers/gp_pde/basis_1d.hpp"

namespace tessera::gp_pde {

/// One axis of an array of values.
struct ArrayAxis {
  std::size_t axis = 0;  ///< the problem's axis along which it lies
  /// The problem's axis, raw units. The coordinates reach to both ends or beyond; where the axis is
  /// periodic they cover one period, the end not repeated.
  std::pair<double, double> range{0, 1};
  bool periodic = false;
  Eigen::VectorXd coordinates;  ///< increasing, equidistant (nearly: they are taken as they are)
};

/// How an array was fitted along one axis.
struct ArrayFit {
  double band = 0;  ///< cycles per unit length
  Index rank = 0;   ///< functions
  // Over the array's largest value:
  double residual = 0;  ///< largest deviation of the fit at the points, along this axis
  /// Order of magnitude of the largest error between the points: the residual, enlarged as in
  /// generalised cross-validation, times what random deviations grow to there.
  double estimated_error = 0;
};

/// A function of some of a problem's axes known by values on an equidistant tensor grid.
///
/// Along each axis a least-squares fit (QR) in prolate functions (sines and cosines on a periodic
/// axis). The band starts at what the periodogram shows and grows by 1.25 until the estimated error
/// is below 1e-12, gains nothing more, or the band reaches 0.42 of the sampling rate; tones beyond
/// a gap are found in the periodogram of the misfit. In each band the rank with the smallest
/// estimated error is taken. Values and derivatives follow anywhere on the axes from the product of
/// the fits. What an array has beyond the band between its points is in none of these figures.
class ArrayFunction final : public GivenFunction {
 public:
  /// `values`: first of `axes` fastest; `axes` in the problem's order, each at most once;
  /// `problem_axes`: the number of axes of the problem. Throws std::invalid_argument for shapes
  /// that do not fit, fewer than 8 points along an axis, values that are not finite.
  ArrayFunction(std::size_t problem_axes, const std::vector<ArrayAxis>& axes, const Tensor& values);

  Eigen::VectorXd evaluate(const std::vector<Eigen::VectorXd>& coordinates,
                           const std::vector<int>& orders) const override;

  std::size_t axes() const { return bases_.size(); }
  std::size_t axis(std::size_t i) const { return problem_axis_[i]; }  ///< problem's axis
  Index points(std::size_t i) const { return points_[i]; }
  const ArrayFit& fit(std::size_t i) const { return fits_[i]; }
  /// Largest deviation of the fit from the values, over the largest value.
  double residual() const { return residual_; }

 private:
  std::size_t problem_axes_;
  std::vector<std::size_t> problem_axis_;
  std::vector<Index> points_;
  std::vector<std::shared_ptr<const Basis1D>> bases_;
  std::vector<ArrayFit> fits_;
  Tensor coefficients_;
  double residual_ = 0;
};

}  // namespace tessera::gp_pde
