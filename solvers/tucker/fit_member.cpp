#include "solvers/tucker/fit_member.hpp"

#include <algorithm>

#include "data/fields/errors.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/distinct_rows.hpp"
#include "solvers/tucker/hosvd_start.hpp"

namespace tessera::tucker {
namespace {

constexpr double weak_shape = 1e-3;  ///< of the noise precision's prior, standardised values
constexpr double known_shape = 1e12;

/// Least measurement variance in the local process, as a share of the noise: conditioning.
constexpr double least_noise_share = 1e-4;

/// A linear trend over the columns of places.
std::vector<bool> trend_columns(const std::vector<AxisModel>& axes,
                                const std::vector<ObservedAxis>& columns) {
  std::vector<bool> trend;
  for (std::size_t k = 0; k < axes.size(); ++k)
    trend.insert(trend.end(), columns[k].columns.size(), columns[k].columns.size() > 1);
  return trend;
}

/// Whether sums over entries become mode products.
bool uses_grid(const PreparedData& data, const ModelFitOptions& options) {
  return data.complete_grid && options.full_grid != "false" && options.degrees_of_freedom == 0 &&
         options.ranks == 1;
}

std::vector<Index> indices_of(const PreparedData& data) {
  std::vector<Index> indices;
  for (const AxisModel& axis : data.description.axes) indices.push_back(axis.coordinates.rows());
  return indices;
}

/// Cells are ordered by index with the first mode fastest: a complete grid is a dense tensor.
Tensor tensor_of(const PreparedData& data) {
  return {indices_of(data), data.cells.entries.values};
}

std::unique_ptr<DataTerms> make_terms(const PreparedData& data, const ModelFitOptions& options,
                                      bool weighted) {
  if (uses_grid(data, options)) return grid_terms(tensor_of(data));
  const std::vector<Index> indices = indices_of(data);
  const Entries& all = data.cells.entries;
  EntryOptions entry_options;
  entry_options.weights = weighted;
  if (options.ranks == 1) return entry_terms(all, indices, entry_options);
  const Index total = all.values.size();
  const Index first = total * options.rank / options.ranks;
  const Index count = total * (options.rank + 1) / options.ranks - first;
  entry_options.sum = options.sum_over_ranks;
  entry_options.first = first;
  entry_options.total = total;
  return entry_terms({all.index.middleRows(first, count), all.values.segment(first, count)},
                     indices, entry_options);
}

/// Prior of the noise precision: weak, or as good as known.
GammaDistribution noise_prior(const PreparedData& data, const ModelFitOptions& options) {
  if (!options.noise_deviation) return {weak_shape, weak_shape};
  const double deviation = *options.noise_deviation / data.description.standardisation.scale;
  return {known_shape, known_shape * deviation * deviation};
}

/// Mean residual of every cell under the fitted components.
CellResiduals residuals_of(const PreparedData& data, const FitResult& fit, double measurement) {
  const ComponentTable& table = fit.components.table;
  const RestTerms terms = rest_terms(table, 0);
  std::vector<FactorTable> tables{contracted_table(
      table, terms, 0, fit.state.factors[0], fit.state.weight_mean, fit.state.weight_covariance)};
  for (Index k = 1; k < table.modes(); ++k)
    tables.push_back(factor_table(terms, k, fit.state.factors[k]));
  std::vector<Eigen::MatrixXd> coordinates;
  for (const AxisModel& axis : data.description.axes) coordinates.push_back(axis.coordinates);
  CellResiduals residuals{rows_at(coordinates, data.cells.entries.index), data.cells.entries.values,
                          measurement * data.cells.counts.cwiseInverse()};
  if (fit.student_factors.size() > 0) residuals.noise_variances.array() /= fit.student_factors;
  residuals.values -= function_moments(tables, data.cells.entries.index).mean;
  return residuals;
}

/// All rows that are given.
PreparedData prepare_all(const TrainingData& data, const Eigen::MatrixXd& points,
                         const Eigen::VectorXd& values, Link link) {
  PreparedData prepared;
  ModelDescription& description = prepared.description;
  description.axes = data.axes;
  description.columns = data.columns;
  description.kinds = data.kinds;
  description.quantity = data.quantity;
  description.units = data.units;
  try {
    description.standardisation =
        standardisation(link, points, values, trend_columns(data.axes, data.columns));
  } catch (const std::invalid_argument& error) {
    throw DataError(error.what());
  }
  Entries entries{Eigen::MatrixXi(points.rows(), static_cast<Index>(data.axes.size())),
                  description.standardisation.standardise(points, values)};
  Index column = 0;
  double combinations = 1;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const auto count = static_cast<Index>(data.columns[k].columns.size());
    DistinctRows distinct = distinct_rows(points.middleCols(column, count));
    description.axes[k].coordinates = std::move(distinct.rows);
    entries.index.col(static_cast<Index>(k)) = distinct.number;
    if (description.axes[k].coordinates.rows() < 2)
      throw DataError("axis '" + data.axes[k].name +
                      "' has one coordinate only among the training rows: leave it out");
    combinations *= static_cast<double>(description.axes[k].coordinates.rows());
    column += count;
  }
  prepared.cells = gather_cells(std::move(entries));
  const auto cells = static_cast<double>(prepared.cells.counts.size());
  prepared.complete_grid = cells == combinations && prepared.cells.total == cells;
  return prepared;
}

}  // namespace

PreparedData prepare(const TrainingData& data, const std::vector<Index>& rows, Link link) {
  // As many rows as there are are all of them, in whatever order.
  if (static_cast<Index>(rows.size()) == data.values.size())
    return prepare_all(data, data.points, data.values, link);
  return prepare_all(data, data.points(rows, Eigen::all), data.values(rows), link);
}

FittedMember fit_member(const PreparedData& data, const std::vector<Section>& sections,
                        const std::string& name, const ModelFitOptions& options,
                        std::mt19937_64& random, Monitor& monitor) {
  const auto modes = static_cast<Index>(data.description.axes.size());
  std::vector<Section> all{{"intercept", {}, false, {}}};
  all.insert(all.end(), sections.begin(), sections.end());
  const ComponentTable table = make_component_table(modes, std::move(all));
  if (table.components() > options.maximum_core)
    throw ResourceError("the model has " + std::to_string(table.components()) +
                        " components, whose joint covariance is refused above " +
                        std::to_string(options.maximum_core) +
                        " (Solver > Maximum Core): take smaller ranks, or Format: cp");
  NoiseModel noise(data.cells, noise_prior(data, options), options.degrees_of_freedom);
  const std::unique_ptr<DataTerms> terms = make_terms(data, options, noise.weighted());
  FitOptions fit_options = options.fit;
  ChangeStart change_start;
  if (uses_grid(data, options)) {
    // Singular vectors have a shape already: the weights need not wait for them.
    fit_options.first_sweeps = 0;
    change_start = [&](VariationalState start) {
      return hosvd_start(table, tensor_of(data), std::move(start));
    };
  }
  FitResult fit = fit_components(table, data.description.axes, *terms, noise, fit_options, random,
                                 monitor, change_start);
  FittedMember result;
  Member& member = result.member;
  member.name = name;
  const double variance = fit.noise_variance;
  const double nu = options.degrees_of_freedom, student = nu > 0 ? nu / (nu - 2) : 1;
  member.cell_variance = student * fit.cell_share * variance;
  member.measurement_variance = student * variance - member.cell_variance;
  if (options.local && data.cells.counts.size() <= options.largest_local) {
    // Without repeated cells the two parts of the noise cannot be told apart, and the local process
    // learns their sum; copies of a cell's value are known where the cell is. Student-t noise stays
    // what the components found: the local process must not follow what they saw as outliers.
    const bool repeats = data.cells.total > static_cast<double>(data.cells.counts.size());
    if (!repeats && nu == 0) member.measurement_variance = 0;
    const double measurement =
        std::max(member.measurement_variance / student, least_noise_share * variance);
    member.local = LocalProcess::learn(data.description.axes, residuals_of(data, fit, measurement),
                                       repeats || data.cells.copies, options.local_options, random);
  }
  member.components = std::move(fit.components);
  const double bound = fit.bound();
  result.report = {name, std::move(fit.history), fit.converged, bound};
  return result;
}

}  // namespace tessera::tucker
