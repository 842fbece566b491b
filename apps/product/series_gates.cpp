#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/product/benchmark_rows.hpp"
#include "apps/product/names.hpp"

namespace tessera::product {
namespace {

using Rows = std::vector<const BenchmarkRow*>;

std::string gate_name(const BenchmarkRow& row, const std::string& what) {
  return name_of(row.c) + ", " + what;
}

bool is_automatic(const BenchmarkRow& row) {
  return row.c.method == TensorProductMethod::automatic;
}

Rows rivals(const BenchmarkRow& row, const Rows& rows) {
  Rows found;
  for (const BenchmarkRow* other : rows)
    if (row.c.is_rival(other->c)) found.push_back(other);
  return found;
}

/// Whether the gates on time speak of this row: the automatic choice, or the only method.
bool is_judged(const BenchmarkRow& row, const Rows& rows) {
  return is_automatic(row) || rivals(row, rows).size() == 1;
}

void add_times(const SeriesOptions& o, const Rows& rows, std::vector<Gate>& gates) {
  for (std::size_t i = 0; i < o.time_bars.size(); ++i)
    for (const BenchmarkRow* row : rows)
      if (row->c.degree == static_cast<int>(o.degrees[i]) && !row->c.has_adjoint &&
          is_judged(*row, rows))
        gates.push_back(
            {gate_name(*row, "normalised ns"), row->normalised(), o.time_bars[i], false});
}

/// The automatic plan is that of its method once more, so both rows' times are of one plan.
double time_of_choice(const BenchmarkRow& automatic, const Rows& others) {
  std::vector<double> times = automatic.normalised_ns;
  for (const BenchmarkRow* other : others)
    if (!is_automatic(*other) && other->plan->method == automatic.plan->method)
      times.insert(times.end(), other->normalised_ns.begin(), other->normalised_ns.end());
  return median(times);
}

void add_choices(const SeriesOptions& o, const Rows& rows, std::vector<Gate>& gates) {
  if (o.automatic_bar <= 0) return;
  for (const BenchmarkRow* row : rows) {
    const Rows others = rivals(*row, rows);
    if (!is_automatic(*row) || row->c.has_adjoint || others.size() < 2) continue;
    const double chosen = time_of_choice(*row, others);
    double best = chosen;
    for (const BenchmarkRow* other : others)
      if (!is_automatic(*other) && other->plan->method != row->plan->method)
        best = std::min(best, other->normalised());
    gates.push_back(
        {gate_name(*row, "automatic over the best method"), chosen / best, o.automatic_bar, false});
  }
}

void add_adjoints(const SeriesOptions& o, const Rows& rows, std::vector<Gate>& gates) {
  if (o.adjoint_bar <= 0) return;
  for (const BenchmarkRow* row : rows)
    for (const BenchmarkRow* forward : rows) {
      if (!forward->c.is_forward_of(row->c) || !is_judged(*row, rows)) continue;
      std::vector<double> ratios;
      for (std::size_t i = 0; i < row->normalised_ns.size(); ++i)
        ratios.push_back(row->normalised_ns[i] / forward->normalised_ns[i]);
      gates.push_back({gate_name(*row, "forward and adjoint over forward"), median(ratios),
                       o.adjoint_bar, false});
    }
}

/// The worst row of the series.
template <class Value>
void add_largest(const std::string& name, double bar, const Rows& rows, const Value& value,
                 std::vector<Gate>& gates) {
  if (bar <= 0 || rows.empty()) return;
  double largest = 0;
  for (const BenchmarkRow* row : rows) {
    const double own = value(*row);
    if (!(own <= largest)) largest = own;
    if (std::isnan(own)) break;
  }
  gates.push_back({name, largest, bar, false});
}

}  // namespace

std::vector<Gate> gates_of(const std::string& series, const SeriesOptions& o,
                           const std::vector<BenchmarkRow>& all) {
  Rows rows;
  for (const BenchmarkRow& row : all)
    if (row.c.series == series) rows.push_back(&row);
  std::vector<Gate> gates;
  add_times(o, rows, gates);
  add_choices(o, rows, gates);
  add_adjoints(o, rows, gates);
  add_largest(
      series + ", error against the reference product", o.error_bar, rows,
      [](const BenchmarkRow& row) { return row.plan->error; }, gates);
  add_largest(
      series + ", plan set-up in ms", o.setup_bar, rows,
      [](const BenchmarkRow& row) { return row.plan->setup_ms; }, gates);
  return gates;
}

}  // namespace tessera::product
