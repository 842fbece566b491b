#include <fmt/format.h>

#include "apps/sphere/report.hpp"

namespace tessera::sphere {
namespace {

Table step_table(const Figures& f, const Trajectory& t) {
  const std::string& units = f.problem.time_units;
  return {"history/steps",
          "Accepted steps of the first member",
          {{f.problem.time, units, t.step_times},
           {"step", units, t.steps},
           {"cfl_number", "", t.cfl_numbers},
           {"error", "", t.step_errors}}};
}

Table budget_table(const Figures& f, const Trajectory& t) {
  Table table{"history/budgets",
              "Integrals over the sphere, first member",
              {{f.problem.time, f.problem.time_units, t.budget_times}}};
  for (const BudgetFigures& b : f.budgets) {
    table.columns.push_back({b.name, b.units, b.values});
    if (b.rates.empty()) continue;
    table.columns.push_back({b.name + "_rate", "", b.rates});
    table.columns.push_back({b.name + "_rate_integral", b.units, b.integral});
  }
  return table;
}

Table error_table(const Figures& f, const Trajectory& t) {
  Table table{"history/errors",
              "Relative errors against the exact solution",
              {{f.problem.time, f.problem.time_units, t.times}}};
  for (const ErrorHistory& e : f.errors) {
    table.columns.push_back({e.unknown + "_l2", "", e.relative_l2});
    table.columns.push_back({e.unknown + "_max", "", e.relative_max});
  }
  return table;
}

/// Power sum_m c_lm^2 of each degree at each time, mean over members.
Table spectrum_table(const Figures& f, std::size_t unknown) {
  const std::string& name = f.problem.names.unknowns[unknown];
  std::vector<double> times, degrees, power;
  const Index first = static_cast<Index>(unknown) * f.problem.harmonics();
  const std::size_t count = common_times(f.members);
  for (std::size_t i = 0; i < count; ++i)
    for (Index l = 0; l <= f.problem.degree; ++l) {
      double sum = 0;
      for (const Trajectory& t : f.members)
        for (Index k = l * l; k < (l + 1) * (l + 1); ++k) {
          const double c = t.states[i][static_cast<std::size_t>(first + k)];
          sum += c * c;
        }
      times.push_back(f.members.front().times[i]);
      degrees.push_back(static_cast<double>(l));
      power.push_back(sum / static_cast<double>(f.members.size()));
    }
  return {"spectra/" + name,
          "Angular power spectrum of " + name + ": sum of squared coefficients of each degree",
          {{f.problem.time, f.problem.time_units, std::move(times)},
           {"degree", "", std::move(degrees)},
           {"power", "", std::move(power)}}};
}

}  // namespace

void add_tables(const Figures& f, Outcome& outcome) {
  const Trajectory& t = f.members.front();
  if (!t.steps.empty()) outcome.tables.push_back(step_table(f, t));
  if (!f.budgets.empty()) outcome.tables.push_back(budget_table(f, t));
  if (!f.errors.empty()) outcome.tables.push_back(error_table(f, t));
  if (f.options.output.spectra)
    for (std::size_t k = 0; k < f.problem.names.unknowns.size(); ++k)
      outcome.tables.push_back(spectrum_table(f, k));
}

}  // namespace tessera::sphere
