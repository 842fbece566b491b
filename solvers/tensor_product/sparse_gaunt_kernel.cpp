#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "models/equivariant/wigner_3j.hpp"
#include "solvers/tensor_product/clebsch_gordan_kernel.hpp"

namespace tessera {
namespace {

constexpr int largest_sparse_degree = 32;

}  // namespace

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_sparse_gaunt_kernel(std::span<const int> degrees,
                                                                    int out_degree,
                                                                    InstructionSet level) {
  if (degrees.size() != 2)
    throw std::invalid_argument("the method sparse multiplies two factors, not " +
                                std::to_string(degrees.size()) + "; take grid");
  const int largest = std::max(degrees[0], degrees[1]);
  if (largest > largest_sparse_degree)
    throw std::invalid_argument("the method sparse goes to degree " +
                                std::to_string(largest_sparse_degree) + ", here is degree " +
                                std::to_string(largest) + "; take grid");
  std::vector<CouplingPairLayout> pairs;
  for (int l1 = 0; l1 <= degrees[0]; ++l1)
    for (int l2 = 0; l2 <= degrees[1]; ++l2) {
      CouplingPairLayout pair{l1, l2, Index{l1} * l1, Index{l2} * l2, {}};
      for (int l3 = std::abs(l1 - l2); l3 <= std::min(l1 + l2, out_degree); l3 += 2)
        pair.paths.push_back({l3, Index{l3} * l3, 0, gaunt_factor(l1, l2, l3)});
      pairs.push_back(pair);
    }
  CouplingShape shape;
  shape.x_dimension = spherical_function_dimension(degrees[0]);
  shape.y_dimension = spherical_function_dimension(degrees[1]);
  shape.out_dimension = spherical_function_dimension(out_degree);
  shape.sum = true;
  if (degrees[0] == degrees[1] && out_degree == 2 * degrees[0]) shape.gaunt_degree = degrees[0];
  return std::make_unique<const CouplingKernel<Real>>(shape, std::move(pairs), level);
}

template std::unique_ptr<const ProductKernel<float>> make_sparse_gaunt_kernel(std::span<const int>,
                                                                              int, InstructionSet);
template std::unique_ptr<const ProductKernel<double>> make_sparse_gaunt_kernel(std::span<const int>,
                                                                               int, InstructionSet);

}  // namespace tessera
