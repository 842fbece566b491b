#pragma once

#include <string>
#include <vector>

#include "apps/product/options.hpp"
#include "solvers/tensor_product/options.hpp"

namespace tessera::product {

/// One product whose time is measured: a row of the table.
struct BenchmarkCase {
  std::string series;
  Coupling coupling = Coupling::gaunt;
  TensorProductMethod method = TensorProductMethod::automatic;
  ProductWeights weights = ProductWeights::none;
  bool sum_paths = false;
  bool double_precision = false;
  bool has_adjoint = false;  ///< forward and adjoint
  int degree = 1;            ///< of both factors
  int out_degree = 2;        ///< gaunt, vector
  Index channels = 128;
  Index samples = 1;

  /// All the same but the method or the direction.
  bool is_rival(const BenchmarkCase& other) const;
  bool is_forward_of(const BenchmarkCase& other) const;
};

TensorProductOptions product_options(const BenchmarkCase& c);

/// All combinations of a series, degrees outermost.
std::vector<BenchmarkCase> cases_of(const std::string& series, const SeriesOptions& options);

/// What is measured to find a rule for `automatic`.
std::vector<BenchmarkCase> tuning_cases();

/// Of the series `tuning_cases` belong to.
inline constexpr const char* tuning_series = "tuning";

/// Whether results are all paths of a Clebsch-Gordan product one by one: larger than caches.
bool is_written(const BenchmarkCase& c);
/// Bytes of a batch of such results.
inline constexpr double written_bytes = 4e6;

/// `gaunt float L = 4 C = 128`
std::string name_of(const BenchmarkCase& c);

}  // namespace tessera::product
