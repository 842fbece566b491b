#include "solvers/gp_pde/array_function.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include <Eigen/SVD>

#include "solvers/gp_pde/parity_matrix.hpp"
#include "solvers/gp_pde/periodogram.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Singular values are cut off at a power of this, relative to the largest,
constexpr double cut_step = 0.5;
constexpr double smallest_cut = 1e-12;
constexpr double error_goal = 1e-12;
/// No residual is trusted to be smaller: the values carry rounding errors.
constexpr double rounding = 1e-15;
constexpr double band_growth = 1.25;
/// Share of the sampling rate up to which prolate functions stay well determined by the points.
constexpr double largest_band_share = 0.42;
/// Functions per point, at most: beyond it a fit interpolates, and says nothing between the points.
constexpr double largest_rank_share = 0.9;
/// A wider band has to lower the estimated error by this factor,
constexpr double worthwhile_gain = 0.5;
/// and bands are no longer widened after so many that did not.
constexpr int patience = 4;
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

/// The places where errors are largest: midway between the points.
Vector midpoints(const Vector& x) {
  return (x.head(x.size() - 1) + x.tail(x.size() - 1)) / 2;
}

Index largest_rank(const ArrayAxis& axis) {
  const Index points = axis.coordinates.size();
  if (axis.periodic) return points - 1 + points % 2;
  return std::max(static_cast<Index>(largest_rank_share * static_cast<double>(points)),
                  fewest_functions);
}

/// Least squares along one axis in one band.
class AxisFitter {
 public:
  /// `scale`: the largest of the fibres' values.
  AxisFitter(const ArrayAxis& axis, std::pair<double, double> range, double band,
             const Matrix& fibres, double scale) {
    const Index wanted = flat_band_rank(band, range.second - range.first, axis.periodic);
    BasisRequest request;
    request.range = range;
    request.spectrum.band = band;
    request.periodic = axis.periodic;
    request.rank = std::clamp(wanted, fewest_functions, largest_rank(axis));
    request.maximum_nodes = 100 * (request.rank + fewest_points);  // no cap
    basis_ = std::make_shared<Basis1D>(request);
    const Eigen::BDCSVD<Matrix> svd(basis_->evaluate(axis.coordinates, 0),
                                    Eigen::ComputeThinU | Eigen::ComputeThinV);
    choose_cut(svd, basis_->evaluate(midpoints(axis.coordinates), 0) * svd.matrixV(), fibres,
               scale);
  }

  const std::shared_ptr<const Basis1D>& basis() const { return basis_; }
  const ArrayFit& fit() const { return fit_; }
  /// Coefficients of the fit; in two steps, as the pseudo-inverse itself would lose digits.
  Tensor coefficients(const Tensor& values, int mode) const {
    return multiply_dense(right_, multiply_dense(left_.transpose(), values, mode), mode);
  }

 private:
  void choose_cut(const Eigen::BDCSVD<Matrix>& svd, const Matrix& between, const Matrix& fibres,
                  double scale) {
    const Vector& s = svd.singularValues();
    const Matrix& u = svd.matrixU();
    Matrix misfit = fibres;
    Vector variance = Vector::Zero(between.rows());
    Index from = 0;
    Index best = 0;
    for (double cut = cut_step; cut > smallest_cut; cut *= cut_step) {
      const Index kept = (s.array() > cut * s[0]).count();
      if (kept == from) continue;
      const auto added = u.middleCols(from, kept - from);
      misfit -= added * (added.transpose() * fibres);
      variance += (between.middleCols(from, kept - from) *
                   s.segment(from, kept - from).cwiseInverse().asDiagonal())
                      .rowwise()
                      .squaredNorm();
      from = kept;
      const double residual = misfit.cwiseAbs().maxCoeff() / scale;
      const double amplification = std::sqrt(std::max(variance.maxCoeff(), 1.0));
      const double error = std::max(residual, rounding) * amplification;
      if (best > 0 && error >= fit_.estimated_error) continue;
      fit_ = {basis_->band(), basis_->rank(), residual, error};
      best = kept;
    }
    left_ = u.leftCols(best);
    right_ = svd.matrixV().leftCols(best) * s.head(best).cwiseInverse().asDiagonal();
  }

  std::shared_ptr<const Basis1D> basis_;
  ArrayFit fit_;
  Matrix left_;
  Matrix right_;
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

/// Where the basis lives: the axis, or the points where they reach beyond it.
std::pair<double, double> basis_range(const ArrayAxis& axis) {
  if (axis.periodic) return axis.range;
  return {std::min(axis.range.first, axis.coordinates[0]),
          std::max(axis.range.second, axis.coordinates[axis.coordinates.size() - 1])};
}

AxisFitter fit_axis(const ArrayAxis& axis, const Matrix& fibres, double scale) {
  const auto range = basis_range(axis);
  const double length = range.second - range.first;
  const auto intervals = static_cast<double>(axis.coordinates.size() - 1);
  const double cap = (axis.periodic ? 0.5 : largest_band_share) * intervals / length;
  constexpr double tone_threshold = 1e-3;
  constexpr double margin = 2;  // lines of the periodogram
  double band = std::min(
      cap, highest_frequency(periodogram(fibres, length), tone_threshold) + margin / length);
  AxisFitter best(axis, range, band, fibres, scale);
  for (int fruitless = 0;
       band < cap && fruitless < patience && best.fit().estimated_error > error_goal; ++fruitless) {
    band = std::min(band * band_growth, cap);
    AxisFitter wider(axis, range, band, fibres, scale);
    if (wider.fit().estimated_error > worthwhile_gain * best.fit().estimated_error) continue;
    best = std::move(wider);
    fruitless = -1;
  }
  return best;
}

}  // namespace

ArrayFunction::ArrayFunction(std::size_t problem_axes, const std::vector<ArrayAxis>& axes,
                             const Tensor& values)
    : problem_axes_(problem_axes), coefficients_(values) {
  require_array(problem_axes, axes, values);
  const double largest = values.values.cwiseAbs().maxCoeff();
  const double scale = largest > 0 ? largest : 1.0;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const int mode = static_cast<int>(i);
    const AxisFitter fitter = fit_axis(axes[i], unfolded(values, mode), scale);
    coefficients_ = fitter.coefficients(coefficients_, mode);
    bases_.push_back(fitter.basis());
    fits_.push_back(fitter.fit());
    problem_axis_.push_back(axes[i].axis);
    points_.push_back(axes[i].coordinates.size());
  }
  Tensor fitted = coefficients_;
  for (std::size_t i = 0; i < axes.size(); ++i)
    fitted =
        multiply_dense(bases_[i]->evaluate(axes[i].coordinates, 0), fitted, static_cast<int>(i));
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
