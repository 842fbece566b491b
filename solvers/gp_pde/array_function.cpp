#include "solvers/gp_pde/array_function.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

#include <Eigen/QR>

#include "solvers/gp_pde/parity_matrix.hpp"
#include "solvers/gp_pde/periodogram.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Functions per point, at most: beyond it a fit interpolates, and says nothing between the points.
constexpr double largest_rank_share = 0.9;
/// Ranks are tried in steps of this.
constexpr Index rank_step = 4;
/// Of deviations, between the points: beyond it least squares lose all digits.
constexpr double largest_amplification = 1e12;
constexpr double error_goal = 1e-12;
/// No residual is trusted to be smaller: the values carry rounding errors.
constexpr double rounding = 1e-15;
constexpr double negligible = 1e-10;
constexpr double band_growth = 1.25;
/// Share of the sampling rate up to which prolate functions stay well determined by the points.
constexpr double largest_band_share = 0.42;
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

/// The function of the basis that is number `j` from smooth to rough: even ones stand first there.
Index place(const Basis1D& basis, Index j) {
  const Index pairs = std::min(basis.rank_even(), basis.rank_odd());
  if (j >= 2 * pairs) return basis.rank_even() > pairs ? j - pairs : j;
  return j % 2 == 0 ? j / 2 : basis.rank_even() + j / 2;
}

/// Even and odd functions in turn, from smooth to rough.
Matrix in_turn(const Basis1D& basis, const Vector& x) {
  const Matrix grouped = basis.evaluate(x, 0);
  Matrix ordered(grouped.rows(), grouped.cols());
  for (Index j = 0; j < ordered.cols(); ++j) ordered.col(j) = grouped.col(place(basis, j));
  return ordered;
}

/// Least squares along one axis in one band.
class AxisFitter {
 public:
  /// `scale`: the largest of the fibres' values.
  AxisFitter(const ArrayAxis& axis, std::pair<double, double> range, double band,
             const Matrix& fibres, double scale) {
    const Index points = axis.coordinates.size();
    BasisRequest request;
    request.range = range;
    request.spectrum.band = band;
    request.periodic = axis.periodic;
    const Index most = axis.periodic
                           ? points - 1 + points % 2
                           : static_cast<Index>(largest_rank_share * static_cast<double>(points));
    request.rank = std::clamp(flat_band_rank(band, range.second - range.first, axis.periodic),
                              fewest_functions, std::max(most, fewest_functions));
    request.maximum_nodes = 100 * (request.rank + fewest_points);  // no cap
    basis_ = std::make_shared<Basis1D>(request);
    choose_rank(in_turn(*basis_, axis.coordinates), in_turn(*basis_, midpoints(axis.coordinates)),
                fibres, scale);
  }

  const std::shared_ptr<const Basis1D>& basis() const { return basis_; }
  const ArrayFit& fit() const { return fit_; }
  Matrix misfit(const Matrix& fibres) const {
    return fibres - left_ * (left_.transpose() * fibres);
  }
  /// Coefficients of the fit; in two steps, as the pseudo-inverse itself would lose digits.
  Tensor coefficients(const Tensor& values, int mode) const {
    return multiply_dense(right_, multiply_dense(left_.transpose(), values, mode), mode);
  }

 private:
  // With Phi = Q R the fit by the first r functions has the residual (1 - Q_r Q_r^T) A, and between
  // the points the values Psi R_r^-1 Q_r^T A, whose rows say how much deviations grow there. R^-1
  // is upper triangular: column j of Psi R^-1 belongs to function j and those before it.
  void choose_rank(const Matrix& at_points, const Matrix& between, const Matrix& fibres,
                   double scale) {
    const Index rank = at_points.cols();
    const auto points = static_cast<double>(at_points.rows());
    const Eigen::HouseholderQR<Matrix> qr(at_points);
    const Matrix q = qr.householderQ() * Matrix::Identity(at_points.rows(), rank);
    const auto r = qr.matrixQR().topRows(rank).triangularView<Eigen::Upper>();
    const Matrix growth = r.solve<Eigen::OnTheRight>(between);
    const Matrix coefficients = q.transpose() * fibres;
    Matrix misfit = fibres;
    Vector variance = Vector::Zero(between.rows());
    Index best = 0;
    for (Index from = 0; from < rank; from += rank_step) {
      const Index count = std::min(rank_step, rank - from);
      misfit.noalias() -= q.middleCols(from, count) * coefficients.middleRows(from, count);
      variance += growth.middleCols(from, count).rowwise().squaredNorm();
      const double residual = misfit.cwiseAbs().maxCoeff() / scale;
      const double amplification = std::sqrt(std::max(variance.maxCoeff(), 1.0));
      // As in generalised cross-validation: every function takes a share of the deviations away.
      const double freedom = 1 - static_cast<double>(from + count) / points;
      const double error =
          std::max(residual / std::max(freedom, 1 / points), rounding) * amplification;
      if (!(amplification < largest_amplification)) break;
      if (best > 0 && error >= fit_.estimated_error) continue;
      best = from + count;
      fit_ = {basis_->band(), best, residual, error};
    }
    left_ = q.leftCols(best);
    right_ = Matrix::Zero(rank, best);
    const Matrix inverse = qr.matrixQR()
                               .topLeftCorner(best, best)
                               .triangularView<Eigen::Upper>()
                               .solve(Matrix::Identity(best, best));
    for (Index j = 0; j < best; ++j) right_.row(place(*basis_, j)) = inverse.row(j);
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

/// Those that vary by more than `least`: the rounding errors of the others have no band.
Matrix varying_fibres(const Matrix& fibres, double least) {
  Matrix kept = Matrix::Zero(fibres.rows(), fibres.cols());
  Index count = 0;
  for (Index j = 0; j < fibres.cols(); ++j)
    if (fibres.col(j).maxCoeff() - fibres.col(j).minCoeff() > least)
      kept.col(count++) = fibres.col(j);
  return kept.leftCols(std::max<Index>(count, 1));
}

/// Bands for one axis, and the best fit so far.
class BandSearch {
 public:
  BandSearch(const ArrayAxis& axis, const Matrix& fibres, double scale)
      : axis_(axis),
        fibres_(fibres),
        scale_(scale),
        range_(basis_range(axis)),
        length_(range_.second - range_.first) {
    const double rate = static_cast<double>(axis.coordinates.size() - 1) / length_;
    cap_ = (axis.periodic ? 0.5 : largest_band_share) * rate;
    constexpr double fewest_periods = 2;
    const double seen = highest_band(varying_fibres(fibres, negligible * scale), 1e-3);
    grow_from(std::min(cap_, std::max(seen, fewest_periods / length_)));
    // A gap in the spectrum, and weak tones beyond it, stand out in what the fit leaves.
    constexpr double gap_threshold = 0.1;
    for (double tried = best_->fit().band; best_->fit().estimated_error > error_goal;) {
      const double gap = std::min(cap_, highest_band(best_->misfit(fibres_), gap_threshold));
      if (gap <= tried * band_growth) break;
      tried = gap;
      grow_from(gap);
    }
  }

  const AxisFitter& best() const { return *best_; }

 private:
  double highest_band(const Matrix& columns, double threshold) const {
    return highest_frequency(periodogram(columns, length_), threshold);
  }

  /// Whether the fit in this band is worth its width.
  bool try_band(double band) {
    AxisFitter fitter(axis_, range_, band, fibres_, scale_);
    if (best_ && fitter.fit().estimated_error > worthwhile_gain * best_->fit().estimated_error)
      return false;
    best_ = std::move(fitter);
    return true;
  }

  void grow_from(double band) {
    for (int fruitless = try_band(band) ? 0 : 1;
         band < cap_ && fruitless < patience && best_->fit().estimated_error > error_goal;) {
      band = std::min(band * band_growth, cap_);
      fruitless = try_band(band) ? 0 : fruitless + 1;
    }
  }

  const ArrayAxis& axis_;
  const Matrix& fibres_;
  double scale_;
  std::pair<double, double> range_;
  double length_;
  double cap_ = 0;
  std::optional<AxisFitter> best_;
};

}  // namespace

ArrayFunction::ArrayFunction(std::size_t problem_axes, const std::vector<ArrayAxis>& axes,
                             const Tensor& values)
    : problem_axes_(problem_axes), coefficients_(values) {
  require_array(problem_axes, axes, values);
  const double largest = values.values.cwiseAbs().maxCoeff();
  const double scale = largest > 0 ? largest : 1.0;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const int mode = static_cast<int>(i);
    const Matrix fibres = unfolded(values, mode);
    const BandSearch search(axes[i], fibres, scale);
    const AxisFitter& fitter = search.best();
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
