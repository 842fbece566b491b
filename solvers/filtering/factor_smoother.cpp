#include "solvers/filtering/factor_smoother.hpp"

#include <cmath>
#include <numbers>

namespace tessera {

double ExpectedLogPrior::value() const {
  return -0.5 * (log_determinant + energy +
                 static_cast<double>(dimension) * std::log(2 * std::numbers::pi));
}

}  // namespace tessera
