#pragma once

#include <vector>

#include "solvers/tensor_product/grid_kernels.hpp"

namespace tessera {

/// The orthogonal matrix between coefficients of a vector field in vector harmonics
/// (vector_field_irreps) and those of its Cartesian components y, z, x, one function after the
/// other: component a = -1, 0, 1 has coefficient sqrt(2j + 1) T(l, 1, j)(n, a, m) at (l, n) for
/// V^l_jm. Owns what its rows point to.
template <class Real>
class VectorComponents {
 public:
  /// Throws std::invalid_argument for a negative degree.
  explicit VectorComponents(int degree);
  VectorComponents(const VectorComponents&) = delete;
  VectorComponents& operator=(const VectorComponents&) = delete;

  /// Coefficients of components from those of the field, and back.
  grid::SparseRows<Real> to_components() const { return to_components_.rows(); }
  grid::SparseRows<Real> to_field() const { return to_field_.rows(); }

 private:
  struct Matrix {
    std::vector<int> begin, column;
    std::vector<Real> value;
    grid::SparseRows<Real> rows() const {
      return {static_cast<int>(begin.size()) - 1, begin.data(), column.data(), value.data()};
    }
  };
  struct Entry {
    int row, column;
    Real value;
  };
  static Matrix compress(int size, const std::vector<Entry>& entries);

  Matrix to_components_, to_field_;
};

}  // namespace tessera
