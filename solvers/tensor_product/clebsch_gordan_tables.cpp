#include "solvers/tensor_product/clebsch_gordan_tables.hpp"

#include <algorithm>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "models/equivariant/wigner_3j.hpp"
#include "solvers/tensor_product/lanes.hpp"

namespace tessera {
namespace {

using Path = CouplingPairLayout::Path;

/// Orders of the two factors in one product q; negative: conjugated.
struct Term {
  int k1, k2;
};

/// The products of `order`, as the members of CouplingRow count them.
std::vector<Term> terms_of(const CouplingRow& row) {
  std::vector<Term> terms;
  const int m = row.order;
  for (int i = 0; i < row.sums; ++i) terms.push_back({row.sums_first + i, m - row.sums_first - i});
  if (row.zero_1) terms.push_back({0, m});
  if (row.zero_2) terms.push_back({m, 0});
  for (int k = 1; k <= row.differences_1; ++k) terms.push_back({k + m, -k});
  for (int k = 1; k <= row.differences_2; ++k) terms.push_back({-k, k + m});
  return terms;
}

/// In fused multiply-adds. Sum and difference of two orders share four products of numbers, which
/// with four additions give the real and imaginary parts of both.
double operations_of_products(const std::vector<Term>& terms) {
  double operations = 0;
  for (const Term& term : terms) {
    const bool is_complex = term.k1 != 0 && term.k2 != 0;
    const bool is_one_number = term.k1 + term.k2 == 0;
    operations += (is_complex ? 2.0 : 1.0) / (is_one_number ? 2 : 1);
  }
  return operations;
}

CouplingRow row_of(int l1, int l2, int order, bool imaginary) {
  CouplingRow row{};
  row.order = order;
  row.imaginary = imaginary;
  if (order == 0) {
    row.zero_1 = !imaginary;
    row.differences_1 = std::min(l1, l2);
    return row;
  }
  row.sums_first = std::max(1, order - l2);
  row.sums = std::max(0, std::min(l1, order - 1) - row.sums_first + 1);
  row.zero_1 = order <= l2;
  row.zero_2 = order <= l1;
  row.differences_1 = std::max(0, std::min(l2, l1 - order));
  row.differences_2 = std::max(0, std::min(l1, l2 - order));
  return row;
}

long double coefficient(const Wigner3j& symbols, int degrees, const Term& term, bool imaginary) {
  const int largest = std::max({term.k1, term.k2, term.k1 + term.k2});
  const bool has_zero = term.k1 == 0 || term.k2 == 0 || term.k1 + term.k2 == 0;
  const bool negative = (degrees / 2 + largest + (imaginary ? 1 : 0)) % 2 != 0;
  const long double size =
      symbols(term.k1, term.k2) * (has_zero ? 1.0L : std::numbers::sqrt2_v<long double> / 2);
  return negative ? -size : size;
}

bool has_all_degrees(const CouplingPairLayout& pair) {
  int degree = std::abs(pair.l1 - pair.l2);
  for (const Path& path : pair.paths)
    if (path.degree != degree++) return false;
  return degree > pair.l1 + pair.l2;
}

}  // namespace

template <class Real>
CouplingTables<Real>::CouplingTables(std::vector<CouplingPairLayout> layout, Index out_dimension,
                                     bool sum, const CouplingKernels<Real>& kernels) {
  // Large pairs first: these reach most outputs, so that few need zeros to add to. Those of even
  // l1 + l2 before those of odd, as both mostly have outputs of their own in the cache.
  const auto order = [](const CouplingPairLayout& pair) {
    return std::pair((pair.l1 + pair.l2) % 2, -pair.l1 - pair.l2);
  };
  if (sum)
    std::stable_sort(layout.begin(), layout.end(),
                     [&](const CouplingPairLayout& a, const CouplingPairLayout& b) {
                       return order(a) < order(b);
                     });
  const auto size = static_cast<std::size_t>(out_dimension);
  std::vector<bool> written(size, false), overwritten(size, false);
  for (CouplingPairLayout& pair : layout) {
    if (pair.paths.empty()) continue;
    add_pair(pair, kernels);
    std::vector<std::size_t> outputs;
    for (const Path& path : pair.paths)
      for (Index i = path.out; i <= path.out + 2 * path.degree; ++i)
        outputs.push_back(static_cast<std::size_t>(i));
    // A path's output may be another path's of the same pair, so mark while looking.
    bool& overwrites = pairs_.back().overwrites;
    overwrites = true;
    for (const std::size_t i : outputs) {
      if (written[i]) overwrites = false;
      written[i] = true;
    }
    if (overwrites)
      for (const std::size_t i : outputs) overwritten[i] = true;
  }
  for (Index i = 0; i < out_dimension; ++i)
    if (!overwritten[static_cast<std::size_t>(i)]) not_overwritten_.push_back(i);
}

template <class Real>
void CouplingTables<Real>::add_pair(CouplingPairLayout& layout,
                                    const CouplingKernels<Real>& kernels) {
  constexpr Index lanes = lane_count<Real>;
  const int l1 = layout.l1, l2 = layout.l2;
  std::stable_sort(layout.paths.begin(), layout.paths.end(),
                   [](const Path& a, const Path& b) { return a.degree < b.degree; });
  CouplingPair pair{};
  pair.x = (layout.x + l1) * lanes;
  pair.y = (layout.y + l2) * lanes;
  pair.l1 = l1;
  pair.l2 = l2;
  pair.unrolled = std::max(l1, l2) <= kernels.unrolled_degree && has_all_degrees(layout);
  pair.first_row = static_cast<int>(rows_.size());
  pair.first_path = static_cast<Index>(paths_.size());
  pair.coefficients = static_cast<Index>(coefficients_.size());
  std::vector<Wigner3j> symbols;
  Index out_begin = layout.paths.front().out, out_end = out_begin, out_size = 0;
  for (const Path& path : layout.paths) {
    out_begin = std::min(out_begin, path.out);
    out_end = std::max(out_end, path.out + 2 * path.degree + 1);
    out_size += 2 * path.degree + 1;
    paths_.push_back({(path.out + path.degree) * lanes, path.weight * lanes});
    symbols.emplace_back(l1, l2, path.degree);
  }
  if (out_size == out_end - out_begin) {
    pair.out_begin = out_begin * lanes;
    pair.out_size = out_size * lanes;
    stream_scratch_ = std::max({stream_scratch_, pair.out_size, stream_numbers});
  }
  const std::size_t tile =
      pair.unrolled ? layout.paths.size() : static_cast<std::size_t>(kernels.tile);

  const auto add_rows = [&](int order, bool imaginary, auto wanted) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < layout.paths.size(); ++i)
      if (layout.paths[i].degree >= order && wanted(layout.paths[i])) members.push_back(i);
    const std::size_t pieces = (members.size() + tile - 1) / tile;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      const std::size_t begin = members.size() * piece / pieces,
                        end = members.size() * (piece + 1) / pieces;
      CouplingRow row = row_of(l1, l2, order, imaginary);
      row.paths = static_cast<int>(end - begin);
      row.first_path = static_cast<Index>(row_paths_.size());
      row.coefficients = static_cast<Index>(coefficients_.size());
      for (std::size_t i = begin; i < end; ++i) {
        const Path& path = layout.paths[members[i]];
        const bool odd = (l1 + l2 + path.degree) % 2 != 0 && order > 0;
        const Index centre = (path.out + path.degree) * lanes,
                    step = (odd ? -order : order) * lanes;
        row_paths_.push_back(
            {centre + step, centre - step, path.weight * lanes, odd ? Real(-1) : Real(1)});
      }
      const std::vector<Term> terms = terms_of(row);
      for (const Term& term : terms)
        for (std::size_t i = begin; i < end; ++i) {
          const Path& path = layout.paths[members[i]];
          coefficients_.push_back(
              static_cast<Real>(path.factor * coefficient(symbols[members[i]],
                                                          l1 + l2 + path.degree, term, imaginary)));
        }
      operations_ += static_cast<double>(terms.size()) * row.paths * (order == 0 ? 1 : 2);
      if (piece == 0) operations_ += operations_of_products(terms);
      rows_.push_back(row);
    }
  };
  const auto is_odd = [&](const Path& path) { return (l1 + l2 + path.degree) % 2 != 0; };
  add_rows(0, false, [&](const Path& path) { return !is_odd(path); });
  add_rows(0, true, is_odd);
  for (int order = 1; order <= l1 + l2; ++order)
    add_rows(order, false, [](const Path&) { return true; });
  pair.rows = static_cast<int>(rows_.size()) - pair.first_row;
  pairs_.push_back(pair);
}

template <class Real>
CouplingTable<Real> CouplingTables<Real>::table() const {
  return {pairs_.data(), static_cast<Index>(pairs_.size()),
          rows_.data(),  row_paths_.data(),
          paths_.data(), coefficients_.data()};
}

template class CouplingTables<float>;
template class CouplingTables<double>;

}  // namespace tessera
