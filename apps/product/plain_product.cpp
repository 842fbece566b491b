#include "apps/product/plain_product.hpp"

#include <algorithm>

#include "solvers/tensor_product/lanes.hpp"

namespace tessera::product {
namespace {

using Array = std::vector<double>;

bool is_plain(const PlanKind& kind, std::size_t factor) {
  return kind.weights == ProductWeights::uvu && factor == 1;
}

Array in_lanes(Index samples, Index channels, Index size, const Array& values) {
  Array lanes(static_cast<std::size_t>(lane_array_size<double>(samples, channels, size)));
  pack_lanes(samples, channels, size, values.data(), lanes.data());
  return lanes;
}

Array from_lanes(Index samples, Index channels, Index size, const Array& lanes) {
  Array values(static_cast<std::size_t>(samples * channels * size));
  unpack_lanes(samples, channels, size, lanes.data(), values.data());
  return values;
}

/// The arrays as the plan takes them.
struct Lanes {
  Lanes(const PlanKind& kind, const PlainArrays& a) {
    for (std::size_t k = 0; k < a.factors.size(); ++k) {
      const Index size = dimension(kind.plan.factors()[k]);
      factors.push_back(is_plain(kind, k) ? a.factors[k]
                                          : in_lanes(a.samples, a.channels, size, a.factors[k]));
      pointers.push_back(factors.back().data());
    }
    weights = in_lanes(1, a.channels, kind.plan.weight_count(), a.weights);
    workspace.resize(kind.plan.workspace_bytes());
  }
  std::vector<Array> factors;
  std::vector<const double*> pointers;
  Array weights;
  std::vector<std::byte> workspace;
};

}  // namespace

Index PlainArrays::channels_of(const PlanKind& kind, std::size_t factor) const {
  return is_plain(kind, factor) ? kind.second_channels : channels;
}

std::size_t PlainArrays::size_of(const PlanKind& kind, std::size_t factor) const {
  return static_cast<std::size_t>(samples * channels_of(kind, factor) *
                                  dimension(kind.plan.factors()[factor]));
}

std::size_t PlainArrays::out_size(const PlanKind& kind) const {
  return static_cast<std::size_t>(samples * channels * dimension(kind.plan.out()));
}

PlainArrays random_arrays(const PlanKind& kind, Index samples, Index channels,
                          std::mt19937_64& generator) {
  std::normal_distribution<double> normal;
  const auto draw = [&](std::size_t size) {
    Array values(size);
    std::generate(values.begin(), values.end(), [&] { return normal(generator); });
    return values;
  };
  PlainArrays a{samples, channels, {}, {}};
  for (std::size_t k = 0; k < kind.plan.factors().size(); ++k)
    a.factors.push_back(draw(a.size_of(kind, k)));
  a.weights = draw(static_cast<std::size_t>(channels * kind.plan.weight_count()));
  return a;
}

std::vector<double> product(const PlanKind& kind, const PlainArrays& a) {
  Lanes lanes(kind, a);
  const Index size = dimension(kind.plan.out());
  Array out(static_cast<std::size_t>(lane_array_size<double>(a.samples, a.channels, size)));
  kind.plan.execute({a.samples, a.channels, 1}, lanes.pointers.data(), lanes.weights.data(),
                    out.data(), lanes.workspace.data());
  return from_lanes(a.samples, a.channels, size, out);
}

PlainArrays gradients(const PlanKind& kind, const PlainArrays& a,
                      const std::vector<double>& out_bar) {
  Lanes lanes(kind, a);
  const Array out_lanes = in_lanes(a.samples, a.channels, dimension(kind.plan.out()), out_bar);
  std::vector<Array> bars = lanes.factors;
  std::vector<double*> pointers;
  for (Array& bar : bars) pointers.push_back(bar.data());
  Array weights_bar(lanes.weights.size());
  const bool has_weights = kind.plan.weight_count() > 0;
  kind.plan.adjoint({a.samples, a.channels, 1}, lanes.pointers.data(), lanes.weights.data(),
                    out_lanes.data(), pointers.data(), has_weights ? weights_bar.data() : nullptr,
                    lanes.workspace.data());
  PlainArrays g{a.samples, a.channels, {}, {}};
  for (std::size_t k = 0; k < bars.size(); ++k)
    g.factors.push_back(is_plain(kind, k) ? bars[k]
                                          : from_lanes(a.samples, a.channels,
                                                       dimension(kind.plan.factors()[k]), bars[k]));
  g.weights = from_lanes(1, a.channels, kind.plan.weight_count(), weights_bar);
  return g;
}

}  // namespace tessera::product
