#include "apps/product/benchmark_report.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "apps/product/names.hpp"
#include "apps/product/store_rate.hpp"
#include "solvers/tensor_product/instruction_set.hpp"

namespace tessera::product {
namespace {

std::string precision(const BenchmarkCase& c) {
  return c.double_precision ? "double" : "float";
}

std::string direction(const BenchmarkCase& c) {
  return c.has_adjoint ? "forward and adjoint" : "forward";
}

/// `automatic: grid` where the rule chose.
std::string method(const BenchmarkRow& row) {
  const std::string chosen = name_of(row.plan->method);
  return row.c.method == row.plan->method ? chosen : name_of(row.c.method) + ": " + chosen;
}

/// A name of HDF5 groups and JSON keys.
std::string key(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return text;
}

std::string table_name(const BenchmarkRow& row) {
  const BenchmarkCase& c = row.c;
  return "benchmark/" + c.series + '/' +
         key(name_of(c.coupling) + ' ' + precision(c) + ' ' + name_of(c.method) + ' ' +
             direction(c));
}

const char* const columns[][2] = {{"degree", ""},
                                  {"output_degree", ""},
                                  {"channels", ""},
                                  {"samples", ""},
                                  {"time", "ns"},
                                  {"normalised_time", "ns"},
                                  {"performance", "GFLOP/s"},
                                  {"fma_peak", "GFLOP/s"},
                                  {"share_of_peak", ""},
                                  {"error", ""},
                                  {"setup_time", "ms"},
                                  {"method_number", ""}};

void add_to_table(const BenchmarkRow& row, Table& table) {
  const double values[] = {static_cast<double>(row.c.degree),
                           static_cast<double>(row.c.out_degree),
                           static_cast<double>(row.c.channels),
                           static_cast<double>(row.c.samples),
                           row.ns(),
                           row.normalised(),
                           row.gflops(),
                           row.peak_gflops(),
                           row.share_of_peak(),
                           row.plan->error,
                           row.plan->setup_ms,
                           static_cast<double>(row.plan->method)};
  for (std::size_t k = 0; k < std::size(values); ++k) table.columns[k].values.push_back(values[k]);
}

std::vector<Table> tables_of(const std::vector<BenchmarkRow>& rows) {
  std::vector<Table> tables;
  std::map<std::string, std::size_t> place;
  for (const BenchmarkRow& row : rows) {
    const auto [found, is_new] = place.emplace(table_name(row), tables.size());
    if (is_new) {
      Table table{found->first,
                  "Time per product (sample and channel); method_number: 1 sparse, 2 grid, 3 "
                  "fourier",
                  {}};
      for (const auto& [name, units] : columns) table.columns.push_back({name, units, {}});
      tables.push_back(std::move(table));
    }
    add_to_table(row, tables[found->second]);
  }
  return tables;
}

void summarise_choices(const std::vector<BenchmarkRow>& rows, Outcome& outcome) {
  for (const BenchmarkRow& row : rows) {
    if (row.c.method != TensorProductMethod::automatic || row.c.has_adjoint ||
        row.c.coupling == Coupling::clebsch_gordan)
      continue;
    const std::string name =
        fmt::format("automatic_choice/{}/{}/degree_{}{}", row.c.series,
                    key(name_of(row.c.coupling) + ' ' + precision(row.c)), row.c.degree,
                    row.c.channels == 128 ? "" : fmt::format("_channels_{}", row.c.channels));
    outcome.summary.emplace_back(name, name_of(row.plan->method));
  }
}

/// Results of all paths are larger than the cache: says how fast this machine stores at best.
void report_store_rate(const std::vector<BenchmarkRow>& rows, Outcome& outcome) {
  if (std::none_of(rows.begin(), rows.end(),
                   [](const BenchmarkRow& row) { return is_written(row.c); }))
    return;
  const double rate = store_rate(static_cast<std::size_t>(written_bytes));
  outcome.report.push_back(fmt::format(
      "results path by path leave the second-level cache; filling {:.0f} MB goes at {:.1f} GB/s, "
      "so (L + 1)^4 floats take at least {:.3g} (L + 1)^4 ns",
      1e-6 * written_bytes, rate, sizeof(float) / rate));
  outcome.summary.emplace_back("store_rate_gbytes_per_s", rate);
}

}  // namespace

void report_rows(const std::vector<BenchmarkRow>& rows, Outcome& outcome) {
  if (rows.empty()) return;
  std::string series;
  for (const BenchmarkRow& row : rows) {
    if (row.c.series != series) {
      series = row.c.series;
      outcome.report.push_back(fmt::format("{}, ns of one product (sample and channel)", series));
      outcome.report.push_back(fmt::format(
          "  {:<15}{:<7}{:<20}{:<20}{:>4}{:>6}{:>6} {:>10} {:>10} {:>9} {:>6} {:>9} {:>8}", "", "",
          "method", "direction", "L", "C", "N", "ns", "normalised", "GFLOP/s", "peak %", "error",
          "set-up"));
    }
    outcome.report.push_back(fmt::format(
        "  {:<15}{:<7}{:<20}{:<20}{:>4}{:>6}{:>6} {:>10.4g} {:>10.4g} {:>9.2f} {:>6.1f} {:>9.1e} "
        "{:>8.3g}",
        name_of(row.c.coupling), precision(row.c), method(row), direction(row.c), row.c.degree,
        row.c.channels, row.c.samples, row.ns(), row.normalised(), row.gflops(),
        100 * row.share_of_peak(), row.plan->error, row.plan->setup_ms));
  }
  outcome.summary.emplace_back(
      "benchmark_instruction_set",
      std::string(name(resolve_instruction_set(InstructionSet::automatic))));
  for (const bool is_double : {false, true}) {
    std::vector<double> peaks;
    for (const BenchmarkRow& row : rows)
      if (row.c.double_precision == is_double) peaks.push_back(row.peak_gflops());
    if (!peaks.empty())
      outcome.summary.emplace_back(is_double ? "fma_peak_gflops_double" : "fma_peak_gflops_float",
                                   median(peaks));
  }
  report_store_rate(rows, outcome);
  summarise_choices(rows, outcome);
  for (Table& table : tables_of(rows)) outcome.tables.push_back(std::move(table));
}

}  // namespace tessera::product
