#include <algorithm>

#include <fmt/format.h>

#include "apps/product/benchmark_case.hpp"
#include "apps/product/run.hpp"

namespace tessera::product {
namespace {

constexpr double base_bytes = 6e7;  ///< libraries, tables
constexpr double copies = 5;        ///< of every array: as read, converted, in lanes, ...
constexpr double seconds_per_number = 2e-8;
/// Measured on one core of the development machine: plans and reference products of a row.
constexpr double seconds_per_plan = 0.05;
constexpr double seconds_of_tuning = 60;
constexpr double benchmark_bytes = 4e8;

double numbers_of(const Multiplication& m) {
  double numbers =
      static_cast<double>(m.samples * m.channels) * static_cast<double>(dimension(m.out));
  for (const Coefficients& factor : m.factors) numbers += static_cast<double>(factor.values.size());
  return numbers;
}

}  // namespace

CostEstimate estimate_cost(const Options& options, const Multiplication* m) {
  CostEstimate cost{base_bytes, 0.2, ""};
  if (m != nullptr) {
    const double numbers = numbers_of(*m);
    cost.memory_bytes += 8 * copies * numbers;
    cost.time_s += seconds_per_number * numbers;
    cost.basis = fmt::format("{} samples x {} channels", m->samples, m->channels);
  }
  if (!has_benchmark(options)) return cost;
  const BenchmarkOptions& b = options.benchmark;
  std::size_t rows = 0;
  for (const auto& [name, series] : b.series) rows += cases_of(name, series).size();
  const double measurement = 2 * b.minimum_time * static_cast<double>(b.repetitions);
  cost.memory_bytes += benchmark_bytes;
  cost.time_s += static_cast<double>(rows) * (seconds_per_plan + measurement) +
                 (b.tune ? seconds_of_tuning : 0) +
                 static_cast<double>(b.transforms.degrees.size());
  cost.basis += fmt::format("{}{} rows of a benchmark", cost.basis.empty() ? "" : ", ", rows);
  return cost;
}

}  // namespace tessera::product
