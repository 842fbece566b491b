#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "models/equivariant/spherical_harmonics.hpp"
#include "solvers/spectral/gauss_legendre.hpp"
#include "solvers/tensor_product/reference_product.hpp"

namespace tessera {
namespace {

using Vector = std::vector<long double>;

/// Equidistant longitudes, and 1, sqrt 2 cos m phi, sqrt 2 sin m phi there.
class Longitudes {
 public:
  Longitudes(int count, int degree) : count_(count), degree_(degree) {
    const long double step = 2 * std::numbers::pi_v<long double> / count;
    const long double root = std::numbers::sqrt2_v<long double>;
    for (int j = 0; j < count; ++j)
      for (int m = -degree; m <= degree; ++m) {
        // Reduced first: cos and sin of large arguments lose digits.
        const long double angle = step * static_cast<long double>(std::abs(m) * j % count);
        values_.push_back(m == 0 ? 1 : root * (m > 0 ? std::cos(angle) : std::sin(angle)));
      }
  }
  int count() const { return count_; }
  long double operator()(int j, int m) const {
    return values_[static_cast<std::size_t>(j * (2 * degree_ + 1) + degree_ + m)];
  }

 private:
  int count_, degree_;
  Vector values_;
};

/// Theta_l|m| at one latitude, l and m up to a degree.
class Legendre {
 public:
  Legendre(int degree, long double z) : degree_(degree) {
    values_.resize(static_cast<std::size_t>((degree + 1) * (degree + 1)));
    for (int m = 0; m <= degree; ++m)
      associated_legendre<long double>(degree, m, z, &values_[index(m, m)]);
  }
  long double operator()(int l, int m) const { return values_[index(l, std::abs(m))]; }

 private:
  std::size_t index(int l, int m) const { return static_cast<std::size_t>(m * (degree_ + 1) + l); }
  int degree_;
  Vector values_;
};

std::size_t place(int l, int m) {
  return static_cast<std::size_t>(l * l + l + m);
}

/// Multiplies `values` at the longitudes of one latitude by the function's values there.
void multiply_values(int degree, const Vector& coefficients, const Legendre& theta,
                     const Longitudes& phi, Vector& values) {
  Vector orders(static_cast<std::size_t>(2 * degree + 1));
  for (int m = -degree; m <= degree; ++m)
    for (int l = std::abs(m); l <= degree; ++l)
      orders[static_cast<std::size_t>(degree + m)] += theta(l, m) * coefficients[place(l, m)];
  for (int j = 0; j < phi.count(); ++j) {
    long double value = 0;
    for (int m = -degree; m <= degree; ++m)
      value += phi(j, m) * orders[static_cast<std::size_t>(degree + m)];
    values[static_cast<std::size_t>(j)] *= value;
  }
}

void add_integrals(int degree, const Vector& values, long double weight, const Legendre& theta,
                   const Longitudes& phi, Vector& out) {
  for (int m = -degree; m <= degree; ++m) {
    long double order = 0;
    for (int j = 0; j < phi.count(); ++j) order += phi(j, m) * values[static_cast<std::size_t>(j)];
    for (int l = std::abs(m); l <= degree; ++l) out[place(l, m)] += weight * order * theta(l, m);
  }
}

}  // namespace

std::vector<long double> reference_gaunt_product(
    std::span<const int> degrees, int out_degree,
    std::span<const std::vector<long double>> functions) {
  if (degrees.size() != functions.size())
    throw std::invalid_argument("reference product: one degree for each function is needed");
  const int product_degree = std::accumulate(degrees.begin(), degrees.end(), 0);
  const int degree = std::max(product_degree, out_degree);
  const Index nodes = product_degree + out_degree + 2;  // twice what is needed
  const Longitudes phi(2 * (product_degree + out_degree + 1), degree);
  const GaussLegendreRule rule = gauss_legendre(nodes);
  Vector out(static_cast<std::size_t>((out_degree + 1) * (out_degree + 1)));
  for (std::size_t i = 0; i < rule.nodes.size(); ++i)
    for (const long double sign : {1.0L, -1.0L}) {
      if (sign < 0 && rule.nodes[i] == 0) continue;
      const Legendre theta(degree, sign * rule.nodes[i]);
      Vector values(static_cast<std::size_t>(phi.count()), 1);
      for (std::size_t k = 0; k < functions.size(); ++k)
        multiply_values(degrees[k], functions[k], theta, phi, values);
      const long double area = 2 * std::numbers::pi_v<long double> / phi.count();
      add_integrals(out_degree, values, area * rule.weights[i], theta, phi, out);
    }
  return out;
}

}  // namespace tessera
