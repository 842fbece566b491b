#include "apps/product/benchmark_case.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/product/names.hpp"
#include "solvers/tensor_product/complete_options.hpp"

namespace tessera::product {
namespace {

constexpr double cached_bytes = 1e6;  ///< of all arrays of a batch that stays in the cache
constexpr Index most_cached_samples = 16;
constexpr int largest_sparse_tuning = 16;

/// By the size of a sample's arrays.
Index default_samples(const BenchmarkCase& c) {
  const CompleteProduct product = complete_options(product_options(c));
  double numbers = static_cast<double>(dimension(product.options.out));
  if (!is_written(c))
    for (const Irreps& factor : product.options.factors)
      numbers += static_cast<double>(dimension(factor));
  const double bytes = numbers * static_cast<double>(c.channels) * (c.double_precision ? 8.0 : 4.0);
  if (is_written(c)) return static_cast<Index>(std::ceil(written_bytes / bytes));
  const double with_gradients = 2 * bytes;
  return std::clamp<Index>(static_cast<Index>(cached_bytes / with_gradients), 1,
                           most_cached_samples);
}

}  // namespace

bool is_written(const BenchmarkCase& c) {
  return c.coupling == Coupling::clebsch_gordan && !c.sum_paths;
}

bool BenchmarkCase::is_rival(const BenchmarkCase& other) const {
  return series == other.series && coupling == other.coupling && weights == other.weights &&
         sum_paths == other.sum_paths && double_precision == other.double_precision &&
         has_adjoint == other.has_adjoint && degree == other.degree &&
         out_degree == other.out_degree && channels == other.channels;
}

bool BenchmarkCase::is_forward_of(const BenchmarkCase& other) const {
  BenchmarkCase forward = other;
  forward.has_adjoint = false;
  return other.has_adjoint && is_rival(forward) && method == other.method;
}

TensorProductOptions product_options(const BenchmarkCase& c) {
  TensorProductOptions o;
  o.coupling = c.coupling;
  o.method = c.method;
  o.weights = c.weights;
  o.sum_paths = c.sum_paths;
  const Irreps function = spherical_function_irreps(c.degree);
  if (c.coupling == Coupling::vector) {
    o.factors = {function, vector_field_irreps(c.degree)};
    o.out = vector_field_irreps(c.out_degree);
  } else {
    o.factors = {function, function};
    if (c.coupling == Coupling::gaunt) o.out = spherical_function_irreps(c.out_degree);
    if (c.coupling == Coupling::clebsch_gordan && c.out_degree < 2 * c.degree)
      for (int l = 0; l <= c.out_degree; ++l)
        for (const int parity : {1, -1})
          if (l > 0 || parity > 0) o.out.blocks.push_back({1, {l, parity}});
  }
  return o;
}

std::vector<BenchmarkCase> cases_of(const std::string& series, const SeriesOptions& o) {
  std::vector<BenchmarkCase> cases;
  for (const double degree : o.degrees)
    for (const std::string& coupling : o.couplings)
      for (const std::string& precision : o.precisions)
        for (const double channels : o.channels)
          for (const std::string& method : o.methods)
            for (const std::string& direction : o.directions) {
              BenchmarkCase c;
              c.series = series;
              c.coupling = coupling_of(coupling);
              c.method = method_of(method);
              c.weights = weights_of(o.weights);
              c.sum_paths = o.sum_paths;
              c.double_precision = precision == "double";
              c.has_adjoint = direction != "forward";
              c.degree = static_cast<int>(degree);
              c.out_degree = o.output == "full" ? 2 * c.degree : c.degree;
              c.channels = static_cast<Index>(channels);
              if (c.coupling == Coupling::clebsch_gordan && c.method != method_of("automatic") &&
                  c.method != TensorProductMethod::sparse)
                continue;
              c.samples = o.samples > 0 ? o.samples : default_samples(c);
              cases.push_back(std::move(c));
            }
  return cases;
}

std::vector<BenchmarkCase> tuning_cases() {
  std::vector<BenchmarkCase> cases;
  for (const bool is_double : {false, true})
    for (const int degree : {1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64})
      for (const int out_degree : {degree, 2 * degree})
        for (const auto method : {TensorProductMethod::sparse, TensorProductMethod::grid}) {
          if (method == TensorProductMethod::sparse && degree > largest_sparse_tuning) continue;
          BenchmarkCase c;
          c.series = tuning_series;
          c.method = method;
          c.double_precision = is_double;
          c.degree = degree;
          c.out_degree = out_degree;
          c.samples = default_samples(c);
          cases.push_back(std::move(c));
        }
  return cases;
}

std::string name_of(const BenchmarkCase& c) {
  return fmt::format("{}{}{} {}{} L = {} C = {}", name_of(c.coupling),
                     c.weights == ProductWeights::none ? "" : " weights " + name_of(c.weights),
                     c.sum_paths ? " summed" : "", c.double_precision ? "double" : "float",
                     c.out_degree == 2 * c.degree ? "" : " truncated", c.degree, c.channels);
}

}  // namespace tessera::product
