#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/product/benchmark_case.hpp"
#include "apps/product/gates.hpp"
#include "apps/product/timed_plan.hpp"

namespace tessera::product {

/// One line of the benchmark. Times are of one product (sample and channel); each round gives one
/// time and the FMA peak measured just before it.
struct BenchmarkRow {
  BenchmarkCase c;
  std::unique_ptr<TimedPlan> plan;
  long batches = 1;  ///< in one measurement
  std::vector<double> times_ns, normalised_ns, peaks;

  double ns() const;
  /// ns times the peak over that of the machine for which bars are set.
  double normalised() const;
  double peak_gflops() const;
  /// Of forward products; those of others are NaN, as their operations are not counted.
  double gflops() const;
  double share_of_peak() const { return gflops() / peak_gflops(); }
};

double median(std::vector<double> values);

/// Makes the plans; cases that a coupling does not have are left out and told.
std::vector<BenchmarkRow> set_up_rows(const std::vector<BenchmarkCase>& cases, Arenas& arenas,
                                      RunContext& context);
/// Rounds over all rows. Throws Interrupted where the run is asked to stop.
void measure_rows(std::vector<BenchmarkRow>& rows, const BenchmarkOptions& options,
                  RunContext& context);

/// Gates of one series, from its rows.
std::vector<Gate> gates_of(const std::string& series, const SeriesOptions& options,
                           const std::vector<BenchmarkRow>& rows);

}  // namespace tessera::product
