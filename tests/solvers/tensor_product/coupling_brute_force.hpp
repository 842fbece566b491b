#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

/// Sparse products by brute force, for tests: 3j symbols by Racah's sum in 113 bits, the real
/// coupling tensor from its definition, sums over all orders in long double.
namespace tessera::test {

__extension__ typedef __float128 Quad;

inline Quad square_root(Quad x) {
  if (x == 0) return 0;
  const Quad root = std::sqrt(static_cast<long double>(x));
  return (root + x / root) / 2;
}

inline Quad factorial(int n) {
  return n < 2 ? Quad(1) : n * factorial(n - 1);
}

inline long double racah_3j(int l1, int l2, int l3, int m1, int m2) {
  const int m3 = -m1 - m2;
  if (std::abs(m3) > l3 || std::abs(m1) > l1 || std::abs(m2) > l2) return 0;
  const Quad triangle = factorial(l1 + l2 - l3) * factorial(l1 - l2 + l3) *
                        factorial(-l1 + l2 + l3) / factorial(l1 + l2 + l3 + 1);
  const Quad orders = factorial(l1 + m1) * factorial(l1 - m1) * factorial(l2 + m2) *
                      factorial(l2 - m2) * factorial(l3 + m3) * factorial(l3 - m3);
  Quad sum = 0;
  for (int t = std::max({0, l2 - l3 - m1, l1 - l3 + m2});
       t <= std::min({l1 + l2 - l3, l1 - m1, l2 + m2}); ++t) {
    const Quad term =
        1 / (factorial(t) * factorial(l3 - l2 + t + m1) * factorial(l3 - l1 + t - m2) *
             factorial(l1 + l2 - l3 - t) * factorial(l1 - t - m1) * factorial(l2 - t + m2));
    sum += t % 2 == 0 ? term : -term;
  }
  const Quad value = square_root(triangle) * square_root(orders) * sum;
  return static_cast<long double>((l1 - l2 - m3) % 2 == 0 ? value : -value);
}

/// Real harmonic m from the complex ones of order mu, which have the Condon-Shortley phase.
inline std::complex<long double> real_from_complex(int m, int mu) {
  using Complex = std::complex<long double>;
  const long double root = std::sqrt(0.5L), sign = m % 2 == 0 ? 1 : -1;
  if (std::abs(m) != std::abs(mu)) return 0;
  if (m == 0) return 1;
  if (m > 0) return mu > 0 ? sign * root : root;
  return mu > 0 ? Complex(0, -sign * root) : Complex(0, root);
}

/// All non-zero entries of the coupling tensor of three degrees.
struct TensorEntry {
  int m1, m2, m3;
  long double value;
};

inline const std::vector<TensorEntry>& tensor_entries(int l1, int l2, int l3) {
  static std::map<std::array<int, 3>, std::vector<TensorEntry>> known;
  const auto [at, is_new] = known.try_emplace({l1, l2, l3});
  if (!is_new) return at->second;
  using Complex = std::complex<long double>;
  constexpr std::array<Complex, 4> phases{Complex(1, 0), Complex(0, -1), Complex(-1, 0),
                                          Complex(0, 1)};
  const auto signs = [](int n) { return n == 0 ? std::vector<int>{0} : std::vector<int>{n, -n}; };
  std::map<std::array<int, 3>, Complex> sums;
  for (int n1 = -l1; n1 <= l1; ++n1)
    for (int n2 = -l2; n2 <= l2; ++n2) {
      const long double symbol = racah_3j(l1, l2, l3, n1, n2);
      if (symbol == 0) continue;
      const int n3 = -n1 - n2;
      for (const int m1 : signs(n1))
        for (const int m2 : signs(n2))
          for (const int m3 : signs(n3))
            sums[{m1, m2, m3}] += phases[static_cast<std::size_t>((l1 + l2 + l3) % 4)] * symbol *
                                  real_from_complex(m1, n1) * real_from_complex(m2, n2) *
                                  real_from_complex(m3, n3);
    }
  for (const auto& [m, sum] : sums)
    if (std::abs(sum.real()) > 1e-17L) at->second.push_back({m[0], m[1], m[2], sum.real()});
  return at->second;
}

/// Arrays of one product in lanes (the second factor of uvu plain), values or gradients.
struct ProductData {
  std::vector<long double> x, y, weights, out;
};

/// A Clebsch-Gordan product, its paths and its batch.
struct CouplingProblem {
  TensorProductOptions options;
  std::vector<TensorProductPath> paths;
  Index samples = 1;
  Index channels = 1;

  Index second_channels() const {
    return options.weights == ProductWeights::uvu ? options.second_channels : 1;
  }
  Index weight_count() const {
    return options.weights == ProductWeights::none
               ? 0
               : static_cast<Index>(paths.size()) * second_channels();
  }
};

inline int degree_of(const Irreps& irreps, Index block) {
  return irreps.blocks.at(static_cast<std::size_t>(block)).irrep.degree;
}

/// All paths between two layouts to `wanted` irreps (none: all), with the output layout.
inline CouplingProblem all_paths(const Irreps& first, const Irreps& second, bool sum,
                                 const std::vector<Irrep>& wanted = {}) {
  CouplingProblem problem;
  problem.options.coupling = Coupling::clebsch_gordan;
  problem.options.factors = {first, second};
  problem.options.sum_paths = sum;
  auto& out = problem.options.out.blocks;
  for (const Irrep& irrep : wanted)
    if (sum) out.push_back({1, irrep});
  for (std::size_t a = 0; a < first.blocks.size(); ++a)
    for (std::size_t b = 0; b < second.blocks.size(); ++b)
      for (const Irrep& irrep : tensor_product(first.blocks[a].irrep, second.blocks[b].irrep)) {
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), irrep) == wanted.end())
          continue;
        auto at = sum ? std::find(out.begin(), out.end(), IrrepBlock{1, irrep}) : out.end();
        if (at == out.end()) at = out.insert(out.end(), {1, irrep});
        problem.paths.push_back({static_cast<Index>(a), static_cast<Index>(b), at - out.begin()});
      }
  return problem;
}

/// Index arithmetic of the arrays of one problem in one precision.
template <class Real>
struct ProductIndex {
  static constexpr Index lanes = lane_count<Real>;
  const CouplingProblem& problem;
  Index groups = lane_groups<Real>(problem.channels);
  Index x_dimension = dimension(problem.options.factors[0]);
  Index y_dimension = dimension(problem.options.factors[1]);
  Index out_dimension = dimension(problem.options.out);
  bool plain_second = problem.options.weights == ProductWeights::uvu;

  static std::size_t lane(Index n, Index dimension, Index i, Index at) {
    return static_cast<std::size_t>((n * dimension + i) * lanes + at);
  }
  std::size_t x(Index n, Index i, Index at) const { return lane(n, x_dimension, i, at); }
  std::size_t out(Index n, Index i, Index at) const { return lane(n, out_dimension, i, at); }
  std::size_t y(Index n, Index v, Index i, Index at) const {
    if (!plain_second) return lane(n, y_dimension, i, at);
    return static_cast<std::size_t>((n / groups * problem.second_channels() + v) * y_dimension + i);
  }
  std::size_t weight(Index n, Index w, Index at) const {
    return lane(problem.options.weights_per_sample ? n : n % groups, problem.weight_count(), w, at);
  }

  ProductData zeros() const {
    const Index n = problem.samples * groups;
    const auto array = [](Index size) {
      return std::vector<long double>(static_cast<std::size_t>(size), 0);
    };
    return {
        array(n * x_dimension * lanes),
        array(plain_second ? problem.samples * problem.second_channels() * y_dimension
                           : n * y_dimension * lanes),
        array((problem.options.weights_per_sample ? n : groups) * problem.weight_count() * lanes),
        array(n * out_dimension * lanes)};
  }
};

/// Fills `data.out`; and adds the gradients of the sum of bar.out . data.out to the rest of `bar`.
template <class Real>
void brute_force(const CouplingProblem& problem, ProductData& data, ProductData& bar) {
  const ProductIndex<Real> at{problem};
  const auto& options = problem.options;
  std::fill(data.out.begin(), data.out.end(), 0);
  for (std::size_t p = 0; p < problem.paths.size(); ++p) {
    const TensorProductPath& path = problem.paths[p];
    const int l1 = degree_of(options.factors[0], path.first),
              l2 = degree_of(options.factors[1], path.second),
              l3 = degree_of(options.out, path.out);
    const Index x0 = offset(options.factors[0], path.first) + l1,
                y0 = offset(options.factors[1], path.second) + l2,
                out0 = offset(options.out, path.out) + l3;
    for (const TensorEntry& t : tensor_entries(l1, l2, l3))
      for (Index n = 0; n < problem.samples * at.groups; ++n)
        for (Index v = 0; v < problem.second_channels(); ++v)
          for (Index lane = 0; lane < at.lanes; ++lane) {
            const std::size_t x = at.x(n, x0 + t.m1, lane), y = at.y(n, v, y0 + t.m2, lane),
                              out = at.out(n, out0 + t.m3, lane);
            const std::size_t w =
                data.weights.empty()
                    ? 0
                    : at.weight(n, static_cast<Index>(p) * problem.second_channels() + v, lane);
            const long double weight = data.weights.empty() ? 1 : data.weights[w];
            data.out[out] += t.value * weight * data.x[x] * data.y[y];
            bar.x[x] += t.value * weight * bar.out[out] * data.y[y];
            bar.y[y] += t.value * weight * bar.out[out] * data.x[x];
            if (!data.weights.empty())
              bar.weights[w] += t.value * bar.out[out] * data.x[x] * data.y[y];
          }
  }
}

/// Numbers that are exact in Real.
template <class Real>
void fill_normal(std::mt19937& generator, std::vector<long double>& values) {
  std::normal_distribution<double> normal;
  for (long double& value : values) value = static_cast<Real>(normal(generator));
}

template <class Real>
std::vector<Real> rounded(const std::vector<long double>& values) {
  return {values.begin(), values.end()};
}

/// Largest difference, over the largest size.
template <class Real>
double relative_error(const std::vector<Real>& values, const std::vector<long double>& exact) {
  long double error = 0, size = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    error = std::max(error, std::abs(values[i] - exact[i]));
    size = std::max(size, std::abs(exact[i]));
  }
  return static_cast<double>(size == 0 ? error : error / size);
}

/// A kernel's workspace, aligned.
class KernelWorkspace {
 public:
  template <class Real>
  explicit KernelWorkspace(const ProductKernel<Real>& kernel)
      : memory_(kernel.workspace_bytes() + 64) {}
  std::byte* data() {
    void* at = memory_.data();
    std::size_t space = memory_.size();
    return static_cast<std::byte*>(std::align(64, space - 63, at, space));
  }

 private:
  std::vector<std::byte> memory_;
};

template <class Real>
struct KernelData {
  std::vector<Real> x, y, weights, out;

  explicit KernelData(const ProductData& data)
      : x(rounded<Real>(data.x)),
        y(rounded<Real>(data.y)),
        weights(rounded<Real>(data.weights)),
        out(rounded<Real>(data.out)) {}
};

/// Output and gradients of a kernel over all groups of the problem; unwritten numbers would be 77.
template <class Real>
void run_kernel(const ProductKernel<Real>& kernel, const CouplingProblem& problem,
                KernelData<Real>& data, KernelData<Real>& bar) {
  const Index groups = lane_groups<Real>(problem.channels);
  const LaneRange range{0, problem.samples * groups, groups};
  KernelWorkspace workspace(kernel);
  const Real* const factors[] = {data.x.data(), data.y.data()};
  const Real* const weights = data.weights.empty() ? nullptr : data.weights.data();
  std::fill(data.out.begin(), data.out.end(), Real(77));
  kernel.execute(range, {factors, weights, data.out.data()}, workspace.data());
  std::fill(bar.x.begin(), bar.x.end(), Real(77));
  if (problem.options.weights != ProductWeights::uvu)
    std::fill(bar.y.begin(), bar.y.end(), Real(77));
  Real* const factor_bars[] = {bar.x.data(), bar.y.data()};
  kernel.adjoint(range,
                 {factors, weights, bar.out.data(), factor_bars,
                  bar.weights.empty() ? nullptr : bar.weights.data()},
                 workspace.data());
}

}  // namespace tessera::test
