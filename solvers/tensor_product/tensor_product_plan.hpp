#pragma once

#include <cstddef>
#include <vector>

#include "data/fields/types.hpp"
#include "models/equivariant/irreps.hpp"

namespace tessera {

/// What couples two irreps to a third.
enum class Coupling {
  clebsch_gordan,  ///< every path by itself; tensors of e3nn's wigner_3j, Frobenius norm 1
  gaunt,           ///< product of functions on the sphere: integrals of three harmonics
  vector_gaunt     ///< the same with vector harmonics on two legs: also odd l1 + l2 + l3
};

/// How it is computed. All methods give the same numbers to rounding.
enum class TensorProductMethod {
  automatic,  ///< a shipped rule on the degrees and the precision; method() tells the choice
  sparse,     ///< direct sums over non-zero coefficients; best for degrees up to about 5
  grid,       ///< Gauss-Legendre x trigonometric grid by small matrix products; degrees 6 to 20
  grid_fft,   ///< Legendre by matrix products, longitude by FFT; above
  fourier     ///< two-dimensional Fourier series on the torus; a reference, never the fastest
};

enum class Precision { single_precision, double_precision };

/// One coupled triple of blocks: block indices into the three Irreps.
struct TensorProductPath {
  Index first = 0;
  Index second = 0;
  Index out = 0;
};

/// A bilinear equivariant map z = T(x, y) between coefficient vectors of fixed layouts, applied to
/// many independent products (a product is one pair of sample and channel).
///
/// Irreps of a plan describe one product: all multiplicities are 1. Components are in the default
/// Convention. gaunt: at most one block per irrep and leg; z is the sum of all paths.
/// clebsch_gordan: out lists one block per path in the order of paths(); nothing is summed.
///
/// Memory: products come in groups of width() so that vector registers run over products. With
/// d = dimension of the leg, coefficient i of product p stands at
///   ((p / width) * d + i) * width + p % width.
/// Arrays hold whole groups: ceil(count / width) * d * width numbers, aligned to 64 bytes; numbers
/// of products beyond `count` are read (they must be finite) and written. Arrays do not overlap.
///
/// A plan is const and thread-safe in use; concurrent calls need separate workspaces. Tables are
/// computed when the plan is made, without run-time measurement: the same arguments give the same
/// method and the same bits on one machine. No call allocates or throws, except std::logic_error
/// for the overload of the other precision.
class TensorProductPlan {
 public:
  virtual ~TensorProductPlan() = default;

  virtual const Irreps& first() const = 0;
  virtual const Irreps& second() const = 0;
  virtual const Irreps& out() const = 0;
  virtual Coupling coupling() const = 0;
  virtual TensorProductMethod method() const = 0;  ///< never `automatic`
  virtual Precision precision() const = 0;
  virtual const std::vector<TensorProductPath>& paths() const = 0;
  /// Products per group, a power of two.
  virtual Index width() const = 0;
  /// Bytes of workspace, aligned to 64, that execute and adjoint need; does not depend on count.
  virtual std::size_t workspace_bytes() const = 0;
  /// Multiplications and additions per product: what the automatic rule and reports go by.
  virtual double operations() const = 0;

  /// z = T(x, y) for `count` products.
  virtual void execute(Index count, const double* x, const double* y, double* z,
                       void* workspace) const = 0;
  virtual void execute(Index count, const float* x, const float* y, float* z,
                       void* workspace) const = 0;

  /// Gradients of z_bar . T(x, y): x_bar = T(., y)^T z_bar and y_bar = T(x, .)^T z_bar,
  /// overwritten. One of x_bar, y_bar may be null; x is not read where y_bar is null, nor y where
  /// x_bar is. Gaunt coefficients are symmetric in their legs, so adjoints are products of the same
  /// kind, and second derivatives are calls of execute and adjoint.
  virtual void adjoint(Index count, const double* x, const double* y, const double* z_bar,
                       double* x_bar, double* y_bar, void* workspace) const = 0;
  virtual void adjoint(Index count, const float* x, const float* y, const float* z_bar,
                       float* x_bar, float* y_bar, void* workspace) const = 0;
};

}  // namespace tessera
