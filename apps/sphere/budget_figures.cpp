#include "apps/sphere/budget_figures.hpp"

#include <algorithm>
#include <cmath>

#include "solvers/integrators/cumulative_integral.hpp"

namespace tessera::sphere {
namespace {

std::vector<double> column(const Trajectory& t, Index output) {
  const std::size_t rows = t.budget_times.size();
  std::vector<double> values(rows);
  const std::size_t columns = rows == 0 ? 0 : t.budgets.size() / rows;
  for (std::size_t i = 0; i < rows; ++i)
    values[i] = t.budgets[i * columns + static_cast<std::size_t>(output)];
  return values;
}

double largest_size(const std::vector<double>& values) {
  double largest = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  return largest > 0 ? largest : 1;
}

}  // namespace

std::vector<BudgetFigures> budget_figures(const SphereProblem& problem, const Trajectory& t) {
  std::vector<BudgetFigures> all;
  for (const Budget& budget : problem.budgets) {
    BudgetFigures f{budget.name, budget.units, column(t, budget.density), {}, 0, 0, 0, {}, {}};
    const double scale = largest_size(f.values);
    for (std::size_t i = 1; i < f.values.size(); ++i) {
      f.largest_change = std::max(f.largest_change, std::abs(f.values[i] - f.values[0]) / scale);
      f.largest_rise = std::max(f.largest_rise, (f.values[i] - f.values[i - 1]) / scale);
      f.largest_fall = std::max(f.largest_fall, (f.values[i - 1] - f.values[i]) / scale);
    }
    if (budget.rate && !f.values.empty()) {
      f.rates = column(t, *budget.rate);
      f.integral = cumulative_integral(t.budget_times, f.rates);
      f.closure = 0;
      for (std::size_t i = 0; i < f.values.size(); ++i)
        f.closure =
            std::max(*f.closure, std::abs(f.values[i] - f.values[0] - f.integral[i]) / scale);
    }
    all.push_back(std::move(f));
  }
  return all;
}

}  // namespace tessera::sphere
