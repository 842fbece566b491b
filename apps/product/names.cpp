#include "apps/product/names.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace tessera::product {
namespace {

template <class T, std::size_t n>
using Words = std::array<std::pair<const char*, T>, n>;

constexpr Words<Coupling, 3> couplings{{{"gaunt", Coupling::gaunt},
                                        {"clebsch-gordan", Coupling::clebsch_gordan},
                                        {"vector", Coupling::vector}}};
constexpr Words<TensorProductMethod, 4> methods{{{"automatic", TensorProductMethod::automatic},
                                                 {"sparse", TensorProductMethod::sparse},
                                                 {"grid", TensorProductMethod::grid},
                                                 {"fourier", TensorProductMethod::fourier}}};
constexpr Words<ProductWeights, 4> weight_kinds{{{"none", ProductWeights::none},
                                                 {"uuu", ProductWeights::uuu},
                                                 {"uvu", ProductWeights::uvu},
                                                 {"per degree", ProductWeights::per_degree}}};

template <class T, std::size_t n>
T meaning(const Words<T, n>& words, const std::string& word) {
  for (const auto& [known, value] : words)
    if (word == known) return value;
  throw std::logic_error("the schema let \"" + word + "\" pass");
}

template <class T, std::size_t n>
std::string word_for(const Words<T, n>& words, T wanted) {
  for (const auto& [word, value] : words)
    if (value == wanted) return word;
  throw std::logic_error("a value without a word");
}

}  // namespace

Coupling coupling_of(const std::string& word) {
  return meaning(couplings, word);
}
TensorProductMethod method_of(const std::string& word) {
  return meaning(methods, word);
}
ProductWeights weights_of(const std::string& word) {
  return meaning(weight_kinds, word);
}
std::string name_of(Coupling coupling) {
  return word_for(couplings, coupling);
}
std::string name_of(TensorProductMethod method) {
  return word_for(methods, method);
}
std::string name_of(ProductWeights weights) {
  return word_for(weight_kinds, weights);
}

Convention convention_of(const ConventionOptions& o, const Convention& otherwise) {
  Convention c = otherwise;
  if (o.preset == "e3nn")
    c = e3nn_convention;
  else if (o.preset == "quantum" || o.preset == "scipy")
    c = quantum_convention;
  else if (!o.preset.empty())
    c = Convention{};
  if (!o.polar_axis.empty()) c.polar_axis = o.polar_axis == "y" ? PolarAxis::y : PolarAxis::z;
  if (!o.basis.empty())
    c.basis = o.basis == "complex" ? HarmonicBasis::complex : HarmonicBasis::real;
  if (!o.phase.empty())
    c.phase = o.phase == "none" ? HarmonicPhase::none : HarmonicPhase::condon_shortley;
  if (o.normalisation == "orthonormal") c.normalisation = HarmonicNormalisation::orthonormal;
  if (o.normalisation == "component") c.normalisation = HarmonicNormalisation::component;
  if (o.normalisation == "norm") c.normalisation = HarmonicNormalisation::norm;
  return c;
}

std::string description(const Convention& c) {
  const char* const norms[] = {"orthonormal", "component", "norm"};
  return std::string(c.basis == HarmonicBasis::real ? "real, " : "complex, ") +
         norms[static_cast<int>(c.normalisation)] +
         (c.phase == HarmonicPhase::none ? ", no Condon-Shortley phase"
                                         : ", Condon-Shortley phase") +
         (c.polar_axis == PolarAxis::z ? ", polar axis z" : ", polar axis y");
}

}  // namespace tessera::product
