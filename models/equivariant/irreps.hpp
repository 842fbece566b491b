#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// An irreducible representation of O(3): degree l and parity under inversion.
struct Irrep {
  int degree = 0;  ///< l >= 0; dimension 2 l + 1, components m = -l .. l
  int parity = 1;  ///< +1 (written e) or -1 (written o); natural parity is (-1)^l

  friend bool operator==(const Irrep&, const Irrep&) = default;
};

/// `multiplicity` copies (channels) of one irrep.
struct IrrepBlock {
  Index multiplicity = 1;  ///< >= 1
  Irrep irrep;

  friend bool operator==(const IrrepBlock&, const IrrepBlock&) = default;
};

/// A direct sum of irreps, and with it the layout of a vector of coefficients.
///
/// Blocks lie one after the other in the order given; it is never changed, and equal irreps are
/// never merged. Within a block the channels lie one after the other, and within a channel the
/// component m runs fastest from -l to l: component m of channel c of block b stands at
///   offset(b) + (2 l + 1) c + l + m.
/// One channel of a scalar function on the sphere to degree L is "1x0e + 1x1o + 1x2e + ..." and
/// puts (l, m) at l*l + l + m. What the components mean is the business of Convention.
struct Irreps {
  std::vector<IrrepBlock> blocks;

  friend bool operator==(const Irreps&, const Irreps&) = default;
};

/// Reads the notation of e3nn: blocks joined by `+`, each `16x2e`, `2e` (one channel) or `0e`;
/// spaces do not matter; the empty text is the empty sum. Throws std::invalid_argument that names
/// the position and what was expected there for anything else, also for multiplicity 0 and degrees
/// above 1024.
Irreps parse_irreps(std::string_view text);
/// The same notation, every multiplicity written: parse_irreps(to_string(x)) == x.
std::string to_string(const Irreps& irreps);

/// One channel of every degree 0..degree with natural parity: a function on the sphere. Throws
/// std::invalid_argument for a negative degree.
Irreps spherical_function_irreps(int degree);
/// Its dimension, (degree + 1)^2.
constexpr Index spherical_function_dimension(int degree) {
  return static_cast<Index>(degree + 1) * (degree + 1);
}

/// Length of a vector of coefficients: sum of multiplicity * (2 l + 1).
Index dimension(const Irreps& irreps);
/// Where block `block` starts. Throws std::out_of_range.
Index offset(const Irreps& irreps, Index block);
/// Largest degree; -1 for the empty sum.
int largest_degree(const Irreps& irreps);
/// Irreps of the tensor product of two: degrees |l1 - l2| .. l1 + l2, parity p1 p2.
std::vector<Irrep> tensor_product(const Irrep& first, const Irrep& second);

}  // namespace tessera
