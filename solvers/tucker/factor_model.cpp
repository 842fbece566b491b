#include "solvers/tucker/factor_model.hpp"

#include <algorithm>
#include <stdexcept>

#include "solvers/tucker/distinct_rows.hpp"
#include "solvers/tucker/factor_tables.hpp"

namespace tessera::tucker {
namespace {

bool is_derivative(const std::vector<int>& orders) {
  return std::any_of(orders.begin(), orders.end(), [](int order) { return order > 0; });
}

FactorMarginals marginals_at(const FittedComponents& fit, Index mode,
                             const Eigen::MatrixXd& coordinates, int order) {
  if (fit.smoothers[mode] == nullptr) {
    const Eigen::MatrixXd none(0, coordinates.rows());
    return {none, none, 0};
  }
  return fit.smoothers[mode]->predict(fit.sites[mode], coordinates, order);
}

/// Mean and variance of the components' sum at combinations of the modes' coordinates.
LatentPrediction component_moments(const FittedComponents& fit,
                                   const std::vector<Eigen::MatrixXd>& coordinates,
                                   const Eigen::MatrixXi& index, const std::vector<int>& orders) {
  const Index modes = fit.table.modes();
  std::vector<RestTerms> rest;
  for (Index k = 0; k < modes; ++k) rest.push_back(rest_terms(fit.table, k));
  // The mode with the fewest rest terms is the cheapest to contract.
  const Index contracted =
      std::min_element(rest.begin(), rest.end(),
                       [](const auto& a, const auto& b) { return a.count() < b.count(); }) -
      rest.begin();
  const RestTerms& terms = rest[contracted];
  std::vector<FactorTable> tables;
  for (Index k = 0; k < modes; ++k) {
    const FactorMarginals q = marginals_at(fit, k, coordinates[k], orders[k]);
    const double constant = orders[k] == 0 ? 1.0 : 0.0;  // the derivative of 1 is 0
    tables.push_back(k == contracted ? contracted_table(fit.table, terms, k, q, fit.weight_mean,
                                                        fit.weight_covariance, constant)
                                     : factor_table(terms, k, q, constant));
  }
  FunctionMomentsOfRows moments = function_moments(tables, index);
  const Eigen::VectorXd variance =
      (moments.second.array() - moments.mean.array().square()).max(0.0);
  return {std::move(moments.mean), variance, Eigen::VectorXd::Zero(index.rows())};
}

}  // namespace

LatentPrediction mixture(const ModelDescription& description,
                         const std::vector<LatentPrediction>& members,
                         const std::vector<double>& shares, const Eigen::MatrixXd& points,
                         bool derivative) {
  const Index count = points.rows();
  LatentPrediction sum{Eigen::VectorXd::Zero(count), Eigen::VectorXd::Zero(count),
                       Eigen::VectorXd::Zero(count)};
  for (std::size_t i = 0; i < members.size(); ++i) {
    const LatentPrediction& one = members[i];
    sum.mean += shares[i] * one.mean;
    sum.variance += shares[i] * (one.variance + one.mean.cwiseAbs2());
    sum.noise_variance += shares[i] * one.noise_variance;
  }
  const Standardisation& s = description.standardisation;
  const double square = s.scale * s.scale * description.calibration * description.calibration;
  sum.variance = square * (sum.variance - sum.mean.cwiseAbs2()).cwiseMax(0.0);
  sum.noise_variance *= square;
  sum.mean *= s.scale;
  if (!derivative) sum.mean += s.offsets(points);
  return sum;
}

FactorModel::FactorModel(ModelDescription description, std::vector<Member> members)
    : description_(std::move(description)), members_(std::move(members)) {
  if (members_.empty()) throw std::invalid_argument("FactorModel: no member");
}

std::vector<Axis> FactorModel::axes() const {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < description_.axes.size(); ++k) {
    const ObservedAxis& columns = description_.columns[k];
    const Eigen::MatrixXd& x = description_.axes[k].coordinates;
    for (Index c = 0; c < x.cols(); ++c)
      axes.push_back({columns.columns[c],
                      columns.units[c],
                      {x.col(c).minCoeff(), x.col(c).maxCoeff()},
                      description_.kinds[k],
                      {}});
  }
  return axes;
}

FactorModel::Query FactorModel::query(const Eigen::MatrixXd& points) const {
  Query query;
  query.index.resize(points.rows(), static_cast<Index>(description_.axes.size()));
  Index column = 0;
  for (std::size_t k = 0; k < description_.axes.size(); ++k) {
    const Index count = description_.axes[k].coordinates.cols();
    if (column + count > points.cols())
      throw std::invalid_argument("points have fewer columns than the model has coordinates");
    DistinctRows distinct = distinct_rows(points.middleCols(column, count));
    query.coordinates.push_back(std::move(distinct.rows));
    query.index.col(static_cast<Index>(k)) = distinct.number;
    column += count;
  }
  if (column != points.cols())
    throw std::invalid_argument("points have more columns than the model has coordinates");
  return query;
}

FactorModel::Query FactorModel::query(const Grid& grid) const {
  Query query;
  std::vector<Index> counts;  // per mode
  std::size_t axis = 0;
  for (const AxisModel& model : description_.axes) {
    Eigen::MatrixXd places(1, 0);
    for (Index c = 0; c < model.coordinates.cols(); ++c, ++axis) {
      const auto& x = grid.axes.at(axis).coordinates;
      const Index before = places.rows(), count = static_cast<Index>(x.size());
      Eigen::MatrixXd product(before * count, places.cols() + 1);
      for (Index i = 0; i < count; ++i) {
        product.block(i * before, 0, before, places.cols()) = places;
        product.block(i * before, places.cols(), before, 1).setConstant(x[i]);
      }
      places = std::move(product);
    }
    counts.push_back(places.rows());
    query.coordinates.push_back(std::move(places));
  }
  if (axis != grid.axes.size())
    throw std::invalid_argument("the grid has more axes than the model has coordinates");
  Index total = 1;
  for (const Index count : counts) total *= count;
  query.index.resize(total, static_cast<Index>(counts.size()));
  Index before = 1;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    for (Index n = 0; n < total; ++n)
      query.index(n, static_cast<Index>(k)) = static_cast<int>(n / before % counts[k]);
    before *= counts[k];
  }
  return query;
}

std::vector<int> FactorModel::mode_orders(const std::vector<int>& orders) const {
  std::vector<int> result;
  std::size_t column = 0;
  for (const AxisModel& axis : description_.axes) {
    int order = 0;
    for (Index c = 0; c < axis.coordinates.cols(); ++c, ++column)
      order += column < orders.size() ? orders[column] : 0;
    result.push_back(order);
  }
  if (!orders.empty() && orders.size() != column)
    throw std::invalid_argument("one derivative order per coordinate column is needed");
  return result;
}

Eigen::MatrixXd FactorModel::Query::points() const {
  return rows_at(coordinates, index);
}

LatentPrediction FactorModel::member_latent(const Member& member, const Query& query,
                                            const std::vector<int>& orders) const {
  const Index count = query.index.rows();
  LatentPrediction latent =
      component_moments(member.components, query.coordinates, query.index, orders);
  const double cell = member.local ? 0.0 : member.cell_variance;
  latent.noise_variance.setConstant(count, member.measurement_variance + cell);
  if (member.local && !is_derivative(orders)) {
    const LocalProcess::Prediction local = member.local->predict(query.points());
    latent.mean += local.mean;
    latent.variance += local.variance;
    latent.noise_variance += local.cell_variance;
  }
  return latent;
}

LatentPrediction FactorModel::latent(const Query& query, const std::vector<int>& orders) const {
  std::vector<LatentPrediction> members;
  std::vector<double> shares;
  for (const Member& member : members_) {
    members.push_back(member_latent(member, query, orders));
    shares.push_back(member.share);
  }
  return mixture(description_, members, shares, query.points(), is_derivative(orders));
}

std::vector<LatentPrediction> FactorModel::member_latents(const Eigen::MatrixXd& points) const {
  const Query at = query(points);
  const std::vector<int> orders = mode_orders({});
  std::vector<LatentPrediction> latents;
  for (const Member& member : members_) latents.push_back(member_latent(member, at, orders));
  return latents;
}

LatentPrediction FactorModel::latent(const Eigen::MatrixXd& points,
                                     const std::vector<int>& orders) const {
  return latent(query(points), mode_orders(orders));
}

LatentPrediction FactorModel::latent(const Grid& grid, const std::vector<int>& orders) const {
  return latent(query(grid), mode_orders(orders));
}

Prediction FactorModel::value(const LatentPrediction& latent,
                              const std::vector<int>& orders) const {
  const Link link = description_.standardisation.link;
  if (is_derivative(orders) && link == Link::log)
    throw std::invalid_argument(
        "a model with a log link has no derivatives here; fit it with Link: identity");
  const ValuePrediction value = value_prediction(link, latent);
  Prediction prediction{value.mean, value.standard_deviation};
  if (!is_derivative(orders))
    prediction.predictive_standard_deviation = value.predictive_standard_deviation;
  return prediction;
}

Prediction FactorModel::predict(const Eigen::MatrixXd& points,
                                const std::vector<int>& orders) const {
  return value(latent(points, orders), orders);
}

Prediction FactorModel::predict(const Grid& grid, const std::vector<int>& orders) const {
  return value(latent(grid, orders), orders);
}

}  // namespace tessera::tucker
