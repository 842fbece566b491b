#include "apps/product/tuning.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "apps/product/method_rule_file.hpp"
#include "apps/product/names.hpp"

namespace tessera::product {
namespace {

struct Timing {
  double operations;
  double ns;
};

double operations_of(const BenchmarkCase& c) {
  const std::array<int, 2> degrees{c.degree, c.degree};
  return c.method == TensorProductMethod::sparse ? sparse_gaunt_operations(degrees, c.out_degree)
                                                 : grid_operations(degrees, c.out_degree);
}

/// The line fixed + per_operation * operations with the least sum of squared relative deviations;
/// neither number is negative.
MethodRule::Cost fitted(const std::vector<Timing>& timings) {
  double aa = 0, ab = 0, bb = 0, a1 = 0, b1 = 0;
  for (const Timing& t : timings) {
    const double a = 1 / t.ns, b = t.operations / t.ns;
    aa += a * a;
    ab += a * b;
    bb += b * b;
    a1 += a;
    b1 += b;
  }
  const double determinant = aa * bb - ab * ab;
  if (!(determinant > 0)) return {0, bb > 0 ? b1 / bb : 0};
  const double fixed = (a1 * bb - b1 * ab) / determinant;
  const double slope = (aa * b1 - ab * a1) / determinant;
  if (fixed < 0) return {0, b1 / bb};
  if (slope < 0) return {a1 / aa, 0};
  return {fixed, slope};
}

MethodRule::Cost cost_of(const std::vector<BenchmarkRow>& rows, TensorProductMethod method,
                         bool is_double) {
  std::vector<Timing> timings;
  for (const BenchmarkRow& row : rows)
    if (row.c.series == tuning_series && row.c.method == method &&
        row.c.double_precision == is_double)
      timings.push_back({operations_of(row.c), row.ns()});
  return fitted(timings);
}

}  // namespace

void tune(const std::vector<BenchmarkRow>& rows, Outcome& outcome) {
  MethodRule rule;
  const auto fit = [&](const char* precision, MethodRule::Costs& costs, bool is_double) {
    const std::pair<TensorProductMethod, MethodRule::Cost*> all[] = {
        {TensorProductMethod::sparse, &costs.sparse}, {TensorProductMethod::grid, &costs.grid}};
    for (const auto& [method, cost] : all) {
      *cost = cost_of(rows, method, is_double);
      outcome.report.push_back(
          fmt::format("rule for automatic, {:<6} {:<9} {:.4g} + {:.4g} * "
                      "operations ns",
                      precision, name_of(method), cost->fixed, cost->per_operation));
    }
  };
  fit("float", rule.float_costs, false);
  fit("double", rule.double_costs, true);
  outcome.files.emplace_back("method_rule.json", method_rule_json(rule));
  outcome.summary.emplace_back("method_rule_file", "method_rule.json");
}

}  // namespace tessera::product
