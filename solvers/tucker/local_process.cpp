#include "solvers/tucker/local_process.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include <Eigen/Cholesky>
#include <boost/math/tools/minima.hpp>

#include "solvers/tucker/neighbour_search.hpp"

namespace tessera::tucker {
namespace {

constexpr double first_freedom = 8;
constexpr double least_freedom = 2.1, largest_freedom = 1000;
constexpr int minimum_bits = 8;           ///< of a parameter's logarithm in one line search
constexpr int search_rounds = 4;          ///< over all parameters
constexpr double first_search_width = 2;  ///< of the logarithm; halved every round

/// Cells as points whose Euclidean distances on an axis's columns are the axis's distances.
struct Embedding {
  struct Columns {
    Index first, count;
  };
  std::vector<Columns> axes;

  explicit Embedding(const std::vector<AxisModel>& models) {
    Index column = 0;
    for (const AxisModel& model : models) {
      const Index count = on_sphere(model) ? 3 : model.coordinates.cols();
      axes.push_back({column, count});
      column += count;
    }
  }
  static bool on_sphere(const AxisModel& model) {
    return model.places() && model.geometry == Geometry::great_circle;
  }
  Eigen::MatrixXd embed(const std::vector<AxisModel>& models, const Eigen::MatrixXd& points) const {
    Eigen::MatrixXd result(points.rows(), axes.back().first + axes.back().count);
    Index column = 0;
    for (std::size_t k = 0; k < models.size(); ++k) {
      const Index count = models[k].coordinates.cols();
      if (on_sphere(models[k])) {
        constexpr double degree = std::numbers::pi / 180;
        const Eigen::ArrayXd latitude = degree * points.col(column).array();
        const Eigen::ArrayXd longitude = degree * points.col(column + 1).array();
        result.col(axes[k].first) = earth_radius_km * latitude.cos() * longitude.cos();
        result.col(axes[k].first + 1) = earth_radius_km * latitude.cos() * longitude.sin();
        result.col(axes[k].first + 2) = earth_radius_km * latitude.sin();
      } else {
        result.middleCols(axes[k].first, count) = points.middleCols(column, count);
      }
      column += count;
    }
    return result;
  }
};

}  // namespace

struct LocalProcess::Implementation {
  std::vector<AxisModel> models;
  Embedding embedding;
  CellResiduals residuals;
  Eigen::MatrixXd cells;         ///< embedded
  Eigen::MatrixXd scaled_cells;  ///< a column per cell, divided by the lengths
  Parameters parameters;
  LocalOptions options;
  std::unique_ptr<NeighbourSearch> search;

  Implementation(const std::vector<AxisModel>& axes, CellResiduals r, Parameters p, LocalOptions o)
      : models(axes),
        embedding(axes),
        residuals(std::move(r)),
        cells(embedding.embed(axes, residuals.points)),
        parameters(std::move(p)),
        options(o) {}

  /// Sum over the axes of distance / length between two scaled places.
  double scaled_distance(const double* a, const double* b) const {
    double sum = 0;
    for (const auto& [first, count] : embedding.axes) {
      double square = 0;
      for (Index c = first; c < first + count; ++c) square += (a[c] - b[c]) * (a[c] - b[c]);
      sum += std::sqrt(square);
    }
    return sum;
  }

  Eigen::MatrixXd scaled(const Eigen::MatrixXd& points) const {
    Eigen::MatrixXd result = points;
    for (std::size_t k = 0; k < embedding.axes.size(); ++k)
      result.middleCols(embedding.axes[k].first, embedding.axes[k].count) /= parameters.lengths[k];
    return result;
  }

  /// Mean and variance of the process at one scaled place given these cells, and the local
  /// amplitude.
  struct Conditional {
    double mean, variance, amplitude;
  };
  Conditional condition(const Eigen::VectorXd& place, const std::vector<Index>& neighbours) const {
    const Parameters& p = parameters;
    const auto m = static_cast<Index>(neighbours.size());
    Eigen::MatrixXd covariance(m, m);
    Eigen::VectorXd cross(m);
    double own = p.local_variance;
    for (Index i = 0; i < m; ++i) {
      const double* a = scaled_cells.col(neighbours[i]).data();
      for (Index j = 0; j < i; ++j)
        covariance(i, j) = p.local_variance *
                           std::exp(-scaled_distance(a, scaled_cells.col(neighbours[j]).data()));
      covariance(i, i) =
          p.local_variance + p.cell_variance + residuals.noise_variances[neighbours[i]];
      const double distance = scaled_distance(a, place.data());
      cross[i] = p.local_variance * std::exp(-distance);
      if (p.shared_cells && distance == 0) {
        cross[i] += p.cell_variance;
        own += p.cell_variance;
      }
    }
    const Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> factor(covariance);
    factor.matrixL().solveInPlace(cross);
    Eigen::VectorXd white = residuals.values(neighbours);
    factor.matrixL().solveInPlace(white);
    const double amplitude = (p.degrees_of_freedom + white.squaredNorm()) /
                             (p.degrees_of_freedom + static_cast<double>(m));
    return {cross.dot(white), std::max(own - cross.squaredNorm(), 0.0) * amplitude, amplitude};
  }

  /// Distances on every axis between a cell and its neighbours, and among those: for repeated
  /// evaluations with other lengths. Pair (i, j), i > j, stands at i (i - 1) / 2 + j; the cell
  /// itself is the last.
  struct Neighbourhood {
    Eigen::MatrixXd distances;  ///< axes x pairs
    Eigen::VectorXd values, noise;
  };
  Neighbourhood neighbourhood(Index cell, std::vector<Index> neighbours) const {
    neighbours.push_back(cell);
    const auto count = static_cast<Index>(neighbours.size());
    Neighbourhood n{
        Eigen::MatrixXd(static_cast<Index>(embedding.axes.size()), count * (count - 1) / 2),
        residuals.values(neighbours), residuals.noise_variances(neighbours)};
    for (Index i = 0, pair = 0; i < count; ++i)
      for (Index j = 0; j < i; ++j, ++pair)
        for (std::size_t k = 0; k < embedding.axes.size(); ++k) {
          const auto [first, columns] = embedding.axes[k];
          n.distances(static_cast<Index>(k), pair) =
              (cells.row(neighbours[i]) - cells.row(neighbours[j])).segment(first, columns).norm();
        }
    return n;
  }
};

namespace {

using Neighbourhood = LocalProcess::Implementation::Neighbourhood;

/// log p(last value | the others) under the parameters, by one Cholesky factor of all.
double conditional_log_density(const Neighbourhood& n, const LocalProcess::Parameters& p,
                               const Eigen::RowVectorXd& inverse_lengths,
                               Eigen::MatrixXd& covariance, Eigen::VectorXd& white) {
  const Index count = n.values.size();
  covariance.resize(count, count);
  for (Index i = 0, pair = 0; i < count; ++i) {
    for (Index j = 0; j < i; ++j, ++pair)
      covariance(i, j) = p.local_variance * std::exp(-inverse_lengths.dot(n.distances.col(pair)));
    covariance(i, i) = p.local_variance + p.cell_variance + n.noise[i];
  }
  Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> factor(covariance);
  white = n.values;
  covariance.triangularView<Eigen::Lower>().solveInPlace(white);
  // Student-t with nu + m degrees of freedom around the conditional mean, m neighbours.
  const double last = white[count - 1];
  const double nu = p.degrees_of_freedom + static_cast<double>(count - 1);
  const double quadratic = p.degrees_of_freedom + white.head(count - 1).squaredNorm();
  return std::lgamma(0.5 * (nu + 1)) - std::lgamma(0.5 * nu) -
         0.5 * std::log(std::numbers::pi * quadratic) - std::log(covariance(count - 1, count - 1)) -
         0.5 * (nu + 1) * std::log1p(last * last / quadratic);
}

double log_likelihood(const std::vector<Neighbourhood>& neighbourhoods,
                      const LocalProcess::Parameters& p) {
  const Eigen::RowVectorXd inverse_lengths =
      Eigen::Map<const Eigen::RowVectorXd>(p.lengths.data(), static_cast<Index>(p.lengths.size()))
          .cwiseInverse();
  Eigen::MatrixXd covariance;
  Eigen::VectorXd white;
  double sum = 0;
  for (const Neighbourhood& n : neighbourhoods)
    sum += conditional_log_density(n, p, inverse_lengths, covariance, white);
  return sum;
}

/// Neighbourhoods of the last `learned` cells of the order, among the cells before each.
std::vector<Neighbourhood> neighbourhoods_of(const LocalProcess::Implementation& model,
                                             const std::vector<Index>& order, Index learned) {
  const Eigen::MatrixXd scaled = model.scaled(model.cells);
  const auto count = static_cast<Index>(order.size());
  std::vector<Index> first(order.begin(), order.end() - learned);
  NeighbourSearch search(scaled(first, Eigen::all));
  std::vector<Neighbourhood> result;
  for (Index i = count - learned; i < count; ++i) {
    std::vector<Index> neighbours;
    for (const Index n : search.nearest(scaled.row(order[i]), model.options.learning_neighbours))
      neighbours.push_back(order[n]);
    result.push_back(model.neighbourhood(order[i], std::move(neighbours)));
    search.insert(scaled.row(order[i]), i);
  }
  return result;
}

}  // namespace

LocalProcess::LocalProcess(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {
  const Eigen::MatrixXd scaled = implementation_->scaled(implementation_->cells);
  implementation_->scaled_cells = scaled.transpose();
  implementation_->search = std::make_unique<NeighbourSearch>(scaled);
}
LocalProcess::LocalProcess(const std::vector<AxisModel>& axes, CellResiduals residuals,
                           Parameters parameters, LocalOptions options)
    : LocalProcess(std::make_unique<Implementation>(axes, std::move(residuals),
                                                    std::move(parameters), options)) {}
LocalProcess::~LocalProcess() = default;
LocalProcess::LocalProcess(LocalProcess&&) noexcept = default;
LocalProcess& LocalProcess::operator=(LocalProcess&&) noexcept = default;

const LocalProcess::Parameters& LocalProcess::parameters() const {
  return implementation_->parameters;
}
const CellResiduals& LocalProcess::residuals() const {
  return implementation_->residuals;
}
const LocalOptions& LocalProcess::options() const {
  return implementation_->options;
}

LocalProcess LocalProcess::learn(const std::vector<AxisModel>& axes, CellResiduals residuals,
                                 bool shared_cells, const LocalOptions& options,
                                 std::mt19937_64& random) {
  const double variance =
      residuals.values.squaredNorm() / static_cast<double>(residuals.values.size());
  Parameters start{0.5 * variance, 0.3 * variance, first_freedom, shared_cells, {}};
  std::vector<AxisScales> scales;
  for (const AxisModel& axis : axes) {
    scales.push_back(axis_scales(axis));
    start.lengths.push_back(std::sqrt(scales.back().range * scales.back().gap));
  }
  auto model = std::make_unique<Implementation>(axes, std::move(residuals), start, options);
  const Index count = model->cells.rows();
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  for (Index i = count - 1; i > 0; --i)
    std::swap(order[i], order[random() % static_cast<std::uint64_t>(i + 1)]);
  // The parameters as logarithms: both variances, the degrees of freedom, then the lengths.
  const auto parameter = [](Parameters& p, std::size_t i) -> double& {
    return i == 0   ? p.local_variance
           : i == 1 ? p.cell_variance
           : i == 2 ? p.degrees_of_freedom
                    : p.lengths[i - 3];
  };
  const Index learned = std::min(options.learning_cells, count / 2);
  double width = first_search_width;
  for (int round = 0; round < search_rounds; ++round, width *= 0.5) {
    // Neighbours in the metric of the lengths so far.
    const std::vector<Neighbourhood> neighbourhoods = neighbourhoods_of(*model, order, learned);
    Parameters& best = model->parameters;
    for (std::size_t i = 0; i < 3 + axes.size(); ++i) {
      Parameters trial = best;
      const double now = std::log(parameter(best, i));
      const auto loss = [&](double log_value) {
        parameter(trial, i) = std::exp(log_value);
        double prior = 0;
        if (i >= 3) {
          const double t = (log_value - std::log(start.lengths[i - 3])) / axes[i - 3].log_spread;
          prior = 0.5 * t * t;
        }
        return prior - log_likelihood(neighbourhoods, trial);
      };
      double low = now - width, high = now + width;
      if (i == 2) {
        low = std::max(low, std::log(least_freedom));
        high = std::min(high, std::log(largest_freedom));
      }
      const auto found = boost::math::tools::brent_find_minima(loss, low, high, minimum_bits);
      if (found.second <= loss(now)) parameter(best, i) = std::exp(found.first);
    }
  }
  return LocalProcess(std::move(model));
}

LocalProcess::Prediction LocalProcess::predict(const Eigen::MatrixXd& points) const {
  const Implementation& model = *implementation_;
  const Eigen::MatrixXd places =
      model.scaled(model.embedding.embed(model.models, points)).transpose();
  Prediction result;
  result.mean.resize(points.rows());
  result.variance.resize(points.rows());
  result.cell_variance.setConstant(points.rows(), model.parameters.cell_variance);
#pragma omp parallel for schedule(static)
  for (Index n = 0; n < points.rows(); ++n) {
    const Eigen::VectorXd place = places.col(n);
    const auto neighbours =
        model.search->nearest(place.transpose(), model.options.prediction_neighbours);
    const auto c = model.condition(place, neighbours);
    result.mean[n] = c.mean;
    result.variance[n] = c.variance;
    result.cell_variance[n] *= c.amplitude;
    for (const Index i : neighbours)
      if (model.parameters.shared_cells && model.scaled_cells.col(i) == place)
        result.cell_variance[n] = 0;
  }
  return result;
}

}  // namespace tessera::tucker
