#include "solvers/sphere/product_rule.hpp"

namespace tessera::sphere {

/// Microseconds per evaluation, transform and grid, on one thread of an AVX-512 processor
/// (tests/benchmarks/sphere_benchmark.cpp):
///                          degree 3     4            5            6            8
///   barotropic vorticity   4.8 and 2.5  5.9 and 3.7  6.0 and 5.3  7.6 and 7.2  8.9 and 12
///   shallow water          8.8 and 5.0  11 and 7.2   12 and 9.8   15 and 13    17 and 23
///   u^3                    3.7 and 1.5  5.9 and 3.2  4.7 and 3.4  5.4 and 5.9  6.7 and 8.0
///   19 monomials           24 and 24    37 and 39    43 and 56    50 and 79    73 and 147
/// sparse is slower than grid from degree 2 on.
ProductMethod choose_method(const GalerkinProgram& program, int degree) {
  constexpr int largest_grid_degree = 5;
  // A plan has a price per product, a transform one per field.
  constexpr std::size_t most_monomials = 8;
  std::size_t monomials = 0;
  for (const Projection& p : program.projections) monomials += p.sum.size();
  return degree <= largest_grid_degree && monomials <= most_monomials ? ProductMethod::grid
                                                                      : ProductMethod::transform;
}

}  // namespace tessera::sphere
