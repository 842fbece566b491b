#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <string>

#include "models/equivariant/spherical_harmonics.hpp"
#include "solvers/spectral/gauss_legendre.hpp"
#include "solvers/tensor_product/grid.hpp"

namespace tessera::grid {
namespace {

constexpr std::size_t largest_factor_count = 16;

/// Against harmonics of the order of 1.
template <class Real>
constexpr Real negligible = std::numeric_limits<Real>::epsilon() / 1000;

Index node_count(std::span<const int> degrees, int out_degree) {
  return (std::accumulate(degrees.begin(), degrees.end(), out_degree)) / 2 + 1;
}

/// Bytes of coefficients that the adjoint may read again for every block of nodes, which leave room
/// for all else in a second-level cache. Beyond, one block of all nodes does better although it
/// lies in a third-level cache: it is read in order, coefficients of one order are not.
constexpr std::ptrdiff_t most_read_again = 512 << 10;
/// Bytes of such a block.
constexpr std::ptrdiff_t most_synthesised = 5 << 20;

/// Size of the fewest blocks of equal size, which keeps the tiles of the Legendre stages full.
std::ptrdiff_t equal_blocks(std::ptrdiff_t count, std::ptrdiff_t largest) {
  const std::ptrdiff_t blocks = (count + largest - 1) / largest;
  return (count + blocks - 1) / blocks;
}

void check(std::span<const int> degrees, int out_degree) {
  if (degrees.size() < 2 || degrees.size() > largest_factor_count)
    throw std::invalid_argument("a product on a grid has 2 to 16 factors, not " +
                                std::to_string(degrees.size()));
  if (out_degree < 0 || std::ranges::any_of(degrees, [](int l) { return l < 0; }))
    throw std::invalid_argument("degrees of a product are not negative");
}

}  // namespace

double order_operations(int first, int second, int degree) {
  double pairs = 0;
  for (int order = 0; order <= degree; ++order) {
    const int low = std::max(-first, order - second);
    const int high = std::min(first, order + second);
    pairs += std::max(0, high - low + 1);
  }
  return 4 * pairs;
}

Index node_pairs(std::span<const int> degrees, int out_degree) {
  const int reached = std::min(out_degree, std::accumulate(degrees.begin(), degrees.end(), 0));
  return (node_count(degrees, reached) + 1) / 2;
}

template <class Real>
GridTables<Real>::GridTables(std::span<const int> degrees, int out_degree, int components)
    : degrees_(degrees.begin(), degrees.end()) {
  check(degrees, out_degree);
  product_.factor_count = static_cast<int>(degrees_.size());
  product_.degrees = degrees_.data();
  product_.out_degree = out_degree;
  product_.reached_degree =
      std::min(out_degree, std::accumulate(degrees.begin(), degrees.end(), 0));
  product_.components = components;
  fill_table();
  fill_reach();
  choose_blocks();
}

template <class Real>
void GridTables<Real>::fill_table() {
  const int degree = std::max(product_.reached_degree, std::ranges::max(degrees_));
  const Index nodes = node_count(degrees_, product_.reached_degree);
  const GaussLegendreRule rule = gauss_legendre(nodes);
  const auto pairs = static_cast<std::ptrdiff_t>(rule.nodes.size());
  product_.pairs = static_cast<int>(pairs);
  product_.has_middle = nodes % 2 == 1 ? 1 : 0;

  std::ptrdiff_t size = 0;
  for (int k = 0; k <= degree; ++k) {
    const std::ptrdiff_t even = (degree - k) / 2 + 1;
    even_rows_.push_back(size);
    odd_rows_.push_back(size + even * pairs);
    size += (degree - k + 1) * pairs;
  }
  table_.resize(static_cast<std::size_t>(size));
  // Every leg carries the same root of 2 pi w, and of the 1 / sqrt 2 of each product of orders.
  const auto legs = static_cast<long double>(product_.factor_count + 1);
  const long double products = std::pow(std::numbers::sqrt2_v<long double>, legs - 2);
  std::vector<long double> theta(static_cast<std::size_t>(degree) + 1);
  for (std::ptrdiff_t p = 0; p < pairs; ++p) {
    const auto node = static_cast<std::size_t>(p);
    const long double g =
        std::pow(2 * std::numbers::pi_v<long double> * rule.weights[node] / products, 1 / legs);
    for (int k = 0; k <= degree; ++k) {
      associated_legendre(degree, k, rule.nodes[node], theta.data());
      const long double scale = k == 0 ? g * std::numbers::sqrt2_v<long double> : g;
      const auto order = static_cast<std::size_t>(k);
      for (int l = k; l <= degree; ++l) {
        const std::ptrdiff_t start = (l - k) % 2 == 0 ? even_rows_[order] : odd_rows_[order];
        const long double value = scale * theta[static_cast<std::size_t>(l - k)];
        table_[static_cast<std::size_t>(start + (l - k) / 2 * pairs + p)] =
            std::fabs(value) < negligible<Real> ? Real{} : static_cast<Real>(value);
      }
    }
  }
  product_.table = table_.data();
  product_.even_rows = even_rows_.data();
  product_.odd_rows = odd_rows_.data();
}

template <class Real>
void GridTables<Real>::fill_reach() {
  const std::ptrdiff_t pairs = product_.pairs;
  const auto legs = static_cast<std::ptrdiff_t>(degrees_.size()) + 1;
  reach_.resize(static_cast<std::size_t>(legs * pairs));
  const auto matters = [&](int degree, int k, std::ptrdiff_t p) {
    const auto order = static_cast<std::size_t>(k);
    for (int l = k; l <= degree; ++l) {
      const std::ptrdiff_t start = (l - k) % 2 == 0 ? even_rows_[order] : odd_rows_[order];
      if (table_[static_cast<std::size_t>(start + (l - k) / 2 * pairs + p)] != 0) return true;
    }
    return false;
  };
  for (std::ptrdiff_t leg = 0; leg < legs; ++leg) {
    const int degree =
        leg + 1 < legs ? degrees_[static_cast<std::size_t>(leg)] : product_.reached_degree;
    int order = 0;
    for (std::ptrdiff_t p = pairs - 1; p >= 0; --p) {
      while (order < degree && matters(degree, order + 1, p)) ++order;
      if (p == 0) order = degree;
      reach_[static_cast<std::size_t>(leg * pairs + p)] = order;
    }
  }
  // Products of what the factors have at a node.
  for (std::ptrdiff_t p = 0; p < pairs; ++p) {
    int sum = 0;
    for (std::ptrdiff_t leg = 0; leg + 1 < legs; ++leg)
      sum += reach_[static_cast<std::size_t>(leg * pairs + p)];
    int& out = reach_[static_cast<std::size_t>((legs - 1) * pairs + p)];
    out = std::min(out, sum);
  }
  product_.reach = reach_.data();
}

template <class Real>
void GridTables<Real>::choose_blocks() {
  constexpr std::ptrdiff_t lanes = 64, first_level = 32 << 10, second_level = 2400 << 10;
  const std::ptrdiff_t pairs = product_.pairs;
  const std::ptrdiff_t orders = sum_over_factors([](int l) { return 2 * l + 1; });
  const std::ptrdiff_t synthesis =
      equal_blocks(pairs, std::clamp<std::ptrdiff_t>(first_level / (2 * orders * lanes), 6, 12));
  const std::ptrdiff_t analysis = second_level / (4 * (product_.reached_degree + 1) * lanes);
  product_.forward.synthesis = static_cast<int>(synthesis);
  product_.forward.analysis = static_cast<int>(
      std::min(pairs, std::max<std::ptrdiff_t>(1, analysis / synthesis) * synthesis));
  product_.backward = product_.forward;

  const std::ptrdiff_t legs = sum_over_factors([](int l) { return (l + 1) * (l + 1); }) +
                              (product_.reached_degree + 1) * (product_.reached_degree + 1);
  if (legs * lanes <= most_read_again) return;
  const std::ptrdiff_t pair_bytes = 2 * (orders + 2 * product_.reached_degree + 1) * lanes;
  product_.backward.synthesis = product_.backward.analysis = static_cast<int>(
      equal_blocks(pairs, std::max<std::ptrdiff_t>(6, most_synthesised / pair_bytes)));
}

template <class Real>
template <class Size>
std::ptrdiff_t GridTables<Real>::sum_over_factors(Size size) const {
  std::ptrdiff_t sum = 0;
  for (const int l : degrees_) sum += size(l);
  return sum;
}

template <class Real>
std::size_t GridTables<Real>::workspace_bytes() const {
  const std::ptrdiff_t factors = sum_over_factors([](int l) { return 2 * l + 1; });
  const std::ptrdiff_t out = 2 * product_.reached_degree + 1;
  const std::ptrdiff_t partial =
      2 * (product_.factor_count + 2) *
      (factors - product_.factor_count + 2 * product_.reached_degree + 1);
  const auto vectors = [&](const GridBlocks& blocks, std::ptrdiff_t orders, std::ptrdiff_t folded) {
    return 2 * blocks.synthesis * orders + partial + folded * (4 * blocks.analysis + 1);
  };
  return 64 * static_cast<std::size_t>(
                  std::max(vectors(product_.forward, factors, product_.reached_degree + 1),
                           vectors(product_.backward, factors + out,
                                   sum_over_factors([](int l) { return l + 1; }))));
}

template <class Real>
double GridTables<Real>::operations() const {
  const auto legs = degrees_.size() + 1;
  const auto pairs = static_cast<std::size_t>(product_.pairs);
  double sum = 0;
  for (std::size_t p = 0; p < pairs; ++p) {
    const auto reach = [&](std::size_t leg) { return reach_[leg * pairs + p]; };
    for (std::size_t leg = 0; leg < legs; ++leg) {
      const int degree = leg + 1 < legs ? degrees_[leg] : product_.reached_degree;
      for (int k = 0; k <= reach(leg); ++k) sum += (k == 0 ? 1 : 2) * (degree - k + 1);
    }
    const int nodes = p == 0 && product_.has_middle != 0 ? 1 : 2;
    int rest = 0, product = reach(0);
    for (std::size_t leg = 1; leg + 1 < legs; ++leg) rest += reach(leg);
    for (std::size_t leg = 1; leg + 1 < legs; ++leg) {
      rest -= reach(leg);
      const int degree = std::min(product + reach(leg), reach(legs - 1) + rest);
      sum += nodes * order_operations(product, reach(leg), degree);
      product = degree;
    }
  }
  return product_.components * sum;
}

template class GridTables<float>;
template class GridTables<double>;

}  // namespace tessera::grid
