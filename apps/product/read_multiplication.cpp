#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/product/method_rule_file.hpp"
#include "apps/product/multiplication.hpp"
#include "apps/product/names.hpp"
#include "solvers/tensor_product/complete_options.hpp"
#include "solvers/tensor_product/sphere_layout.hpp"

namespace tessera::product {
namespace {

/// Messages of the library in the words of the deck.
std::string in_deck_words(std::string text) {
  const std::string code = "clebsch_gordan";
  for (std::size_t at; (at = text.find(code)) != std::string::npos;)
    text.replace(at, code.size(), name_of(Coupling::clebsch_gordan));
  return text + (text.ends_with('.') ? "" : ".");
}

[[noreturn]] void refuse(const LocatedText& at, const std::string& path, const std::string& why) {
  throw DeckError(deck_message(at.where, at.path.empty() ? path : at.path, in_deck_words(why)));
}

Irreps single_channel(Irreps irreps) {
  for (IrrepBlock& block : irreps.blocks) block.multiplicity = 1;
  return irreps;
}

/// Where the deck speaks of a factor's irreps.
const LocatedText& irreps_text(const FactorOptions& factor) {
  return factor.irreps.value.empty() ? factor.dataset : factor.irreps;
}

void check_layouts(const Options& deck, const Multiplication& m) {
  if (m.options.coupling == Coupling::clebsch_gordan) return;
  for (std::size_t k = 0; k < m.factors.size(); ++k) try {
      if (m.options.coupling == Coupling::vector && k == 1)
        read_field(m.options.factors[k]);
      else
        read_function(m.options.factors[k]);
    } catch (const std::invalid_argument& error) {
      refuse(irreps_text(deck.factors[k].second), "", error.what());
    }
}

Irreps wanted_irreps(const Options& deck, const Multiplication& m) {
  const ProductOptions& p = deck.product;
  if (!p.output_irreps.value.empty()) return parse_irreps(p.output_irreps.value);
  if (p.output_degree < 0) return {};
  const auto degree = static_cast<int>(p.output_degree);
  int sign = 1;
  for (std::size_t k = 0; k < m.options.factors.size(); ++k)
    sign *= m.options.coupling == Coupling::vector && k == 1
                ? read_field(m.options.factors[k]).parity_sign
                : read_function(m.options.factors[k]).parity_sign;
  return with_parity_sign(m.options.coupling == Coupling::vector
                              ? vector_field_irreps(degree)
                              : spherical_function_irreps(degree),
                          sign);
}

/// Checks the product, and chooses the method where the deck names a rule.
void complete(const Options& deck, const std::filesystem::path& folder, Multiplication& m) {
  const ProductOptions& p = deck.product;
  try {
    m.options.out = wanted_irreps(deck, m);
    const CompleteProduct product = complete_options(m.options);
    m.weight_count = product.weight_count;
    m.out = product.options.out;
    if (p.method != "automatic" || m.options.coupling == Coupling::clebsch_gordan) return;
    m.rule = "shipped";
    if (p.method_rule.value.empty()) return;
    m.rule = p.method_rule.value;
    m.options.method = choose_method(product.degrees, product.out_degree, p.precision == "double",
                                     read_method_rule(p.method_rule, folder));
  } catch (const std::invalid_argument& error) {
    refuse(p.output_irreps, "Product", error.what());
  }
}

/// The common number of samples or channels, where 1 serves all.
Index common_extent(const Options& deck, const Multiplication& m, const char* what,
                    Index Coefficients::*extent) {
  const bool is_uvu = m.options.weights == ProductWeights::uvu;
  Index common = 1;
  std::string first;
  for (std::size_t k = 0; k < m.factors.size(); ++k) {
    const Index own = m.factors[k].*extent;
    if (own == 1 || (is_uvu && k == 1 && extent == &Coefficients::channels)) continue;
    if (common != 1 && own != common) {
      const LocatedText& at = deck.factors[k].second.dataset;
      throw DataError(deck_message(
          at.where, "Factors > " + m.names[k],
          fmt::format("has {} {}, but {} has {}. Both have the same number, or one of them 1.", own,
                      what, first, common)));
    }
    if (common == 1) first = m.names[k];
    common = own;
  }
  return common;
}

void read_weights(const ProductOptions& p, const std::filesystem::path& folder, Multiplication& m) {
  if (m.options.weights == ProductWeights::none) return;
  hdf5::NumericArray array = read_finite_array(p.weight_file, p.weight_dataset, folder);
  const std::size_t channels = static_cast<std::size_t>(m.channels);
  const std::size_t count = static_cast<std::size_t>(m.weight_count);
  const std::vector<std::size_t> shared{channels, count};
  const std::vector<std::size_t> own{static_cast<std::size_t>(m.samples), channels, count};
  if (array.extents != shared && array.extents != own)
    throw DataError(deck_message(
        p.weight_dataset.where, p.weight_dataset.path,
        fmt::format("found an array {}, expected [channels][weights] = {}, or "
                    "[samples][channels][weights] = {}.",
                    shape_words(array.extents), shape_words(shared), shape_words(own))));
  m.options.weights_per_sample = array.extents == own;
  m.weights = std::move(array.values);
}

}  // namespace

Multiplication read_multiplication(const Options& deck, const std::filesystem::path& folder) {
  Multiplication m;
  m.options.coupling = coupling_of(deck.product.coupling);
  m.options.method = method_of(deck.product.method);
  m.options.weights = weights_of(deck.product.weights);
  m.options.sum_paths = deck.product.sum_paths;
  for (const auto& factor : deck.factors) {
    const bool is_field = m.options.coupling == Coupling::vector && m.factors.size() == 1;
    m.names.push_back(factor.first);
    m.factors.push_back(read_coefficients(factor, m.options.coupling, is_field, folder));
    m.options.factors.push_back(single_channel(m.factors.back().irreps));
  }
  if (m.options.weights == ProductWeights::uvu) m.options.second_channels = m.factors[1].channels;
  check_layouts(deck, m);
  complete(deck, folder, m);
  m.samples = common_extent(deck, m, "samples", &Coefficients::samples);
  m.channels = common_extent(deck, m, "channels", &Coefficients::channels);
  read_weights(deck.product, folder, m);
  m.output_convention = convention_of(deck.output.convention, m.factors.front().convention);
  return m;
}

}  // namespace tessera::product
