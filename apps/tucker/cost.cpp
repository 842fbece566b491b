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
constexpr double base_bytes = 1.5e8;                 ///< libraries, data, tables
/// State variables of one function: those of a Matern-3/2 process.
constexpr double states = 2;

/// One fit with all free ranks at `rank`.
struct FitCost {
  double time_s = 0;
  double bytes = 0;
};

FitCost fit_cost(const std::vector<Section>& sections, const DataSet& data, double rows, Index rank,
                 double sweeps) {
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
  double sweep = rows * axes * components * components * seconds_per_pair;
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
  cost.bytes += rows * 8 * 12 * axes;
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
  double one = 0, largest = 0, bytes = 0;
  for (const Index rank : fit.candidate_ranks) {
    const FitCost cost = fit_cost(fit.sections, data, cells, rank, sweeps);
    one += links * cost.time_s;
    largest = std::max(largest, cost.time_s);
    bytes = std::max(bytes, cost.bytes);
  }
  one += static_cast<double>(fit.starts) * largest;
  double models = 1;
  for (const Split& split : splits) models += split.test.empty() ? 0 : 1;
  const auto points = static_cast<double>(size(output_grid(options, data)));
  const auto members = static_cast<double>(fit.starts) + (fit.main_effects_member ? 1 : 0);
  CostEstimate cost;
  cost.time_s = 1 + models * one + points * members * (fit.local ? seconds_per_point : 1e-6);
  cost.memory_bytes = base_bytes + 2 * bytes + 8 * 30 * points;
  cost.basis = fmt::format(
      "{:.0f} fits of {:.0f} combinations of coordinates with up to {:.0f} sweeps on one thread, "
      "output grid of {:.3g} points",
      models, cells, sweeps, points);
  return cost;
}

}  // namespace tessera::tucker
