#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/observations.hpp"
#include "data/fields/predictor.hpp"
#include "solvers/tucker/axis_model.hpp"
#include "solvers/tucker/component_table.hpp"
#include "solvers/tucker/link.hpp"
#include "solvers/tucker/local_process.hpp"
#include "solvers/tucker/variational_state.hpp"

namespace tessera::tucker {

/// The posterior of one set of components: priors with their learned hyperparameters, and q.
struct FittedComponents {
  ComponentTable table;
  std::vector<std::unique_ptr<FactorSmoother>> smoothers;  ///< per mode; none: no function there
  std::vector<NaturalSites> sites;                         ///< per mode, as smoothed last
  Eigen::VectorXd weight_mean;
  Eigen::MatrixXd weight_covariance;
};

/// One member of a model: components, the local process of what they leave, and the noise. All on
/// the standardised scale.
struct Member {
  std::string name;  ///< e.g. `start 1`, `main effects`
  FittedComponents components;
  std::optional<LocalProcess> local;
  double cell_variance = 0;         ///< shared by observations of one cell; without a local process
  double measurement_variance = 1;  ///< of each observation on its own
  double share = 1;                 ///< in the mixture of members; shares sum to 1
};

/// A member in a record, all names with this prefix; get_member throws std::out_of_range for what
/// is not there.
void put_member(ModelRecord& record, const std::string& prefix, const Member& member);
Member get_member(const ModelRecord& record, const std::string& prefix,
                  const std::vector<AxisModel>& axes);

/// What is the same in all members of a model.
struct ModelDescription {
  std::vector<AxisModel> axes;        ///< coordinates: the distinct ones of the training rows
  std::vector<ObservedAxis> columns;  ///< names and units of each axis's coordinate columns
  std::vector<AxisKind> kinds;        ///< of each axis
  Standardisation standardisation;
  /// Standard deviations are multiplied by this: what held-out training rows asked for.
  double calibration = 1;
  Index rank = 0;                 ///< of the sections whose rank was chosen; 0: none was
  double main_effects_share = 0;  ///< of the mixture
  Index chosen_from = 0;          ///< training rows on which all this was chosen
  /// Training rows in raw units: more rows can be added to them later.
  Eigen::MatrixXd points;
  Eigen::VectorXd values;
  bool saves_rows = true;  ///< whether a record holds them
  std::string quantity;
  std::string units;
};

/// Moments of a mixture of members, whose shares sum to 1, at the rows of `points`: from the
/// standardised to the link's scale, calibrated. `derivative`: without mean and trend.
LatentPrediction mixture(const ModelDescription& description,
                         const std::vector<LatentPrediction>& members,
                         const std::vector<double>& shares, const Eigen::MatrixXd& points,
                         bool derivative = false);

/// A functional Tucker / CP model: a mixture of members, whose variance holds the spread between
/// them. New coordinates join each mode's Gaussian processes as coordinates without observations,
/// so interpolation and extrapolation are exact. Points have one column per coordinate column of
/// the axes, in their order, in raw units.
class FactorModel final : public Predictor {
 public:
  FactorModel(ModelDescription description, std::vector<Member> members);

  const ModelDescription& description() const { return description_; }
  const std::vector<Member>& members() const { return members_; }

  /// On the link's scale; `orders` per column, at most one positive, along 1-D modes.
  LatentPrediction latent(const Eigen::MatrixXd& points, const std::vector<int>& orders) const;
  LatentPrediction latent(const Grid& grid, const std::vector<int>& orders) const;
  /// Of each member, on the standardised scale: for `mixture`.
  std::vector<LatentPrediction> member_latents(const Eigen::MatrixXd& points) const;

  std::vector<Axis> axes() const override;
  std::string quantity() const override { return description_.quantity; }
  std::string quantity_units() const override { return description_.units; }
  /// Derivatives are those of the components (a local process has none); they exist for the
  /// identity link, to the order that the mode's kernel has.
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const override;
  Prediction predict(const Grid& grid, const std::vector<int>& orders) const override;

  ModelRecord record() const override;
  static std::unique_ptr<Predictor> load(const ModelRecord& record);

 private:
  struct Query {
    std::vector<Eigen::MatrixXd> coordinates;  ///< per mode, distinct
    Eigen::MatrixXi index;                     ///< points x modes
    Eigen::MatrixXd points() const;            ///< all columns side by side
  };
  Query query(const Eigen::MatrixXd& points) const;
  Query query(const Grid& grid) const;
  std::vector<int> mode_orders(const std::vector<int>& orders) const;
  LatentPrediction latent(const Query& query, const std::vector<int>& orders) const;
  LatentPrediction member_latent(const Member& member, const Query& query,
                                 const std::vector<int>& orders) const;
  Prediction value(const LatentPrediction& latent, const std::vector<int>& orders) const;

  ModelDescription description_;
  std::vector<Member> members_;
};

}  // namespace tessera::tucker
