#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/QR>

#include "solvers/comparators/place_slices.hpp"
#include "solvers/comparators/simple_predictors.hpp"
#include "solvers/comparators/slice_covariance.hpp"

namespace tessera {
namespace {

/// Learning sees evenly spaced slices of no more values than this, which bounds its time.
constexpr std::size_t learning_values = 2000;

class KrigingPredictor final : public ScatteredPredictor {
 public:
  KrigingPredictor(const Observations& training, std::size_t axis, Geometry geometry)
      : axes_(training.axes), slices_(training, axis, geometry) {
    fit_trend();
    covariance_ = learn_slice_covariance(learning_slices());
  }

  std::string name() const override { return "kriging"; }
  std::string choice() const override {
    char text[128];
    std::snprintf(text, sizeof text, "range %.4g, sd of process %.3g, constant %.3g, nugget %.3g",
                  covariance_.range, std::sqrt(covariance_.scale),
                  std::sqrt(covariance_.scale * covariance_.constant),
                  std::sqrt(covariance_.scale * covariance_.nugget));
    return text;
  }

  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    ScatteredPrediction prediction{Eigen::VectorXd(points.rows()), Eigen::VectorXd(points.rows())};
    std::map<Index, std::vector<Index>> rows_of_slice;
    for (Index n = 0; n < points.rows(); ++n)
      rows_of_slice[slices_.slice_of(points.row(n))].push_back(n);
    for (const auto& [slice, rows] : rows_of_slice) predict_slice(slice, rows, points, prediction);
    return prediction;
  }

 private:
  Eigen::VectorXd trend(const Eigen::MatrixXd& places) const {
    return ((places.rowwise() - centre_) * slope_).array() + mean_;
  }

  /// One equation per cell, all slices together.
  void fit_trend() {
    const Eigen::MatrixXd& places = slices_.places().distinct();
    centre_ = places.colwise().mean();
    const Index unknowns = places.cols() + 1;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(unknowns, unknowns);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(unknowns);
    for (Index p = 0; p < places.rows(); ++p) {
      Eigen::VectorXd feature(unknowns);
      feature << 1, (places.row(p) - centre_).transpose();
      for (const PlaceSlices::Cell& cell : slices_.at_place(p)) {
        normal += feature * feature.transpose();
        right += cell.value * feature;
      }
    }
    const Eigen::VectorXd solution = normal.completeOrthogonalDecomposition().solve(right);
    mean_ = solution[0];
    slope_ = solution.tail(unknowns - 1);
  }

  /// Places of a slice, and what the trend leaves of its values.
  std::pair<Eigen::MatrixXd, Eigen::VectorXd> residuals(Index slice) const {
    const std::vector<PlaceSlices::Cell>& cells = slices_.in_slice(slice);
    std::vector<Index> rows;
    Eigen::VectorXd values(static_cast<Index>(cells.size()));
    for (const PlaceSlices::Cell& cell : cells) {
      values[static_cast<Index>(rows.size())] = cell.value;
      rows.push_back(cell.place);
    }
    Eigen::MatrixXd places = slices_.places().distinct()(rows, Eigen::all);
    values -= trend(places);
    return {std::move(places), std::move(values)};
  }

  std::vector<SliceResiduals> learning_slices() const {
    std::size_t total = 0;
    for (Index s = 0; s < slices_.slice_count(); ++s) total += slices_.in_slice(s).size();
    const auto stride = static_cast<Index>((total + learning_values - 1) / learning_values);
    std::vector<SliceResiduals> result;
    for (Index s = 0; s < slices_.slice_count(); s += stride) {
      auto [places, values] = residuals(s);
      result.push_back({place_distances(places, places, slices_.geometry()), std::move(values)});
    }
    return result;
  }

  void predict_slice(Index slice, const std::vector<Index>& rows, const Eigen::MatrixXd& points,
                     ScatteredPrediction& prediction) const {
    Eigen::MatrixXd at(static_cast<Index>(rows.size()), centre_.size());
    for (std::size_t r = 0; r < rows.size(); ++r)
      at.row(static_cast<Index>(r)) = slices_.place_of(points.row(rows[r]));
    Eigen::VectorXd mean = trend(at);
    Eigen::ArrayXd variance =
        Eigen::ArrayXd::Constant(at.rows(), 1 + covariance_.constant + covariance_.nugget);
    if (slice >= 0) {
      const auto [places, values] = residuals(slice);
      Eigen::MatrixXd k = covariance_.relative(place_distances(places, places, slices_.geometry()));
      k.diagonal().array() += covariance_.nugget;
      const Eigen::LLT<Eigen::MatrixXd> cholesky(k);
      const Eigen::MatrixXd cross = cholesky.matrixL().solve(
          covariance_.relative(place_distances(places, at, slices_.geometry())));
      mean += cross.transpose() * cholesky.matrixL().solve(values);
      variance -= cross.colwise().squaredNorm().transpose().array();
    }
    prediction.mean(rows) = mean;
    prediction.standard_deviation(rows) =
        (covariance_.scale * variance.max(covariance_.nugget)).sqrt().matrix();
  }

  std::vector<ObservedAxis> axes_;
  PlaceSlices slices_;
  Eigen::RowVectorXd centre_;
  double mean_ = 0;
  Eigen::VectorXd slope_;
  SliceCovariance covariance_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> kriging_predictor(const Observations& training,
                                                      std::size_t axis, Geometry geometry) {
  return std::make_unique<KrigingPredictor>(training, axis, geometry);
}

}  // namespace tessera
