#include "solvers/filtering/chain_smoother.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "solvers/filtering/chain_engine.hpp"
#include "solvers/filtering/chain_prior.hpp"

namespace tessera {
namespace {

FactorMarginals empty_marginals(Index functions, Index count) {
  return {Eigen::MatrixXd(functions, count), Eigen::MatrixXd(functions * functions, count), 0};
}

/// Positions by ascending coordinate.
std::vector<Index> ascending(const Eigen::MatrixXd& points) {
  std::vector<Index> order(static_cast<std::size_t>(points.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index i, Index j) { return points(i, 0) < points(j, 0); });
  return order;
}

class ChainSmoother final : public FactorSmoother {
 public:
  explicit ChainSmoother(ChainModel model) : model_(std::move(model)) {}

  Index functions() const override { return model_.functions(); }
  Index coordinates() const override { return static_cast<Index>(model_.coordinates().size()); }

  FactorMarginals smooth(const NaturalSites& sites, PriorMoments* moments) const override {
    FactorMarginals result = empty_marginals(functions(), coordinates());
    ChainRequest request;
    request.at_coordinates = &result;
    request.moments = moments;
    result.log_normaliser = run_chain(model_, sites, request);
    return result;
  }

  double log_normaliser(const NaturalSites& sites) const override {
    return run_chain(model_, sites, {});
  }

  std::vector<KernelParameter> parameters(Index f) const override {
    return model_.function(f).parameters();
  }
  void set_parameters(Index f, const std::vector<double>& values) override {
    model_.set_function(f, model_.function(f).with_parameters(values));
  }
  ExpectedLogPrior expected_log_prior(Index f, const std::vector<double>& values,
                                      const PriorMoments& moments) const override {
    return chain_expected_log_prior(model_, f, values, moments);
  }

  FactorMarginals predict(const NaturalSites& sites, const Eigen::MatrixXd& points,
                          int derivative) const override {
    if (points.cols() != 1)
      throw std::invalid_argument("A chain has one coordinate column; the points have " +
                                  std::to_string(points.cols()) + ".");
    if (derivative < 0)
      throw std::invalid_argument("The order of a derivative cannot be negative.");
    if (!points.allFinite()) throw std::invalid_argument("A point is not a finite number.");
    const auto order = ascending(points);
    FactorMarginals sorted = empty_marginals(functions(), points.rows());
    ChainRequest request;
    request.at_points = &sorted;
    request.rows = model_.derivative_rows(derivative);
    for (const Index i : order) request.points.push_back(points(i, 0));
    FactorMarginals result = empty_marginals(functions(), points.rows());
    result.log_normaliser = run_chain(model_, sites, request);
    for (Index k = 0; k < points.rows(); ++k) {
      const Index to = order[static_cast<std::size_t>(k)];
      result.mean.col(to) = sorted.mean.col(k);
      result.covariance.col(to) = sorted.covariance.col(k);
    }
    return result;
  }

  std::unique_ptr<FactorSmoother> clone() const override {
    return std::make_unique<ChainSmoother>(*this);
  }

 private:
  ChainModel model_;
};

}  // namespace

std::unique_ptr<FactorSmoother> chain_smoother(std::vector<double> coordinates,
                                               std::vector<std::unique_ptr<StateSpace>> functions) {
  ChainModel::Functions shared;
  for (auto& function : functions) shared.emplace_back(std::move(function));
  return std::make_unique<ChainSmoother>(ChainModel(std::move(coordinates), std::move(shared)));
}

}  // namespace tessera
