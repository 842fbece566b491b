#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/deck/location.hpp"
#include "data/deck/schema.hpp"

namespace tessera::product {

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// What components stand for. Empty texts mean "as the preset".
struct ConventionOptions {
  std::string preset;  ///< empty: tessera; of the output: as the first factor
  std::string polar_axis, basis, phase, normalisation;
};

struct FactorOptions {
  LocatedText file;
  LocatedText dataset;
  LocatedText irreps;  ///< empty: a function (vector: a field) of the degree that the length says
  Index channels = 1;  ///< where irreps are not given
  ConventionOptions convention;
};

/// Numbers below 0 and empty texts mean "not given".
struct ProductOptions {
  std::string coupling = "gaunt";
  LocatedText output_irreps;
  Index output_degree = -1;
  std::string method = "automatic";
  LocatedText method_rule;  ///< file; empty: the shipped one
  std::string precision = "double";
  std::string weights = "none";
  LocatedText weight_file, weight_dataset;
  bool sum_paths = false;
};

struct OutputOptions {
  ConventionOptions convention;
  bool check = true;
};

/// Products that are measured over a range of degrees: all combinations of the lists.
struct SeriesOptions {
  std::vector<std::string> couplings{"gaunt"};
  std::vector<std::string> precisions{"float"};
  std::vector<std::string> methods{"automatic"};
  std::vector<std::string> directions{"forward"};
  std::vector<double> degrees{1, 2, 3, 4, 6, 8, 10};
  std::vector<double> channels{128};
  Index samples = 0;             ///< 0: by size
  std::string output = "full";   ///< full, same degree
  std::string weights = "none";  ///< none, uuu, per degree
  bool sum_paths = false;
  // Bars; 0 or empty: none.
  std::vector<double> time_bars;  ///< normalised ns, one for each degree
  double error_bar = 0;
  double adjoint_bar = 0;    ///< forward and adjoint over forward
  double automatic_bar = 0;  ///< automatic over the best method
  double setup_bar = 0;      ///< ms
};

/// A property that is checked for every kind of plan.
struct IdentityOptions {
  Index degree = -1;  ///< below 0: not checked
  Index rotations = 100;
  double bar = 0;
};

struct TransformOptions {
  std::vector<double> degrees;  ///< empty: not measured
  Index fields = 8;
  double bar = 0;
};

struct BenchmarkOptions {
  Index repetitions = 9;
  double minimum_time = 2e-3;  ///< s, of one measurement
  bool tune = false;
  Named<SeriesOptions> series;
  IdentityOptions equivariance, adjoint_identity;
  TransformOptions transforms;
};

struct Options {
  Named<FactorOptions> factors;
  ProductOptions product;
  OutputOptions output;
  BenchmarkOptions benchmark;
  Index seed = 0;
};

/// Whether the deck asks for anything to be measured.
bool has_benchmark(const Options& options);

/// Declares the deck's grammar.
void describe(Schema& schema, Options& options);
/// What the schema cannot see; DeckError with all faults.
void check_options(const Options& options, const std::string& file);

}  // namespace tessera::product
