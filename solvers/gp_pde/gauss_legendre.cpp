#include "solvers/gp_pde/gauss_legendre.hpp"

#include <stdexcept>

#include "solvers/spectral/gauss_legendre.hpp"

namespace tessera::gp_pde {

GaussLegendreHalf gauss_legendre(Index count) {
  if (count < 2 || count % 2 != 0)
    throw std::invalid_argument("a Gauss-Legendre rule needs an even, positive number of nodes");
  const GaussLegendreRule rule = tessera::gauss_legendre(count);
  GaussLegendreHalf half{Eigen::VectorXd(count / 2), Eigen::VectorXd(count / 2)};
  for (Index k = 0; k < count / 2; ++k) {
    half.nodes[k] = static_cast<double>(rule.nodes[static_cast<std::size_t>(k)]);
    half.weights[k] = static_cast<double>(rule.weights[static_cast<std::size_t>(k)]);
  }
  return half;
}

}  // namespace tessera::gp_pde
