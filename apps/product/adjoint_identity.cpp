#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/product/identities.hpp"
#include "apps/product/plain_product.hpp"

namespace tessera::product {
namespace {

constexpr Index samples = 2;
constexpr Index channels = 3;
/// Below this share of |x||y||z| a path counts as 0.
constexpr double vanishing = 1e-6;

using Array = std::vector<double>;

/// Zeros everywhere but in one block of every vector.
void keep_block(const Irreps& irreps, Index block, Array& values) {
  const Index size = dimension(irreps);
  const Index first = offset(irreps, block);
  const Index width = 2 * irreps.blocks[static_cast<std::size_t>(block)].irrep.degree + 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Index at = static_cast<Index>(i) % size;
    if (at < first || at >= first + width) values[i] = 0;
  }
}

double dot(const Array& a, const Array& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double norm(const Array& a) {
  return std::sqrt(dot(a, a));
}

/// Sums of w . w' that each equal <z, B>: of uuu and uvu over all weights, of `per degree` over
/// those of one leg.
std::vector<double> weight_sums(const PlanKind& kind, const PlainArrays& a, const PlainArrays& g) {
  if (kind.weights != ProductWeights::per_degree) return {dot(a.weights, g.weights)};
  std::vector<Irreps> legs = kind.plan.factors();
  legs.push_back(kind.plan.out());
  std::vector<double> sums;
  std::size_t first = 0;
  for (const Irreps& leg : legs) {
    double sum = 0;
    for (Index c = 0; c < a.channels; ++c)
      for (std::size_t b = 0; b < leg.blocks.size(); ++b) {
        const std::size_t at = static_cast<std::size_t>(c * kind.plan.weight_count()) + first + b;
        sum += a.weights[at] * g.weights[at];
      }
    sums.push_back(sum);
    first += leg.blocks.size();
  }
  return sums;
}

/// Of arrays that are already restricted to one path.
double difference(const PlanKind& kind, const PlainArrays& a, const Array& z) {
  const Array out = product(kind, a);
  const PlainArrays g = gradients(kind, a, z);
  double expected = 0, scale = 0, size = norm(z);
  for (std::size_t i = 0; i < z.size(); ++i) {
    expected += z[i] * out[i];
    scale += std::abs(z[i] * out[i]);
  }
  for (const Array& factor : a.factors) size *= norm(factor);
  scale = std::max(scale, vanishing * size);
  std::vector<double> others;
  for (std::size_t k = 0; k < a.factors.size(); ++k)
    others.push_back(dot(a.factors[k], g.factors[k]));
  if (kind.weights != ProductWeights::none)
    for (const double sum : weight_sums(kind, a, g)) others.push_back(sum);
  double largest = 0;
  for (const double other : others) {
    const double own = std::abs(other - expected) / scale;
    if (std::isnan(own)) return own;
    largest = std::max(largest, own);
  }
  return largest;
}

double largest_difference(const PlanKind& kind, std::mt19937_64& generator) {
  const PlainArrays all = random_arrays(kind, samples, channels, generator);
  std::normal_distribution<double> normal;
  Array out_bar(all.out_size(kind));
  std::generate(out_bar.begin(), out_bar.end(), [&] { return normal(generator); });
  double largest = difference(kind, all, out_bar);
  for (const TensorProductPath& path : kind.plan.paths()) {
    PlainArrays a = all;
    Array z = out_bar;
    keep_block(kind.plan.factors()[0], path.first, a.factors[0]);
    keep_block(kind.plan.factors()[1], path.second, a.factors[1]);
    keep_block(kind.plan.out(), path.out, z);
    const double own = difference(kind, a, z);
    if (std::isnan(own)) return own;
    largest = std::max(largest, own);
  }
  return largest;
}

}  // namespace

std::vector<Gate> check_adjoint_identity(const IdentityOptions& options, RunContext& context,
                                         Outcome& outcome) {
  if (options.degree < 0) return {};
  context.monitor->stage("adjoint identity");
  std::mt19937_64 generator = context.random.stream("adjoint identity");
  double largest = 0;
  outcome.report.push_back(fmt::format("adjoint identity, path by path, L = {}", options.degree));
  for (const PlanKind& kind : plan_kinds(static_cast<int>(options.degree))) {
    const double error = largest_difference(kind, generator);
    outcome.report.push_back(fmt::format("  {:<50} {:>9.1e}", kind.name, error));
    if (!(error <= largest)) largest = error;
    if (std::isnan(error)) break;
  }
  outcome.summary.emplace_back("adjoint_identity_error", largest);
  if (options.bar <= 0) return {};
  return {{"adjoint identity, every path and weight", largest, options.bar, false}};
}

}  // namespace tessera::product
