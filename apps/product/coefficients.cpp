#include "apps/product/coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/product/names.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::product {
namespace {

using Complex = std::complex<double>;

[[noreturn]] void fail(const LocatedText& at, const std::string& what) {
  throw DataError(deck_message(at.where, at.path, what));
}

/// Blocks of one channel, `channels` times each.
Irreps with_channels(Irreps irreps, Index channels) {
  for (IrrepBlock& block : irreps.blocks) block.multiplicity = channels;
  return irreps;
}

/// The function or field that has this length.
Irreps guessed_irreps(const FactorOptions& factor, bool is_field, Index length) {
  const Index parts = factor.channels * (is_field ? 3 : 1);
  const auto side = static_cast<Index>(
      std::lround(std::sqrt(static_cast<double>(length) / static_cast<double>(parts))));
  if (side < 1 || side * side * parts != length)
    fail(factor.dataset,
         fmt::format("a sample has {} numbers, but a {} of degree L in {} channel{} has {} (L + "
                     "1)^2. Give its Irreps, or the number of Channels.",
                     length, is_field ? "vector field" : "function", factor.channels,
                     factor.channels == 1 ? "" : "s", parts));
  const int degree = static_cast<int>(side) - 1;
  return with_channels(is_field ? vector_field_irreps(degree) : spherical_function_irreps(degree),
                       factor.channels);
}

Irreps given_irreps(const FactorOptions& factor, Index length) {
  Irreps irreps;
  try {
    irreps = parse_irreps(factor.irreps.value);
  } catch (const std::invalid_argument& error) {
    throw DeckError(deck_message(factor.irreps.where, factor.irreps.path, error.what()));
  }
  for (const IrrepBlock& block : irreps.blocks)
    if (block.multiplicity != irreps.blocks.front().multiplicity)
      throw DeckError(deck_message(
          factor.irreps.where, factor.irreps.path,
          fmt::format("found the multiplicities {} and {}; a product runs over channels, so all "
                      "are equal.",
                      irreps.blocks.front().multiplicity, block.multiplicity)));
  if (dimension(irreps) != length)
    fail(factor.dataset, fmt::format("a sample has {} numbers, but the irreps {} have {}.", length,
                                     to_string(irreps), dimension(irreps)));
  return irreps;
}

/// [samples][length], or [samples][length][2] for complex components.
void check_shape(const FactorOptions& factor, const hdf5::NumericArray& array, bool is_complex) {
  const std::vector<std::size_t>& e = array.extents;
  const bool fits = is_complex ? e.size() == 3 && e[2] == 2 : e.size() == 2;
  if (fits && e[0] > 0 && e[1] > 0) return;
  fail(factor.dataset,
       fmt::format("found an array {}, expected {} in the convention \"{}\".", shape_words(e),
                   is_complex ? "[samples][coefficients][2], real and imaginary part,"
                              : "[samples][coefficients]",
                   description(convention_of(factor.convention, {}))));
}

std::vector<double> converted(const Coefficients& c, const FactorOptions& factor,
                              const Convention& from, const std::vector<double>& values) {
  const ConventionConversion conversion(c.irreps, from, Convention{});
  std::vector<double> out(static_cast<std::size_t>(c.samples * dimension(c.irreps)));
  if (from.basis == HarmonicBasis::real) {
    conversion.apply(c.samples, values.data(), out.data());
    return out;
  }
  std::vector<Complex> complex(out.size());
  for (std::size_t i = 0; i < out.size(); ++i) complex[i] = {values[2 * i], values[2 * i + 1]};
  try {
    conversion.apply(c.samples, complex.data(), out.data());
  } catch (const std::domain_error& error) {
    fail(factor.dataset, error.what());
  }
  return out;
}

}  // namespace

std::string shape_words(const std::vector<std::size_t>& extents) {
  std::string words;
  for (const std::size_t extent : extents) words += '[' + std::to_string(extent) + ']';
  return words.empty() ? "of one number" : words;
}

hdf5::NumericArray read_finite_array(const LocatedText& file, const LocatedText& dataset,
                                     const std::filesystem::path& deck_folder) {
  std::filesystem::path path = file.value;
  if (path.is_relative()) path = deck_folder / path;
  std::string name = dataset.value;
  while (name.starts_with('/')) name.erase(0, 1);
  try {
    const std::vector<std::string> known = hdf5::array_names(path);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string nearest = nearest_name(name, known);
      fail(dataset,
           fmt::format("{} has no array \"{}\".{} It has: {}.", path.string(), printable(name),
                       nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?",
                       known.empty() ? "none" : listed(known)));
    }
  } catch (const DataError& error) {
    const std::string what = error.what();
    if (what.starts_with(path.string())) fail(file, what);
    throw;
  }
  hdf5::NumericArray array = hdf5::read_array(path, name);
  const auto bad = std::find_if(array.values.begin(), array.values.end(),
                                [](double value) { return !std::isfinite(value); });
  if (bad == array.values.end()) return array;
  auto rest = static_cast<std::size_t>(bad - array.values.begin());
  std::vector<std::size_t> index(array.extents.size());
  for (std::size_t k = index.size(); k-- > 0; rest /= array.extents[k])
    index[k] = rest % array.extents[k];
  fail(dataset, fmt::format("{}: \"{}\" has no finite value at {}, counted from 0; found {}.",
                            path.string(), name, shape_words(index), *bad));
}

Convention converted_part(Convention convention, Coupling coupling) {
  if (coupling == Coupling::clebsch_gordan)
    convention.normalisation = HarmonicNormalisation::orthonormal;
  return convention;
}

Coefficients read_coefficients(const Named<FactorOptions>::value_type& factor, Coupling coupling,
                               bool is_field, const std::filesystem::path& deck_folder) {
  const FactorOptions& options = factor.second;
  Coefficients c;
  c.convention = convention_of(options.convention, {});
  const hdf5::NumericArray array = read_finite_array(options.file, options.dataset, deck_folder);
  check_shape(options, array, c.convention.basis == HarmonicBasis::complex);
  c.samples = static_cast<Index>(array.extents[0]);
  const auto length = static_cast<Index>(array.extents[1]);
  c.irreps = options.irreps.value.empty() ? guessed_irreps(options, is_field, length)
                                          : given_irreps(options, length);
  c.channels = c.irreps.blocks.empty() ? 1 : c.irreps.blocks.front().multiplicity;
  c.values = converted(c, options, converted_part(c.convention, coupling), array.values);
  return c;
}

}  // namespace tessera::product
