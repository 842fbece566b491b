#include "apps/product/benchmark.hpp"

#include "apps/product/benchmark_report.hpp"
#include "apps/product/benchmark_rows.hpp"
#include "apps/product/gates.hpp"
#include "apps/product/identities.hpp"
#include "apps/product/transform_rows.hpp"
#include "apps/product/tuning.hpp"

namespace tessera::product {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

std::vector<BenchmarkCase> all_cases(const BenchmarkOptions& options) {
  std::vector<BenchmarkCase> cases;
  for (const auto& [name, series] : options.series) append(cases, cases_of(name, series));
  if (options.tune) append(cases, tuning_cases());
  return cases;
}

}  // namespace

void run_benchmark(const Options& options, RunContext& context, Outcome& outcome) {
  const BenchmarkOptions& benchmark = options.benchmark;
  Arenas arenas;
  std::vector<BenchmarkRow> rows = set_up_rows(all_cases(benchmark), arenas, context);
  measure_rows(rows, benchmark, context);
  report_rows(rows, outcome);
  if (benchmark.tune) tune(rows, outcome);

  std::vector<Gate> gates;
  for (const auto& [name, series] : benchmark.series) append(gates, gates_of(name, series, rows));
  append(gates, check_equivariance(benchmark.equivariance, context, outcome));
  append(gates, check_adjoint_identity(benchmark.adjoint_identity, context, outcome));
  append(gates, measure_transforms(benchmark, context, outcome));
  summarise_gates(gates, outcome);
  outcome.status = "done";
}

}  // namespace tessera::product
