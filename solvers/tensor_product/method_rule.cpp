#include "solvers/tensor_product/method_rule.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "solvers/tensor_product/grid.hpp"

namespace tessera {
namespace {

/// Degrees l of the parity of l1 + l2 between the largest of |l1 - l2| and `order` and the smallest
/// of l1 + l2 and out_degree.
double reachable_degrees(int l1, int l2, int order, int out_degree) {
  int low = std::max(std::abs(l1 - l2), order);
  low += (low + l1 + l2) % 2;
  const int high = std::min(l1 + l2, out_degree);
  return high < low ? 0 : (high - low) / 2 + 1;
}

}  // namespace

/// For orders k1 and k2 of two degrees: products of cosines and sines combined for the orders
/// k1 + k2 and |k1 - k2|, then one coefficient for each degree that these reach.
double sparse_gaunt_operations(std::span<const int> degrees, int out_degree) {
  double operations = 0;
  for (int l1 = 0; l1 <= degrees[0]; ++l1)
    for (int l2 = 0; l2 <= degrees[1]; ++l2)
      for (int k1 = 0; k1 <= l1; ++k1)
        for (int k2 = 0; k2 <= l2; ++k2) {
          const double sums = reachable_degrees(l1, l2, k1 + k2, out_degree);
          if (k1 == 0 || k2 == 0) {
            operations += (k1 + k2 == 0 ? 1 : 2) * (1 + sums);
          } else {
            const double differences = reachable_degrees(l1, l2, std::abs(k1 - k2), out_degree);
            operations += 8 + 2 * sums + (k1 == k2 ? 1 : 2) * differences;
          }
        }
  return operations;
}

double grid_operations(std::span<const int> degrees, int out_degree) {
  const int sum = std::accumulate(degrees.begin(), degrees.end(), 0);
  const int reached = std::min(out_degree, sum);
  double legendre = (reached + 1.0) * (reached + 1.0);
  for (const int l : degrees) legendre += (l + 1.0) * (l + 1.0);
  double longitude = 0;
  int product = degrees[0];
  int rest = sum - product;
  for (std::size_t i = 1; i < degrees.size(); ++i) {
    rest -= degrees[i];
    const int degree = std::min(product + degrees[i], reached + rest);
    longitude += grid::order_operations(product, degrees[i], degree);
    product = degree;
  }
  const double nodes = (sum + reached) / 2 + 1;
  return static_cast<double>(grid::node_pairs(degrees, out_degree)) * legendre + nodes * longitude;
}

/// Fitted to products of equal degrees 1 .. 16 on one thread of an AVX-512 processor.
const MethodRule& shipped_method_rule() {
  static const MethodRule rule{
      {{.fixed = 0.5, .per_operation = 0.037}, {.fixed = 15, .per_operation = 0.036}},
      {{.fixed = 1, .per_operation = 0.078}, {.fixed = 30, .per_operation = 0.075}}};
  return rule;
}

TensorProductMethod choose_method(std::span<const int> degrees, int out_degree,
                                  bool double_precision, const MethodRule& rule) {
  if (degrees.size() != 2) return TensorProductMethod::grid;
  const MethodRule::Costs& costs = double_precision ? rule.double_costs : rule.float_costs;
  const auto estimate = [](const MethodRule::Cost& cost, double operations) {
    return cost.fixed + cost.per_operation * operations;
  };
  return estimate(costs.sparse, sparse_gaunt_operations(degrees, out_degree)) <
                 estimate(costs.grid, grid_operations(degrees, out_degree))
             ? TensorProductMethod::sparse
             : TensorProductMethod::grid;
}

}  // namespace tessera
