#include "solvers/gp_pde/posterior_field.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

#include "data/fields/errors.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr const char* record_type = "gp_pde_posterior";

void store(ModelRecord& record, const std::string& name, const Matrix& m) {
  set_array(record, name, {m.rows(), m.cols()}, std::vector<double>(m.data(), m.data() + m.size()));
}

Matrix matrix_of(const ModelRecord& record, const std::string& name) {
  const ModelRecord::Array& a = array_of(record, name);
  if (a.shape.size() != 2 || static_cast<Index>(a.values.size()) != a.shape[0] * a.shape[1])
    throw std::out_of_range("'" + name + "' of a " + record_type + " record is not a matrix");
  return Eigen::Map<const Matrix>(a.values.data(), a.shape[0], a.shape[1]);
}

/// Number of an axis in the names of arrays.
std::string tag(std::size_t axis) {
  return "_" + std::to_string(axis);
}

/// Upper triangle of P^T S by columns.
std::vector<double> pack(const Matrix& factor, const std::vector<Index>& permutation) {
  const Index n = factor.rows();
  std::vector<double> packed;
  packed.reserve(static_cast<std::size_t>(n * (n + 1) / 2));
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i)
      packed.push_back(factor(permutation[static_cast<std::size_t>(i)], j));
  return packed;
}

Matrix unpack(const std::vector<double>& packed, const std::vector<Index>& permutation) {
  const auto n = static_cast<Index>(permutation.size());
  Matrix factor = Matrix::Zero(n, n);
  std::size_t next = 0;
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i)
      factor(permutation[static_cast<std::size_t>(i)], j) = packed[next++];
  return factor;
}

}  // namespace

PosteriorField::PosteriorField(Parts parts) : parts_(std::move(parts)) {}

Prediction PosteriorField::evaluate(const PointSet& points,
                                    const LinearExpression& expression) const {
  const PosteriorBasis& basis = parts_.basis;
  Vector variance = basis.squared_norms(points, expression, parts_.factor);
  if (parts_.conservative) variance += parts_.variance * basis.rest_variance(points, expression);
  return {basis.values(points, expression, parts_.coefficients) +
              parts_.mean * applied_to_one(expression, points.count()),
          variance.cwiseSqrt()};
}

Matrix PosteriorField::covariance(const PointSet& points,
                                  const LinearExpression& expression) const {
  const Matrix half = parts_.basis.rows(points, expression) * parts_.factor;
  Matrix covariance = half * half.transpose();
  if (parts_.conservative)
    covariance.diagonal() += parts_.variance * parts_.basis.rest_variance(points, expression);
  return covariance;
}

Matrix PosteriorField::samples(const PointSet& points, const LinearExpression& expression,
                               Index count, std::uint64_t seed) const {
  boost::random::mt19937_64 generator(seed);
  boost::random::normal_distribution<double> normal;
  Matrix values(points.count(), count);
  Vector xi(parts_.factor.cols());
  const Vector mean = parts_.mean * applied_to_one(expression, points.count());
  for (Index s = 0; s < count; ++s) {
    for (double& x : xi) x = normal(generator);
    values.col(s) =
        mean + parts_.basis.values(points, expression, parts_.coefficients + parts_.factor * xi);
  }
  return values;
}

void PosteriorField::require_orders(const std::vector<int>& orders) const {
  if (orders.size() != parts_.axes.size())
    throw std::invalid_argument("a derivative order is needed for each axis");
  constexpr int highest = 8;
  for (const int order : orders)
    if (order < 0 || order > highest)
      throw std::invalid_argument("derivative orders are 0 to " + std::to_string(highest));
}

Prediction PosteriorField::predict(const Grid& grid, const std::vector<int>& orders) const {
  require_orders(orders);
  if (grid.axes.size() != parts_.axes.size())
    throw std::invalid_argument("the grid has " + std::to_string(grid.axes.size()) +
                                " axes, the model " + std::to_string(parts_.axes.size()));
  GridCoordinates coordinates;
  for (std::size_t k = 0; k < grid.axes.size(); ++k) {
    const auto& c = grid.axes[k].coordinates;
    const auto [lower, upper] = parts_.basis.prior(k).range();
    if (c.empty() || c.front() < lower || c.back() > upper)
      throw DataError("axis " + parts_.axes[k].name + ": the grid leaves the domain [" +
                      std::to_string(lower) + ", " + std::to_string(upper) + "]");
    coordinates.push_back(Eigen::Map<const Vector>(c.data(), static_cast<Index>(c.size())));
  }
  return evaluate(grid_points(coordinates), {{orders}, {}});
}

Prediction PosteriorField::predict(const Matrix& points, const std::vector<int>& orders) const {
  require_orders(orders);
  if (points.cols() != static_cast<Index>(parts_.axes.size()))
    throw std::invalid_argument("points have " + std::to_string(points.cols()) +
                                " coordinates, the model has " +
                                std::to_string(parts_.axes.size()) + " axes");
  for (Index i = 0; i < points.rows(); ++i)
    for (std::size_t k = 0; k < parts_.axes.size(); ++k) {
      const auto [lower, upper] = parts_.basis.prior(k).range();
      const double x = points(i, static_cast<Index>(k));
      if (!(x >= lower && x <= upper))
        throw DataError("row " + std::to_string(i) + ": " + parts_.axes[k].name + " = " +
                        std::to_string(x) + " lies outside the domain [" + std::to_string(lower) +
                        ", " + std::to_string(upper) + "]");
    }
  return evaluate(scattered_points(points), {{orders}, {}});
}

ModelRecord PosteriorField::record() const {
  ModelRecord record;
  record.type = record_type;
  record.texts["quantity"] = parts_.quantity;
  record.texts["quantity_units"] = parts_.quantity_units;
  set_number(record, "axes", static_cast<double>(parts_.axes.size()));
  for (std::size_t k = 0; k < parts_.axes.size(); ++k) {
    const AxisPrior& prior = parts_.basis.prior(k);
    record.texts["name" + tag(k)] = parts_.axes[k].name;
    record.texts["units" + tag(k)] = parts_.axes[k].units;
    set_array(record, "range" + tag(k), {2}, {prior.range().first, prior.range().second});
    set_number(record, "rank" + tag(k), static_cast<double>(parts_.basis.rank(k)));
    // The functions behind the cut matter for conservative variances only.
    const Index functions = parts_.conservative ? prior.functions() : parts_.basis.rank(k);
    store(record, "frequencies" + tag(k), prior.frequencies());
    store(record, "mixing" + tag(k), prior.mixing().leftCols(functions));
    store(record, "rest" + tag(k), prior.rest_moments());
  }
  set_number(record, "mean", parts_.mean);
  set_number(record, "signal_variance", parts_.variance);
  set_number(record, "conservative", parts_.conservative ? 1 : 0);
  store(record, "coefficients", parts_.coefficients);
  std::vector<double> permutation(parts_.permutation.begin(), parts_.permutation.end());
  const auto n = static_cast<Index>(permutation.size());
  set_array(record, "permutation", {n}, std::move(permutation));
  set_array(record, "covariance_factor", {n * (n + 1) / 2},
            pack(parts_.factor, parts_.permutation));
  return record;
}

std::unique_ptr<Predictor> PosteriorField::load(const ModelRecord& record) try {
  std::vector<Axis> axes;
  std::vector<std::shared_ptr<const AxisPrior>> priors;
  std::vector<Index> ranks;
  const auto count = static_cast<std::size_t>(number_of(record, "axes"));
  for (std::size_t k = 0; k < count; ++k) {
    const std::vector<double>& range = array_of(record, "range" + tag(k)).values;
    if (range.size() != 2) throw std::out_of_range("'range" + tag(k) + "' is not a range");
    axes.push_back({text_of(record, "name" + tag(k)),
                    text_of(record, "units" + tag(k)),
                    range,
                    AxisKind::interval,
                    {}});
    priors.push_back(std::make_shared<AxisPrior>(
        std::pair{range[0], range[1]}, matrix_of(record, "frequencies" + tag(k)).reshaped(),
        matrix_of(record, "mixing" + tag(k)), matrix_of(record, "rest" + tag(k)).reshaped()));
    ranks.push_back(static_cast<Index>(number_of(record, "rank" + tag(k))));
  }
  PosteriorBasis basis(priors, ranks);
  const Index n = basis.size();
  std::vector<Index> permutation;
  std::vector<bool> seen(static_cast<std::size_t>(n), false);
  for (const double p : array_of(record, "permutation").values) {
    const auto i = static_cast<std::size_t>(p);
    if (!(p >= 0 && p < static_cast<double>(n)) || seen[i])
      throw std::out_of_range("'permutation' is not a permutation of the unknowns");
    seen[i] = true;
    permutation.push_back(static_cast<Index>(i));
  }
  const std::vector<double>& packed = array_of(record, "covariance_factor").values;
  const Matrix coefficients = matrix_of(record, "coefficients");
  if (coefficients.size() != n || static_cast<Index>(permutation.size()) != n ||
      static_cast<Index>(packed.size()) != n * (n + 1) / 2)
    throw std::out_of_range("coefficients and covariance do not fit the basis");
  return std::make_unique<PosteriorField>(
      Parts{std::move(axes), text_of(record, "quantity"), text_of(record, "quantity_units"),
            std::move(basis), number_of(record, "mean"), number_of(record, "signal_variance"),
            coefficients.reshaped(), unpack(packed, permutation), permutation,
            number_of(record, "conservative") != 0});
} catch (const std::out_of_range& error) {
  throw DataError(error.what());
} catch (const std::invalid_argument& error) {
  throw DataError(error.what());
}

}  // namespace tessera::gp_pde
