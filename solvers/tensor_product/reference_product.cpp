#include "solvers/tensor_product/reference_product.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include "models/equivariant/wigner_3j.hpp"

namespace tessera {
namespace {

using Vector = std::vector<long double>;

void require_length(const std::string& what, std::size_t found, Index expected) {
  if (found != static_cast<std::size_t>(expected))
    throw std::invalid_argument("reference product: " + what + " has " + std::to_string(found) +
                                " numbers, expected " + std::to_string(expected));
}

void require_lengths(const TensorProductOptions& o, std::span<const Vector> factors) {
  require_length("the list of factors", factors.size(), static_cast<Index>(o.factors.size()));
  const bool uvu = o.weights == ProductWeights::uvu;
  for (std::size_t k = 0; k < factors.size(); ++k)
    require_length("factor " + std::to_string(k + 1), factors[k].size(),
                   dimension(o.factors[k]) * (uvu && k == 1 ? o.second_channels : 1));
}

int degree_of(const Irreps& irreps, Index block) {
  return irreps.blocks[static_cast<std::size_t>(block)].irrep.degree;
}

/// Adds weight T(x, y) of one path.
void add_path(const CouplingTensor& tensor, long double weight, const long double* x,
              const long double* y, long double* z) {
  const int l1 = tensor.l1(), l2 = tensor.l2(), l3 = tensor.l3();
  for (int m1 = -l1; m1 <= l1; ++m1)
    for (int m2 = -l2; m2 <= l2; ++m2)
      for (int m3 = -l3; m3 <= l3; ++m3)
        z[l3 + m3] += weight * tensor(m1, m2, m3) * x[l1 + m1] * y[l2 + m2];
}

Vector clebsch_gordan(const TensorProductOptions& o, std::span<const TensorProductPath> paths,
                      std::span<const Vector> factors, std::span<const long double> weights) {
  const Irreps& first = o.factors[0];
  const Irreps& second = o.factors[1];
  const Index channels = o.weights == ProductWeights::uvu ? o.second_channels : 1;
  if (!weights.empty())
    require_length("the weights", weights.size(), static_cast<Index>(paths.size()) * channels);
  Vector out(static_cast<std::size_t>(dimension(o.out)));
  for (std::size_t p = 0; p < paths.size(); ++p) {
    const CouplingTensor tensor(degree_of(first, paths[p].first),
                                degree_of(second, paths[p].second), degree_of(o.out, paths[p].out));
    for (Index v = 0; v < channels; ++v) {
      const std::size_t w = p * static_cast<std::size_t>(channels) + static_cast<std::size_t>(v);
      add_path(tensor, weights.empty() ? 1 : weights[w],
               factors[0].data() + offset(first, paths[p].first),
               factors[1].data() + v * dimension(second) + offset(second, paths[p].second),
               out.data() + offset(o.out, paths[p].out));
    }
  }
  return out;
}

/// Multiplies block b by its weight.
void scale_blocks(const Irreps& irreps, const long double* weights, Vector& values) {
  for (std::size_t b = 0; b < irreps.blocks.size(); ++b) {
    const Index start = offset(irreps, static_cast<Index>(b));
    for (int i = 0; i <= 2 * irreps.blocks[b].irrep.degree; ++i)
      values[static_cast<std::size_t>(start + i)] *= weights[b];
  }
}

/// Coefficients of a field in vector harmonics to those of its components along y, z, x, or back
/// (`inverse`); the matrix is orthogonal. Degrees l of the components up to `degree`.
void vector_harmonics(int degree, bool inverse, Vector& field, std::array<Vector, 3>& components) {
  std::size_t at = 0;
  for (int l = 0; l <= degree; ++l)
    for (int j = std::abs(l - 1); j <= l + 1; ++j) {
      const CouplingTensor tensor(l, 1, j);
      const long double root = std::sqrt(static_cast<long double>(2 * j + 1));
      for (int m = -j; m <= j; ++m, ++at)
        for (int n = -l; n <= l; ++n)
          for (int a = -1; a <= 1; ++a) {
            long double& component = components[static_cast<std::size_t>(a + 1)]
                                               [static_cast<std::size_t>(l * l + l + n)];
            if (inverse)
              field[at] += root * tensor(n, a, m) * component;
            else
              component += root * tensor(n, a, m) * field[at];
          }
    }
}

/// Degree of the Cartesian components of a field with this layout.
int field_degree(const Irreps& irreps) {
  return static_cast<int>(std::lround(std::sqrt(static_cast<double>(dimension(irreps)) / 3))) - 1;
}

Vector vector_product(const TensorProductOptions& o, const Vector& scalar, const Vector& field) {
  const std::array<int, 2> degrees{largest_degree(o.factors[0]), field_degree(o.factors[1])};
  const int out_degree = field_degree(o.out);
  std::array<Vector, 3> components;
  components.fill(Vector(static_cast<std::size_t>(spherical_function_dimension(degrees[1]))));
  Vector copy = field;
  vector_harmonics(degrees[1], false, copy, components);
  for (Vector& component : components) {
    const std::array<Vector, 2> both{scalar, component};
    component = reference_gaunt_product(degrees, out_degree, both);
  }
  Vector out(static_cast<std::size_t>(dimension(o.out)));
  vector_harmonics(out_degree, true, out, components);
  return out;
}

}  // namespace

std::vector<long double> reference_product(const TensorProductOptions& options,
                                           std::span<const TensorProductPath> paths,
                                           std::span<const std::vector<long double>> factors,
                                           std::span<const long double> weights) {
  require_lengths(options, factors);
  if (options.coupling == Coupling::clebsch_gordan)
    return clebsch_gordan(options, paths, factors, weights);
  std::vector<Vector> scaled(factors.begin(), factors.end());
  const long double* weight = weights.data();
  if (!weights.empty()) {
    std::size_t blocks = options.out.blocks.size();
    for (const Irreps& factor : options.factors) blocks += factor.blocks.size();
    require_length("the weights", weights.size(), static_cast<Index>(blocks));
    for (std::size_t k = 0; k < scaled.size(); ++k) {
      scale_blocks(options.factors[k], weight, scaled[k]);
      weight += options.factors[k].blocks.size();
    }
  }
  Vector out;
  if (options.coupling == Coupling::vector) {
    out = vector_product(options, scaled[0], scaled[1]);
  } else {
    std::vector<int> degrees;
    for (const Irreps& factor : options.factors) degrees.push_back(largest_degree(factor));
    out = reference_gaunt_product(degrees, largest_degree(options.out), scaled);
  }
  if (!weights.empty()) scale_blocks(options.out, weight, out);
  return out;
}

}  // namespace tessera
