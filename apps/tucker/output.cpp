#include "apps/tucker/output.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/tucker/model_set_up.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

constexpr Index default_points = 50;

/// One axis of the grid before its points are chosen.
struct Column {
  std::string name;
  std::string in_deck;  ///< name under which the deck may give its points
  std::string units;
  double first = 0, last = 0;
  AxisKind kind = AxisKind::interval;
  Index points = 0;  ///< 0: not given
};

std::vector<Column> columns_of(const Options& options, const DataSet& data) {
  std::vector<Column> columns;
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const ObservedAxis named = named_axis(data, k);
    const ObservedAxis& own = data.observations.axes[k];
    for (std::size_t c = 0; c < named.columns.size(); ++c) {
      const auto x =
          data.observations.coordinates.col(data.axes[k].first_column + static_cast<Index>(c));
      Column column{named.columns[c],
                    data.axes[k].has_two_columns ? own.columns[c] : own.name,
                    named.units[c],
                    x.minCoeff(),
                    x.maxCoeff(),
                    data.axes[k].is_time ? AxisKind::time : AxisKind::interval,
                    0};
      for (const auto& [name, points] : options.output.grid)
        if (name == column.in_deck || name == column.name) column.points = points.value;
      // Places on one line have one coordinate there.
      if (column.first == column.last) column.points = 1;
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

LatentPrediction latent_on_grid(const FactorModel& model, const Grid& grid, RunContext& context) {
  if (context.communicator->size() == 1 && context.monitor->should_stop())
    throw Interrupted("stopped while the model was drawn; its fit is in the checkpoint");
  return model.latent(grid, {});
}

void add(Outcome& outcome, const FactorModel& model, const Grid& grid, const std::string& name,
         const std::string& words, const Eigen::VectorXd& values) {
  outcome.fields.push_back(
      {name, words, model.quantity_units(), grid, {values.begin(), values.end()}});
}

void add_prediction(const Options& options, const FactorModel& model, const Grid& grid,
                    const std::string& suffix, const std::string& where, RunContext& context,
                    Outcome& outcome) {
  const ValuePrediction p = value_prediction(model.description().standardisation.link,
                                             latent_on_grid(model, grid, context));
  const std::string quantity = model.quantity();
  add(outcome, model, grid, quantity + suffix, "mean of " + quantity + where, p.mean);
  if (!options.output.standard_deviation) return;
  add(outcome, model, grid, "standard_deviation" + suffix,
      "standard deviation of the mean of " + quantity + where, p.standard_deviation);
  add(outcome, model, grid, "predictive_standard_deviation" + suffix,
      "standard deviation of a new observation of " + quantity + where,
      p.predictive_standard_deviation);
}

void add_derivatives(const Options& options, const FactorModel& model, const Grid& grid,
                     Outcome& outcome) {
  for (const auto& [axis, order] : options.output.derivatives) {
    std::vector<int> orders(grid.axes.size(), 0);
    for (std::size_t k = 0; k < grid.axes.size(); ++k)
      if (grid.axes[k].name == axis) orders[k] = static_cast<int>(order.value);
    const std::string power = order.value == 1 ? "" : std::to_string(order.value);
    const std::string label = fmt::format("d{0}_{1}_d_{2}{0}", power, model.quantity(), axis);
    try {
      const Prediction p = model.predict(grid, orders);
      add(outcome, model, grid, label,
          fmt::format("derivative of order {} along {}", order.value, axis), p.mean);
      if (options.output.standard_deviation)
        add(outcome, model, grid, label + "_standard_deviation", "standard deviation of " + label,
            p.standard_deviation);
    } catch (const std::invalid_argument& error) {
      outcome.report.push_back(fmt::format("no derivative along {}: {}", axis, error.what()));
    }
  }
}

/// The grid of axes a and b, all others at one coordinate. The axes that are left out stay in the
/// grid with one point for the prediction.
void add_slices(const Options& options, const FactorModel& model, const Grid& grid,
                RunContext& context, Outcome& outcome) {
  const std::size_t count = grid.axes.size();
  if (count < 3) return;
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = a + 1; b < count; ++b) {
      Grid slice = grid;
      std::string where;
      for (std::size_t k = 0; k < count; ++k) {
        if (k == a || k == b) continue;
        const auto& x = grid.axes[k].coordinates;
        slice.axes[k].coordinates = {x[x.size() / 2]};
        where += fmt::format("{}{} = {:.6g}", where.empty() ? " at " : ", ", grid.axes[k].name,
                             x[x.size() / 2]);
      }
      const std::size_t before = outcome.fields.size();
      add_prediction(options, model, slice, "_over_" + grid.axes[a].name + "_" + grid.axes[b].name,
                     where, context, outcome);
      for (std::size_t i = before; i < outcome.fields.size(); ++i)
        outcome.fields[i].grid = {{grid.axes[a], grid.axes[b]}};
    }
}

}  // namespace

Grid output_grid(const Options& options, const DataSet& data) {
  std::vector<Column> columns = columns_of(options, data);
  double given = 1, open = 0;
  for (const Column& column : columns) {
    given *= static_cast<double>(std::max<Index>(column.points, 1));
    if (column.points == 0) ++open;
  }
  const double room =
      std::pow(std::max(largest_default_grid / given, 1.0), 1 / std::max(open, 1.0));
  Grid grid;
  for (Column& column : columns) {
    if (column.points == 0)
      column.points = std::clamp<Index>(static_cast<Index>(room), 2, default_points);
    Axis axis{column.name, column.units, {column.first}, column.kind, {}};
    if (column.points > 1)
      axis = uniform_axis(column.name, column.first, column.last,
                          static_cast<std::size_t>(column.points), column.units);
    axis.kind = column.kind;
    grid.axes.push_back(std::move(axis));
  }
  return grid;
}

void add_fields(const Options& options, const DataSet& data, const FactorModel& model,
                RunContext& context, Outcome& outcome) {
  const Grid grid = output_grid(options, data);
  add_prediction(options, model, grid, "", "", context, outcome);
  add_derivatives(options, model, grid, outcome);
  add_slices(options, model, grid, context, outcome);
}

}  // namespace tessera::tucker
