#pragma once

#include <vector>

#include "data/fields/types.hpp"
#include "models/equivariant/irreps.hpp"
#include "solvers/tensor_product/instruction_set.hpp"

namespace tessera {

/// What couples the factors of a product.
enum class Coupling {
  /// Every path (l1, l2) -> l3 by itself, with the tensors of CouplingTensor (Frobenius norm 1, the
  /// tensors of e3nn's wigner_3j).
  clebsch_gordan,
  /// Product of functions on the sphere: sums of integrals of three harmonics. l1 + l2 + l3 is
  /// even.
  gaunt,
  /// Product of a scalar function and a vector field on the sphere: reaches every triangle triple,
  /// also those of odd l1 + l2 + l3.
  vector
};

/// How it is computed. All methods give the same numbers to rounding.
enum class TensorProductMethod {
  automatic,  ///< a shipped rule (method_rule.hpp); plans tell the choice
  sparse,     ///< direct sums over non-zero coefficients
  grid,       ///< Legendre transforms to Gauss nodes, there a convolution over orders m
  fourier     ///< two-dimensional Fourier series on the torus, degrees up to 16: a cross-check
};

/// Weights that a product carries. All are per channel; none: as if all were 1.
enum class ProductWeights {
  none,
  uuu,        ///< clebsch_gordan: channel u with channel u, one weight per path
  uvu,        ///< clebsch_gordan: channel u with all V channels v of the second factor, summed over
              ///< v; weights path x v
  per_degree  ///< gaunt, vector: one per block of every factor and of the output:
              ///< z_l3 = w3_l3 T(w1 x, w2 y)_l3
};

/// What a plan is made from.
struct TensorProductOptions {
  Coupling coupling = Coupling::gaunt;
  /// Layout of one channel of each factor: multiplicities are 1, components in the default
  /// Convention. clebsch_gordan: two, any blocks. gaunt: two or more, each every degree 0 .. L once
  /// and of natural parity times a sign of its own (spherical_function_irreps). vector: a scalar
  /// function, then a field (vector_field_irreps).
  std::vector<Irreps> factors{};
  /// Irreps that are wanted; the empty sum: all that the coupling gives. clebsch_gordan: distinct
  /// irreps, others are not computed. gaunt: a function of any degree; vector: a field of any
  /// degree; coefficients beyond the product's degree are 0.
  Irreps out{};
  TensorProductMethod method = TensorProductMethod::automatic;
  ProductWeights weights = ProductWeights::none;
  /// Weights differ from sample to sample (edges of a graph), else all samples share them.
  bool weights_per_sample = false;
  /// clebsch_gordan: paths to the same irrep are added up, so that `out` has each irrep once; else
  /// the output has one block per path, in the order of paths().
  bool sum_paths = false;
  /// uvu: V, channels of the second factor.
  Index second_channels = 1;
  InstructionSet instruction_set = InstructionSet::automatic;
};

/// One coupled triple of blocks: block indices into factors and output.
struct TensorProductPath {
  Index first = 0;
  Index second = 0;
  Index out = 0;

  friend bool operator==(const TensorProductPath&, const TensorProductPath&) = default;
};

/// Layout of one channel of a vector field on the sphere whose Cartesian components have degrees up
/// to `degree`: for l = 0 .. degree the irreps j = |l - 1| .. l + 1 of harmonics of degree l times
/// a polar vector, parity (-1)^(l + 1); 3 (degree + 1)^2 numbers. Vector harmonics
///   V^l_jm = sqrt(2j + 1) sum T(l, 1, j)(n, a, m) Y_ln e_a,  T the CouplingTensor, e = (y, z, x),
/// are orthonormal over the sphere.
Irreps vector_field_irreps(int degree);

}  // namespace tessera
