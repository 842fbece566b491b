#include "solvers/tensor_product/vector_components.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/equivariant/wigner_3j.hpp"
#include "solvers/tensor_product/options.hpp"

namespace tessera {

template <class Real>
VectorComponents<Real>::VectorComponents(int degree) {
  const int size = static_cast<int>(dimension(vector_field_irreps(degree)));
  std::vector<Entry> entries;
  int field = 0;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j) {
      const CouplingTensor tensor(l, 1, j);
      const long double scale = std::sqrt(2 * j + 1.0L);
      for (int m = -j; m <= j; ++m, ++field)
        for (int a = -1; a <= 1; ++a)
          for (int n = -l; n <= l; ++n)
            if (const long double t = tensor(n, a, m); t != 0)
              entries.push_back(
                  {(a + 1) * (size / 3) + l * l + l + n, field, static_cast<Real>(scale * t)});
    }
  to_components_ = compress(size, entries);
  for (Entry& entry : entries) std::swap(entry.row, entry.column);
  to_field_ = compress(size, entries);
}

template <class Real>
auto VectorComponents<Real>::compress(int size, const std::vector<Entry>& entries) -> Matrix {
  Matrix matrix;
  matrix.begin.assign(static_cast<std::size_t>(size) + 1, 0);
  for (const Entry& entry : entries) ++matrix.begin[static_cast<std::size_t>(entry.row) + 1];
  for (std::size_t i = 1; i < matrix.begin.size(); ++i) matrix.begin[i] += matrix.begin[i - 1];
  matrix.column.resize(entries.size());
  matrix.value.resize(entries.size());
  std::vector<int> next = matrix.begin;
  for (const Entry& entry : entries) {
    const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(entry.row)]++);
    matrix.column[at] = entry.column;
    matrix.value[at] = entry.value;
  }
  return matrix;
}

template class VectorComponents<float>;
template class VectorComponents<double>;

}  // namespace tessera
