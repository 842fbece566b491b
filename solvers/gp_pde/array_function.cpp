#include "solvers/gp_pde/array_function.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include <Eigen/SVD>

#include "solvers/gp_pde/parity_matrix.hpp"
#include "solvers/gp_pde/periodogram.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double singular_cut = 1e-12;
constexpr double residual_goal = 1e-12;
constexpr double band_growth = 1.25;
/// Share of the sampling rate up to which prolate functions stay well determined by the points.
constexpr double largest_band_share = 0.42;
/// Functions per point, at most: beyond it a fit interpolates, and says nothing between the points.
constexpr double largest_rank_share = 0.9;
/// Wider bands that gain less than this fit noise.
constexpr double worthwhile_gain = 4;
constexpr Index fewest_points = 8;
constexpr Index fewest_functions = 6;

/// All fibres along a mode, as columns.
Matrix unfolded(const Tensor& t, int mode) {
  const ModeView v = mode_view(t.shape, mode);
  Matrix m(v.length, v.before * v.after);
  for (Index q = 0; q < v.after; ++q)
    m.middleCols(q * v.before, v.before) =
        Eigen::Map<const Matrix>(t.values.data() + q * v.before * v.length, v.before, v.length)
            .transpose();
  return m;
}

/// The fit along one axis in one band.
struct AxisFitter {
  std::shared_ptr<const Basis1D> basis;
  Matrix left;  ///< orthonormal, points x kept singular values
  Matrix pseudo_inverse;

  AxisFitter(const ArrayAxis& axis, std::pair<double, double> range, double band) {
    const Index points = axis.coordinates.size();
    BasisRequest request;
    request.range = range;
    request.spectrum.band = band;
    request.periodic = axis.periodic;
    const auto most = axis.periodic
                          ? points - 1 + points % 2
                          : static_cast<Index>(largest_rank_share * static_cast<double>(points));
    request.rank = std::clamp(flat_band_rank(band, range.second - range.first, axis.periodic),
                              fewest_functions, std::max(most, fewest_functions));
    request.maximum_nodes = 100 * (request.rank + fewest_points);  // no cap
    basis = std::make_shared<Basis1D>(request);
    const Eigen::BDCSVD<Matrix> svd(basis->evaluate(axis.coordinates, 0),
                                    Eigen::ComputeThinU | Eigen::ComputeThinV);
    const Vector& s = svd.singularValues();
    const Index kept = (s.array() > singular_cut * s[0]).count();
    left = svd.matrixU().leftCols(kept);
    pseudo_inverse = svd.matrixV().leftCols(kept) *
                     s.head(kept).cwiseInverse().asDiagonal() * left.transpose();
  }

  double residual(const Matrix& fibres) const {
    return (fibres - left * (left.transpose() * fibres)).cwiseAbs().maxCoeff();
  }
};

void require_array(std::size_t problem_axes, const std::vector<ArrayAxis>& axes,
                   const Tensor& values) {
  if (axes.empty() || values.shape.size() != axes.size() ||
      values.values.size() != Tensor::volume(values.shape))
    throw std::invalid_argument("the values of an array do not fit its axes");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Index points = axes[i].coordinates.size();
    if (points != values.shape[i] || axes[i].axis >= problem_axes ||
        (i > 0 && axes[i].axis <= axes[i - 1].axis))
      throw std::invalid_argument("the values of an array do not fit its axes");
    if (points < fewest_points)
      throw std::invalid_argument("an array needs at least " + std::to_string(fewest_points) +
                                  " points along each axis, found " + std::to_string(points));
  }
  if (!values.values.allFinite())
    throw std::invalid_argument("an array has a value that is not finite");
}

}  // namespace

namespace {

/// Where the basis lives: the axis, or the points where they reach beyond it.
std::pair<double, double> basis_range(const ArrayAxis& axis) {
  if (axis.periodic) return axis.range;
  return {std::min(axis.range.first, axis.coordinates[0]),
          std::max(axis.range.second, axis.coordinates[axis.coordinates.size() - 1])};
}

AxisFitter fit_axis(const ArrayAxis& axis, const Matrix& fibres, double scale, ArrayFit& fit) {
  const auto range = basis_range(axis);
  const double length = range.second - range.first;
  const auto points = static_cast<double>(axis.coordinates.size());
  const double cap = axis.periodic ? (points - 1) / (2 * length)
                                   : largest_band_share * (points - 1) / length;
  constexpr double tone_threshold = 1e-3;
  constexpr double margin = 2;  // lines of the periodogram
  double band = std::min(
      cap, highest_frequency(periodogram(fibres, length), tone_threshold) + margin / length);
  std::vector<double> bands;
  std::vector<double> residuals;
  for (;; band = std::min(band * band_growth, cap)) {
    AxisFitter fitter(axis, range, band);
    bands.push_back(band);
    residuals.push_back(fitter.residual(fibres) / scale);
    if (residuals.back() < residual_goal || band >= cap) {
      const double best = *std::min_element(residuals.begin(), residuals.end());
      const auto chosen = static_cast<std::size_t>(
          std::find_if(residuals.begin(), residuals.end(),
                       [&](double r) { return r <= worthwhile_gain * best; }) -
          residuals.begin());
      if (residuals.back() >= residual_goal && chosen + 1 < bands.size())
        fitter = AxisFitter(axis, range, bands[chosen]);
      fit = {fitter.basis->band(), fitter.basis->rank(),
             residuals.back() < residual_goal ? residuals.back() : residuals[chosen]};
      return fitter;
    }
  }
}

}  // namespace

ArrayFunction::ArrayFunction(std::size_t problem_axes, const std::vector<ArrayAxis>& axes,
                             const Tensor& values)
    : problem_axes_(problem_axes), fits_(axes.size()), coefficients_(values) {
  require_array(problem_axes, axes, values);
  const double largest = values.values.cwiseAbs().maxCoeff();
  const double scale = largest > 0 ? largest : 1.0;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const int mode = static_cast<int>(i);
    const AxisFitter fitter = fit_axis(axes[i], unfolded(values, mode), scale, fits_[i]);
    coefficients_ = multiply_dense(fitter.pseudo_inverse, coefficients_, mode);
    bases_.push_back(fitter.basis);
    problem_axis_.push_back(axes[i].axis);
    points_.push_back(axes[i].coordinates.size());
  }
  Tensor fitted = coefficients_;
  for (std::size_t i = 0; i < axes.size(); ++i)
    fitted = multiply_dense(bases_[i]->evaluate(axes[i].coordinates, 0), fitted,
                            static_cast<int>(i));
  residual_ = (fitted.values - values.values).cwiseAbs().maxCoeff() / scale;
}

Vector ArrayFunction::evaluate(const std::vector<Vector>& coordinates,
                               const std::vector<int>& orders) const {
  if (coordinates.size() != problem_axes_ || orders.size() != problem_axes_)
    throw std::invalid_argument("an array is asked for values on other axes than the problem's");
  std::vector<Index> shape;
  std::vector<Index> stride(problem_axes_, 0);  // in the array's own values; 0: no such axis
  for (const Vector& c : coordinates) shape.push_back(c.size());
  Tensor own = coefficients_;
  for (std::size_t i = 0; i < bases_.size(); ++i) {
    const std::size_t k = problem_axis_[i];
    own = multiply_dense(bases_[i]->evaluate(coordinates[k], orders[k]), own, static_cast<int>(i));
    stride[k] = 1;
  }
  Index step = 1;
  for (std::size_t k = 0; k < problem_axes_; ++k) {
    if (stride[k] == 0 && orders[k] > 0) return Vector::Zero(Tensor::volume(shape));
    if (stride[k] == 0) continue;
    stride[k] = step;
    step *= shape[k];
  }
  if (bases_.size() == problem_axes_) return own.values;
  Vector values(Tensor::volume(shape));
  for (Index p = 0; p < values.size(); ++p) {
    Index rest = p;
    Index at = 0;
    for (std::size_t k = 0; k < problem_axes_; ++k) {
      at += stride[k] * (rest % shape[k]);
      rest /= shape[k];
    }
    values[p] = own.values[at];
  }
  return values;
}

}  // namespace tessera::gp_pde
