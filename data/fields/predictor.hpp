#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/grid.hpp"
#include "data/fields/model_record.hpp"

namespace tessera {

/// Mean and standard deviation of the model's function at a set of points.
struct Prediction {
  Eigen::VectorXd mean;
  /// Standard deviation of the function (without observation noise). Empty where the model
  /// carries no posterior covariance: absent, not zero.
  Eigen::VectorXd standard_deviation;
  /// Standard deviation of a new observation, with its noise. Empty where the model has no noise,
  /// and for derivatives.
  Eigen::VectorXd predictive_standard_deviation{};
};

/// A fitted model that can be asked for values anywhere in its domain. Every app's run produces
/// one; it is saved under `/model` of the result and loaded again by its record's type.
class Predictor {
 public:
  virtual ~Predictor() = default;

  /// Axes with name and units; `coordinates` holds the two ends of the domain.
  virtual std::vector<Axis> axes() const = 0;
  /// Name and units of the predicted quantity.
  virtual std::string quantity() const = 0;
  virtual std::string quantity_units() const { return {}; }

  /// Prediction of the derivative of order `orders[k]` along axis k (all zero: the function) at
  /// the rows of `points` (N x K, raw units). Throws DataError for a point outside the domain
  /// (names row and axis), std::invalid_argument for an order the model does not have.
  virtual Prediction predict(const Eigen::MatrixXd& points,
                             const std::vector<int>& orders) const = 0;
  /// The same on a tensor grid, first axis fastest; by mode products, much cheaper than points.
  virtual Prediction predict(const Grid& grid, const std::vector<int>& orders) const = 0;

  /// Everything needed to build this predictor again.
  virtual ModelRecord record() const = 0;
};

/// Loaders by record type; the driver fills one with what each app offers.
using PredictorLoaders =
    std::map<std::string, std::function<std::unique_ptr<Predictor>(const ModelRecord&)>>;

}  // namespace tessera
