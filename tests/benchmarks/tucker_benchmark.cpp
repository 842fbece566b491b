// Message passing: time and memory, one row a line, medians where a row is repeated.
//   cmake --preset release -DTESSERA_BENCHMARKS=ON && cmake --build --preset release
//   OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 build/release/bin/benchmark_tucker [row]...
// Rows: cp tucker grid reference (default: all). Peak memory is that of the whole process:
// for that of one row run it alone.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <set>
#include <string>

#include <sys/resource.h>

#include "solvers/tucker/message_passing.hpp"
#include "solvers/tucker/random_start.hpp"
#include "solvers/tucker/reference_cp.hpp"
#include "tests/solvers/tucker/beijing.hpp"

namespace {

using namespace tessera;
using namespace tessera::tucker;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <class Function>
double median_seconds(int repeats, Function function) {
  std::vector<double> times;
  for (int r = 0; r < repeats; ++r) {
    const double start = seconds();
    function();
    times.push_back(seconds() - start);
  }
  std::nth_element(times.begin(), times.begin() + repeats / 2, times.end());
  return times[repeats / 2];
}

std::vector<std::unique_ptr<FactorSmoother>> smoothers(const ComponentTable& table,
                                                       const std::vector<Index>& indices) {
  std::vector<std::unique_ptr<FactorSmoother>> result;
  for (std::size_t k = 0; k < indices.size(); ++k) {
    AxisModel axis;
    axis.coordinates = Eigen::VectorXd::LinSpaced(indices[k], 0, 1);
    result.push_back(make_smoother(axis, std::vector<double>(table.functions[k], 0.1)));
  }
  return result;
}

/// Values of a smooth function with noise at evenly drawn indices.
Entries random_entries(const std::vector<Index>& indices, Index count) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  Entries entries{Eigen::MatrixXi(count, static_cast<Index>(indices.size())),
                  Eigen::VectorXd(count)};
  for (Index n = 0; n < count; ++n) {
    double value = 1;
    for (std::size_t k = 0; k < indices.size(); ++k) {
      const auto i = static_cast<int>(random() % static_cast<std::uint64_t>(indices[k]));
      entries.index(n, static_cast<Index>(k)) = i;
      value *= std::cos(5.0 * i / static_cast<double>(indices[k]) + static_cast<double>(k));
    }
    entries.values[n] = value + 0.1 * normal(random);
  }
  return entries;
}

NoiseModel unweighted(Index count) {
  Cells cells;
  cells.counts.setOnes(count);
  cells.total = static_cast<double>(count);
  return {cells, {1e-3, 1e-3}, 0};
}

/// Seconds of one sweep, without length scales.
double sweep_seconds(std::vector<Section> sections, const std::vector<Index>& indices,
                     DataTerms& data, Index count, int repeats) {
  const ComponentTable table =
      make_component_table(static_cast<Index>(indices.size()), std::move(sections));
  std::mt19937_64 random(1);
  auto priors = smoothers(table, indices);
  VariationalState start = random_start(table, priors, random);
  MessagePassing messages(table, data, unweighted(count), std::move(priors),
                          std::vector<std::vector<LengthPrior>>(indices.size()), {});
  messages.start(std::move(start));
  return median_seconds(repeats, [&] { messages.sweep(false); });
}

void cp_row(const char* name, Index count, double& nanoseconds) {
  const std::vector<Index> indices{2000, 2000, 2000};
  const double start = seconds();
  const auto data =
      entry_terms(random_entries(indices, count), indices, EntryOptions{1, {}, 0, 0, false});
  const double sorting = seconds() - start;
  const double sweep =
      sweep_seconds({{"product", {0, 1, 2}, false, {3}}}, indices, *data, count, 7);
  nanoseconds = 1e9 * sweep / static_cast<double>(count);
  std::printf(
      "%s, CP R = 3, 2000^3: %.3f s a sweep, %.2f ns an entry; made and sorted in %.1f s; "
      "peak %.0f MB\n",
      name, sweep, nanoseconds, sorting, peak_megabytes());
}

void cp_rows() {
  double small = 0, large = 0;
  cp_row("1e6 entries", 1000000, small);
  cp_row("1e7 entries", 10000000, large);
  std::printf("ratio of ns an entry, 1e7 to 1e6: %.2f\n", large / small);
}

void tucker_row() {
  const std::vector<Index> indices{15, 95, 267};
  const Index count = 22257;
  const auto data =
      entry_terms(random_entries(indices, count), indices, EntryOptions{1, {}, 0, 0, false});
  const double sweep =
      sweep_seconds({{"product", {0, 1, 2}, true, {7, 7, 7}}}, indices, *data, count, 5);
  std::printf("Tucker R = 7, 15 x 95 x 267, 22257 entries: %.3f s a sweep, peak %.0f MB\n", sweep,
              peak_megabytes());
}

void grid_row() {
  const std::vector<Index> indices{300, 300, 300};
  Tensor tensor(indices);
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  for (Index n = 0; n < tensor.values.size(); ++n)
    tensor.values[n] = std::cos(0.01 * static_cast<double>(n % 300)) + 0.1 * normal(random);
  const Index count = tensor.values.size();
  const auto data = grid_terms(std::move(tensor));
  const double sweep = sweep_seconds({{"intercept", {}, false, {}},
                                      {"main", {0}, false, {1}},
                                      {"main", {1}, false, {1}},
                                      {"main", {2}, false, {1}},
                                      {"product", {0, 1, 2}, false, {8}}},
                                     indices, *data, 1000, 3);
  std::printf(
      "complete grid 300^3 = %.1e cells, CP R = 8 and main effects: %.3f s a sweep, "
      "peak %.0f MB\n",
      static_cast<double>(count), sweep, peak_megabytes());
}

void reference_rows() {
  const std::filesystem::path file = beijing::file(TESSERA_SOURCE_DIR);
  if (!std::filesystem::exists(file)) {
    std::printf("no %s: published CP model not timed\n", file.c_str());
    return;
  }
  const beijing::Fold fold = beijing::fold(file, "fold0");
  std::vector<Index> indices;
  for (const auto& c : fold.coordinates) indices.push_back(static_cast<Index>(c.size()));
  for (const Index rank : {2, 3}) {
    const double time = median_seconds(3, [&] {
      const auto data = entry_terms(fold.train, indices, 1);
      std::mt19937_64 random(1);
      ReferenceCpOptions options;
      options.variance.assign(3, 5.0);
      reference_cp(beijing::smoothers(fold, rank, "matern 1/2", 0.1), *data, options, random);
    });
    std::printf("published CP model, PM2.5 fold 0, R = %d, 150 sweeps: %.2f s\n",
                static_cast<int>(rank), time);
  }
}

}  // namespace

int main(int count, char** words) {
  std::set<std::string> rows(words + 1, words + count);
  if (rows.empty()) rows = {"cp", "tucker", "grid", "reference"};
  if (rows.count("tucker")) tucker_row();
  if (rows.count("reference")) reference_rows();
  if (rows.count("grid")) grid_row();
  if (rows.count("cp")) cp_rows();
}
