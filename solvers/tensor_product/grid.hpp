#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "data/fields/types.hpp"
#include "solvers/tensor_product/grid_kernels.hpp"
#include "solvers/tensor_product/instruction_set.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

namespace tessera::grid {

/// The kernels compiled for a resolved level.
template <class Real>
GridKernels<Real> grid_kernels(InstructionSet level);

/// Pairs of Gauss-Legendre nodes (a middle node counts as one) on which products of functions of
/// `degrees` are integrated exactly against harmonics of `out_degree`.
Index node_pairs(std::span<const int> degrees, int out_degree);

/// Fused multiply-adds at one node for the orders 0 .. degree of the product of functions with
/// orders to `first` and `second`: a product of complex numbers for all k and M - k that exist.
double order_operations(int first, int second, int degree);

/// Tables and sizes of a product; owns what its GridProduct points to. Also for `components` fields
/// as the last factor (grid_kernels.hpp).
///
/// Theta_lm and nodes are computed in long double and rounded once; what is below a thousandth of
/// the rounding error is 0, so that whole orders drop out near the poles. Blocks of nodes are
/// chosen so that what is synthesised stays in a first-level cache where possible and all scratch
/// in a second-level cache; adjoints of large degrees take as few blocks as a third-level cache
/// allows.
template <class Real>
class GridTables {
 public:
  /// Throws std::invalid_argument for fewer than two or more than 16 factors and negative degrees.
  GridTables(std::span<const int> degrees, int out_degree, int components = 1);
  GridTables(const GridTables&) = delete;
  GridTables& operator=(const GridTables&) = delete;

  const GridProduct<Real>& product() const { return product_; }
  /// Enough for execute and adjoint.
  std::size_t workspace_bytes() const;
  double operations() const;

 private:
  void fill_table();
  void fill_reach();
  void choose_blocks();
  template <class Size>
  std::ptrdiff_t sum_over_factors(Size size) const;

  std::vector<int> degrees_;
  std::vector<Real> table_;
  std::vector<std::ptrdiff_t> even_rows_, odd_rows_;
  std::vector<int> reach_;
  GridProduct<Real> product_;
};

/// A product whose last factor and output have `components` arrays per lane group, one after the
/// other, all multiplied by the same other factors, whose gradients sum over components.
template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_component_kernel(std::span<const int> degrees,
                                                                 int out_degree, int components,
                                                                 InstructionSet level);

}  // namespace tessera::grid
