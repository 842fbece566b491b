#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/product/options.hpp"
#include "data/deck/faults.hpp"
#include "models/equivariant/irreps.hpp"

namespace tessera::product {
namespace {

bool is_given(const LocatedText& text) {
  return !text.value.empty();
}

void check_irreps(const LocatedText& text, Faults& faults) {
  try {
    parse_irreps(text.value);
  } catch (const std::invalid_argument& error) {
    faults.add(text.where, text.path, error.what());
  }
}

void check_factors(const Options& o, const Location& file, Faults& faults) {
  const std::size_t count = o.factors.size();
  if (count == 0) {
    if (!has_benchmark(o))
      faults.add(file, "Factors",
                 "there is nothing to do: give Factors to multiply, or a Benchmark.");
    return;
  }
  const bool takes_many = o.product.coupling == "gaunt";
  if (count < 2 || (count > 2 && !takes_many))
    faults.add(file, "Factors",
               fmt::format("found {}, expected two{}.", count,
                           takes_many ? " or more" : "; gaunt alone takes more"));
  for (const auto& [name, factor] : o.factors) check_irreps(factor.irreps, faults);
}

void check_outputs(const ProductOptions& p, const Location& file, Faults& faults) {
  check_irreps(p.output_irreps, faults);
  if (is_given(p.output_irreps) && p.output_degree >= 0)
    faults.add(p.output_irreps.where, p.output_irreps.path,
               "give Output Irreps or Output Degree, not both.");
  if (p.coupling == "clebsch-gordan" && p.output_degree >= 0)
    faults.add(file, "Product > Output Degree",
               "speaks of functions and fields; of clebsch-gordan give Output Irreps.");
  if (p.coupling != "clebsch-gordan" && p.sum_paths)
    faults.add(file, "Product > Sum Paths",
               fmt::format("is for clebsch-gordan; {} always adds its paths up.", p.coupling));
}

void check_weights(const ProductOptions& p, const Location& file, Faults& faults) {
  const std::string path = "Product > Weights";
  const bool needs_paths = p.weights == "uuu" || p.weights == "uvu";
  if (needs_paths && p.coupling != "clebsch-gordan")
    faults.add(
        file, path,
        fmt::format("`{}` is for clebsch-gordan; {} has `per degree`.", p.weights, p.coupling));
  if (p.weights == "per degree" && p.coupling == "clebsch-gordan")
    faults.add(file, path, "`per degree` is for gaunt and vector; clebsch-gordan has uuu and uvu.");
  const bool has_file = is_given(p.weight_file) && is_given(p.weight_dataset);
  if (p.weights != "none" && !has_file)
    faults.add(file, path, "needs a Weight File and a Weight Dataset.");
  if (p.weights == "none")
    for (const LocatedText* text : {&p.weight_file, &p.weight_dataset})
      if (is_given(*text))
        faults.add(text->where, text->path, "is not read without Weights: uuu, uvu or per degree.");
}

void check_methods(const ProductOptions& p, const Location& file, Faults& faults) {
  const bool has_sparse_only = p.coupling == "clebsch-gordan";
  if (has_sparse_only && p.method != "automatic" && p.method != "sparse")
    faults.add(file, "Product > Method",
               fmt::format("found {}; clebsch-gordan has: automatic, sparse.", p.method));
  if (is_given(p.method_rule) && p.method != "automatic")
    faults.add(p.method_rule.where, p.method_rule.path, "is read by the method `automatic` only.");
}

void check_whole(const std::vector<double>& numbers, const std::string& path, const Location& file,
                 Faults& faults) {
  for (const double number : numbers)
    if (number != std::floor(number))
      faults.add(file, path, fmt::format("found {}, expected whole numbers.", number));
}

void check_series(const std::string& path, const SeriesOptions& s, const Location& file,
                  Faults& faults) {
  check_whole(s.degrees, path + " > Degrees", file, faults);
  check_whole(s.channels, path + " > Channels", file, faults);
  const bool has_tensors =
      std::find(s.couplings.begin(), s.couplings.end(), "clebsch-gordan") != s.couplings.end();
  const bool has_functions = s.couplings.size() > (has_tensors ? 1U : 0U);
  if ((s.weights == "uuu" || s.sum_paths) && has_functions)
    faults.add(file, path + " > Couplings",
               "the weights uuu and Sum Paths are for clebsch-gordan; give the others a series of "
               "their own.");
  if (s.weights == "per degree" && has_tensors)
    faults.add(file, path + " > Couplings",
               "the weights `per degree` are for gaunt and vector; give clebsch-gordan a series of "
               "its own.");
  if (s.time_bars.empty()) return;
  if (s.time_bars.size() != s.degrees.size())
    faults.add(file, path + " > Time Bars",
               fmt::format("found {}, expected one for each of {} degrees.", s.time_bars.size(),
                           s.degrees.size()));
  if (s.couplings.size() > 1 || s.precisions.size() > 1 || s.channels.size() > 1)
    faults.add(file, path + " > Time Bars",
               "a series with time bars has one coupling, one precision and one number of "
               "channels.");
}

}  // namespace

void check_options(const Options& o, const std::string& file) {
  const Location whole{file, 0, 0};
  Faults faults;
  check_factors(o, whole, faults);
  check_outputs(o.product, whole, faults);
  check_weights(o.product, whole, faults);
  check_methods(o.product, whole, faults);
  for (const auto& [name, series] : o.benchmark.series)
    check_series("Benchmark > Series > " + name, series, whole, faults);
  check_whole(o.benchmark.transforms.degrees, "Benchmark > Transforms > Degrees", whole, faults);
  faults.throw_if_any();
}

}  // namespace tessera::product
