#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/predictor.hpp"
#include "solvers/sphere_gp/assembly.hpp"

namespace tessera::sphere_gp {

/// Places of a grid that are predicted by one run of filter and smoother.
inline constexpr Index grid_places_at_once = 20000;

/// Posterior of a Gaussian field on the sphere, or sphere x time, anywhere: mean, standard
/// deviation of the field, and of a new observation. Holds model and data; every question runs
/// filter and smoother: once for points, once per 20,000 places of a grid.
class SpherePredictor final : public Predictor {
 public:
  struct Parts {
    /// longitude (degrees east), latitude (degrees north) and, where there is one, time; the time's
    /// coordinates are the ends of its domain.
    std::vector<Axis> axes;
    std::string quantity;
    std::string quantity_units;
    SphereModel model;
    StateForm form = StateForm::observations;
    Eigen::VectorXd latitudes, longitudes, times, values;  ///< of the data; times may be empty
  };
  /// Throws std::invalid_argument for parts that do not fit each other.
  explicit SpherePredictor(Parts parts);
  /// From a record of type `sphere_gp`; throws DataError where something is missing or wrong.
  static std::unique_ptr<Predictor> load(const ModelRecord& record);

  std::vector<Axis> axes() const override { return parts_.axes; }
  std::string quantity() const override { return parts_.quantity; }
  std::string quantity_units() const override { return parts_.quantity_units; }
  /// Orders of derivatives must be 0. Longitudes may be given in any turn.
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const override;
  Prediction predict(const Grid& grid, const std::vector<int>& orders) const override;
  ModelRecord record() const override;

  const SphereModel& model() const { return parts_.model; }

 private:
  void require_orders(const std::vector<int>& orders) const;
  Prediction finished(Eigen::VectorXd mean, const Eigen::VectorXd& variance) const;

  Parts parts_;
  std::shared_ptr<const SphereData> data_;
};

}  // namespace tessera::sphere_gp
