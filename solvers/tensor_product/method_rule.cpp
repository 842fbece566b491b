#include "solvers/tensor_product/method_rule.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "solvers/tensor_product/grid.hpp"
#include "solvers/tensor_product/sparse_gaunt_kernels.hpp"

namespace tessera {
namespace {

/// Degrees l <= out_degree of the parity of l1 + l2 to which an order of a pair of blocks goes.
int reachable_degrees(int l1, int l2, int order, int out_degree) {
  int low = std::max(std::abs(l1 - l2), order);
  low += (low + l1 + l2) % 2;
  const int high = std::min(l1 + l2, out_degree);
  return high < low ? 0 : (high - low) / 2 + 1;
}

/// Pairs of orders |m1| <= l1 and |m2| <= l2 with |m1| + |m2| or their difference `order`.
int pairs_of_orders(int l1, int l2, int order) {
  if (order == 0) return std::min(l1, l2) + 1;
  const int sums = std::min(l1, order) - std::max(0, order - l2) + 1;
  return std::max(0, sums) + std::max(0, std::min(l2, l1 - order)) +
         std::max(0, std::min(l1, l2 - order));
}

/// Whether there is a kernel that is written out as a whole.
bool is_whole(std::span<const int> degrees, int out_degree) {
  return degrees[0] == degrees[1] && degrees[0] < WholeGauntKernels<double>::degrees &&
         out_degree == 2 * degrees[0];
}

}  // namespace

/// Beside the fused multiply-adds, a row of the general kernels (one order of one pair of blocks)
/// forms its products from memory and adds its sums to outputs in memory; a whole product keeps
/// most of this in registers. Their prices in fused multiply-adds are measured.
double sparse_gaunt_operations(std::span<const int> degrees, int out_degree) {
  const bool whole = is_whole(degrees, out_degree);
  const double per_product = whole ? 1 : 4;
  const double per_output = whole ? 0 : 6;
  double operations = 0;
  for (int l1 = 0; l1 <= degrees[0]; ++l1)
    for (int l2 = 0; l2 <= degrees[1]; ++l2)
      for (int order = 0; order <= std::min(l1 + l2, out_degree); ++order) {
        const int outputs = reachable_degrees(l1, l2, order, out_degree);
        if (outputs == 0) continue;
        const int products = pairs_of_orders(l1, l2, order);
        operations +=
            (order == 0 ? 1 : 2) * (products * (outputs + per_product) + outputs * per_output);
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

/// Fitted to products of degrees 1 .. 16, equal and unequal, of full and of truncated output, on
/// one thread of an AVX-512 processor.
const MethodRule& shipped_method_rule() {
  static const MethodRule rule{
      {{.fixed = 0.07, .per_operation = 0.0137}, {.fixed = 6, .per_operation = 0.02}},
      {{.fixed = 0.145, .per_operation = 0.0273}, {.fixed = 11.8, .per_operation = 0.0405}}};
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
