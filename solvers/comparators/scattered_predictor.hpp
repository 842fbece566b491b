#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/observations.hpp"
#include "data/fields/types.hpp"
#include "solvers/filtering/place_distances.hpp"

namespace tessera {

/// What the simple predictors need to know beyond the training rows.
struct ScatteredPredictorOptions {
  /// Axis whose coordinates are places, for inverse distance and kriging; -1: the first axis with
  /// several columns, or the only axis there is, or none.
  Index place_axis = -1;
  /// Distances between places of the place axis (other axes: Euclidean).
  Geometry geometry = Geometry::euclidean;
  /// Axis that counts days, on which climatology has harmonics of the year; -1: none.
  Index day_axis = -1;
};

struct ScatteredPrediction {
  Eigen::VectorXd mean;
  /// Standard deviation of a new observation, noise included; empty where the predictor has none.
  Eigen::VectorXd standard_deviation;
};

/// A simple predictor of a quantity at scattered points, to be reported beside a model's result.
/// Deterministic; everything that is chosen is chosen on the training rows.
class ScatteredPredictor {
 public:
  virtual ~ScatteredPredictor() = default;
  virtual std::string name() const = 0;
  /// What was chosen on the training rows, for a table's footnote; mostly empty.
  virtual std::string choice() const { return {}; }
  /// At the rows of `points` (columns as in the training coordinates). Throws
  /// std::invalid_argument for another number of columns.
  virtual ScatteredPrediction predict(const Eigen::MatrixXd& points) const = 0;
};

/// Names that make_scattered_predictor takes for these training rows:
///   mean                  of the training values.
///   axis mean AXIS        mean of the rows with that coordinate on the axis. Elsewhere: linear
///                         between the neighbouring coordinates, constant beyond the ends; on an
///                         axis with several columns the nearest coordinate counts.
///   additive              constant plus an effect per distinct coordinate of every axis, least
///                         squares with a ridge per axis, chosen on held-out rows. Effect of a
///                         coordinate without training rows: 0. (Two axes or more.)
///   lookup                mean of the rows with identical coordinates on all axes; elsewhere the
///                         axis mean that does best on held-out rows, or the additive predictor
///                         where its RMSE on them is lower by more than 1 %.
///   nearest neighbours    along one axis, among the rows that share the coordinates of all other
///                         axes: sum over the k nearest coordinates r of w_r (y_r + d_r), w_r
///                         proportional to 1 / distance^2, d_r the mean difference between the
///                         point's coordinate and r over all they share elsewhere (that of the
///                         additive effects where they share nothing, 0 where the point's
///                         coordinate has no training rows). Axis and k are chosen on held-out
///                         rows. Where no row shares: the additive predictor (one axis: all rows
///                         share).
///   inverse distance P    powers P = 1, 2, 3, 4 of the distance, over the 8 nearest places with
///                         rows that share the coordinates of the other axes; the additive
///                         predictor (one axis: does not occur) where no row shares. Needs places.
///   kriging               linear trend in the coordinates of the places, common to all slices (a
///                         slice: the rows that share the coordinates of the other axes), plus per
///                         slice a constant, a Matern-3/2 process and a nugget, whose four numbers
///                         are common to all slices and maximise the marginal likelihood. Slices
///                         of at most 2000 places. Needs places.
///   climatology           linear regression on the coordinates of all axes but the day axis, with
///                         annual and semi-annual harmonics of that one.
/// Rows with identical coordinates are averaged before distances count. Rows are held out by
/// distinct points, so that copies do not leak: five fifths in turn.
std::vector<std::string> scattered_predictor_names(const Observations& training,
                                                   const ScatteredPredictorOptions& options);

/// Fits a predictor. Throws DataError: no training rows, an unknown name (with all names), a
/// predictor that these data do not allow; std::invalid_argument for observations that
/// require_valid refuses or options that name no axis.
std::unique_ptr<ScatteredPredictor> make_scattered_predictor(
    const std::string& name, const Observations& training,
    const ScatteredPredictorOptions& options);

}  // namespace tessera
