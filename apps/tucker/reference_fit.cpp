#include "apps/tucker/reference_fit.hpp"

#include <algorithm>

#include "apps/tucker/model_set_up.hpp"
#include "solvers/tucker/reference_cp.hpp"

namespace tessera::tucker {
namespace {

constexpr const char* published_kernel = "matern 1/2";

double entry_of(const std::vector<double>& list, std::size_t axis) {
  return list[list.size() == 1 ? 0 : axis];
}

/// The distinct coordinates of an axis and where each row's stands among them.
Eigen::VectorXd distinct(const Eigen::VectorXd& x, Eigen::Ref<Eigen::VectorXi> index) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (Index n = 0; n < x.size(); ++n)
    index[n] =
        static_cast<int>(std::lower_bound(sorted.begin(), sorted.end(), x[n]) - sorted.begin());
  return Eigen::Map<const Eigen::VectorXd>(sorted.data(), static_cast<Index>(sorted.size()));
}

}  // namespace

FittedModel reference_fit(const Options& options, const DataSet& data,
                          const std::vector<Index>& rows, std::mt19937_64& random) {
  const ReferenceOptions& r = options.model.reference;
  const Index rank = rank_of(options.model).value_or(1);
  TrainingData training = training_data(options, data, rows);
  Entries entries{Eigen::MatrixXi(training.points.rows(), training.points.cols()),
                  (training.values.array() - data.stored_offset) / data.stored_scale};
  ReferenceCpOptions cp{r.sweeps, r.damping,         r.noise_damping,
                        {},       r.factor_variance, {r.noise_shape, r.noise_rate}};
  std::vector<Index> indices;
  std::vector<std::unique_ptr<FactorSmoother>> smoothers;
  for (std::size_t k = 0; k < training.axes.size(); ++k) {
    const auto column = static_cast<Index>(k);
    const auto x = data.observations.coordinates.col(column);
    AxisModel& axis = training.axes[k];
    axis.coordinates = distinct(training.points.col(column), entries.index.col(column));
    axis.kernel = published_kernel;
    axis.length_scale =
        entry_of(r.length_scale, k) * (x.maxCoeff() - x.minCoeff()) / r.coordinate_scale;
    cp.variance.push_back(entry_of(r.variance, k));
    indices.push_back(axis.coordinates.rows());
    smoothers.push_back(make_smoother(
        axis, std::vector<double>(static_cast<std::size_t>(rank), axis.length_scale)));
  }
  ReferenceCp fit =
      reference_cp(std::move(smoothers), *entry_terms(entries, indices, 1), cp, random);

  ModelDescription description;
  description.axes = std::move(training.axes);
  description.columns = std::move(training.columns);
  description.kinds = std::move(training.kinds);
  const Index columns = training.points.cols();
  description.standardisation = {Link::identity, data.stored_offset, data.stored_scale,
                                 Eigen::RowVectorXd::Zero(columns),
                                 Eigen::RowVectorXd::Zero(columns)};
  description.rank = rank;
  description.points = training.points;
  description.values = training.values;
  description.quantity = training.quantity;
  description.units = training.units;
  Member member;
  member.name = "published model";
  member.components = std::move(fit.components);
  member.measurement_variance = 1 / fit.noise_precision.mean();
  std::vector<Member> members;
  members.push_back(std::move(member));
  FittedModel result;
  result.model = std::make_shared<FactorModel>(std::move(description), std::move(members));
  result.members = {{"published model", {}, true, 0}};
  result.cells = training.values.size();
  return result;
}

}  // namespace tessera::tucker
