#pragma once

#include <random>
#include <vector>

#include "apps/product/plan_kinds.hpp"

namespace tessera::product {

/// Arrays of a product without lanes: [sample][channel][coefficient], the second factor of uvu
/// [sample][v][coefficient], weights [channel][weight].
struct PlainArrays {
  Index samples = 1;
  Index channels = 1;
  std::vector<std::vector<double>> factors;
  std::vector<double> weights;

  Index channels_of(const PlanKind& kind, std::size_t factor) const;
  /// Numbers in the array of a factor, or of the output.
  std::size_t size_of(const PlanKind& kind, std::size_t factor) const;
  std::size_t out_size(const PlanKind& kind) const;
};

/// Numbers N(0, 1).
PlainArrays random_arrays(const PlanKind& kind, Index samples, Index channels,
                          std::mt19937_64& generator);

std::vector<double> product(const PlanKind& kind, const PlainArrays& arrays);

/// Gradients of factors, then that of the weights; layouts as those of the arrays.
PlainArrays gradients(const PlanKind& kind, const PlainArrays& arrays,
                      const std::vector<double>& out_bar);

}  // namespace tessera::product
