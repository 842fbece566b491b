#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/tucker/model_set_up.hpp"
#include "apps/tucker/output.hpp"
#include "apps/tucker/run.hpp"

namespace tessera::tucker {
namespace {

// Measured on one core of the development machine.
constexpr double seconds_per_pair = 1.5e-9;          ///< of rest terms, per row, axis and sweep
constexpr double seconds_per_state_cubed = 4e-9;     ///< of a chain's state, per coordinate
constexpr double seconds_per_place_cubed = 1.5e-10;  ///< of a dense process, (places x functions)^3
constexpr double seconds_per_point = 6e-5;           ///< of the output, with a local process
constexpr double seconds_per_cell = 4e-10;           ///< of a grid, per function, axis and sweep
constexpr double base_bytes = 1.5e8;                 ///< libraries, output
/// Of a row: in the data, in the model that is saved, and while a fit is prepared.
constexpr double bytes_per_row = 40, bytes_per_row_and_axis = 56;
constexpr double bytes_per_entry_and_axis = 24;  ///< more, where the rows fill no grid
/// State variables of one function: those of a Matern-3/2 process.
constexpr double states = 2;

/// Whether the rows fill a grid, so that sums over them are mode products.
bool is_grid(const Options& options, const DataSet& data) {
  double combinations = 1;
  for (const AxisFacts& axis : data.axes) combinations *= static_cast<double>(axis.distinct);
  return options.solver.full_grid != "false" && data.repeated_rows == 0 &&
         combinations == static_cast<double>(data.observations.values.size());
}

/// One fit with all free ranks at `rank`.
struct FitCost {
  double time_s = 0;
  double bytes = 0;
};

FitCost fit_cost(const std::vector<Section>& sections, const DataSet& data, double rows, bool grid,
                 Index rank, double sweeps) {
  double components = 1;
  std::vector<double> functions(data.axes.size(), 0);
  for (const Section& section : sections) {
    double own = 1;
    for (std::size_t i = 0; i < section.modes.size(); ++i) {
      const Index given = section.ranks[section.tucker ? i : 0];
      const auto r = static_cast<double>(given == 0 ? rank : given);
      functions[static_cast<std::size_t>(section.modes[i])] += r;
      own = section.tucker ? own * r : r;
    }
    components += own;
  }
  FitCost cost;
  const auto axes = static_cast<double>(data.axes.size());
  double sweep =
      rows * axes *
      (grid ? components * seconds_per_cell : components * components * seconds_per_pair);
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const auto distinct = static_cast<double>(data.axes[k].distinct);
    const double f = functions[k];
    if (data.axes[k].has_two_columns) {
      sweep += std::pow(distinct * f, 3) * seconds_per_place_cubed;
      cost.bytes += 8 * 5 * std::pow(distinct * f, 2);
    } else {
      sweep += distinct * std::pow(states * f, 3) * seconds_per_state_cubed;
      cost.bytes += 8 * 5 * distinct * std::pow(states * f, 2);
    }
    cost.bytes += 8 * distinct * components * components;
  }
  cost.bytes *= 2;
  cost.bytes += rows * (bytes_per_row + axes * bytes_per_row_and_axis);
  if (!grid) cost.bytes += rows * axes * bytes_per_entry_and_axis;
  cost.time_s = sweeps * sweep;
  return cost;
}

}  // namespace

CostEstimate estimate_cost(const Options& options, const DataSet& data,
                           const std::vector<Split>& splits) {
  RunContext serial;
  const std::vector<Index> all = [&] {
    std::vector<Index> rows(static_cast<std::size_t>(data.observations.values.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<Index>(i);
    return rows;
  }();
  const ModelFitOptions fit = fit_options(options, data, all, serial);
  const auto cells = static_cast<double>(data.observations.values.size() - data.repeated_rows);
  const auto sweeps = static_cast<double>(fit.fit.maximum_sweeps);
  const double links = fit.link ? 1 : 2;
  const bool grid = is_grid(options, data);
  const double chosen_on = std::min(cells, static_cast<double>(options.validation.inner_rows)) *
                           (1 - options.validation.inner_fraction);
  // Every rank and link on a part of the rows, all starts of the best there and on all rows.
  double one = 0, largest = 0, bytes = 0;
  for (const Index rank : fit.candidate_ranks) {
    const FitCost part = fit_cost(fit.sections, data, chosen_on, false, rank, sweeps);
    const FitCost whole = fit_cost(fit.sections, data, cells, grid, rank, sweeps);
    const auto starts = static_cast<double>(fit.starts);
    one += links * part.time_s;
    largest = std::max(largest, (starts - 1) * part.time_s + starts * whole.time_s);
    bytes = std::max(bytes, whole.bytes);
  }
  one += largest;
  double models = 1;
  for (const Split& split : splits) models += split.test.empty() ? 0 : 1;
  const auto points = static_cast<double>(size(output_grid(options, data)));
  const auto members = static_cast<double>(fit.starts) + (fit.main_effects_member ? 1 : 0);
  CostEstimate cost;
  cost.time_s = 1 + models * one + points * members * (fit.local ? seconds_per_point : 1e-6);
  cost.memory_bytes = base_bytes + bytes + 8 * 30 * points;
  cost.basis = fmt::format(
      "{:.0f} fits of {:.0f} {} with up to {:.0f} sweeps on one thread, output grid of {:.3g} "
      "points",
      models, cells, grid ? "cells of a complete grid" : "combinations of coordinates", sweeps,
      points);
  return cost;
}

}  // namespace tessera::tucker
