#include "apps/product/benchmark_rows.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/product/fma_peak.hpp"
#include "apps/product/names.hpp"
#include "apps/product/stopwatch.hpp"
#include "data/fields/errors.hpp"

namespace tessera::product {
namespace {

/// FMA peak in GFLOP/s of the machine for which the bars are set.
constexpr double reference_peak_float = 95.9;
constexpr double reference_peak_double = 49.3;

/// Of one batch, averaged over `batches`.
double seconds_per_batch(const TimedPlan& plan, long batches, int threads) {
  const double start = seconds(threads);
  for (long i = 0; i < batches; ++i) plan.run();
  return (seconds(threads) - start) / static_cast<double>(batches);
}

/// As many batches as the shortest measurement takes.
long batches_for(const TimedPlan& plan, double minimum_time, int threads) {
  long batches = 1;
  for (;; batches *= 2) {
    const double time = seconds_per_batch(plan, batches, threads);
    if (time * static_cast<double>(batches) >= 0.5 * minimum_time)
      return std::max(1L, std::lround(minimum_time / time));
  }
}

void measure(BenchmarkRow& row, int threads) {
  row.plan->run();  // brings the arrays back into the cache
  const double peak = fma_peak(row.c.double_precision);
  const double time = seconds_per_batch(*row.plan, row.batches, threads);
  const double ns = 1e9 * time / static_cast<double>(row.c.samples * row.c.channels);
  row.times_ns.push_back(ns);
  row.peaks.push_back(peak * threads);
  row.normalised_ns.push_back(
      ns * peak / (row.c.double_precision ? reference_peak_double : reference_peak_float));
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return NAN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double BenchmarkRow::ns() const {
  return median(times_ns);
}
double BenchmarkRow::normalised() const {
  return median(normalised_ns);
}
double BenchmarkRow::gflops() const {
  return c.has_adjoint ? NAN : 2 * plan->operations / ns();
}
double BenchmarkRow::peak_gflops() const {
  return median(peaks);
}

std::vector<BenchmarkRow> set_up_rows(const std::vector<BenchmarkCase>& cases, Arenas& arenas,
                                      RunContext& context) {
  context.monitor->stage("set-up");
  std::vector<BenchmarkRow> rows;
  for (const BenchmarkCase& c : cases) {
    context.monitor->progress(static_cast<double>(rows.size()) / static_cast<double>(cases.size()),
                              name_of(c));
    try {
      rows.push_back({c, make_timed_plan(c, arenas, context.threads), 1, {}, {}, {}});
    } catch (const std::invalid_argument& error) {
      context.monitor->note(
          fmt::format("left out: {}, {}: {}", name_of(c), name_of(c.method), error.what()));
    }
    if (context.monitor->should_stop()) throw Interrupted("stopped while plans were made");
  }
  return rows;
}

void measure_rows(std::vector<BenchmarkRow>& rows, const BenchmarkOptions& options,
                  RunContext& context) {
  context.monitor->stage("measure");
  for (BenchmarkRow& row : rows)
    row.batches = batches_for(*row.plan, options.minimum_time, context.threads);
  for (Index round = 0; round < options.repetitions; ++round)
    for (BenchmarkRow& row : rows) {
      measure(row, context.threads);
      context.monitor->progress(
          static_cast<double>(round) / static_cast<double>(options.repetitions),
          fmt::format("round {} of {}", round + 1, options.repetitions));
      if (context.monitor->should_stop()) throw Interrupted("stopped while rows were measured");
    }
}

}  // namespace tessera::product
