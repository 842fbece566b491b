#include "solvers/gram/adam.hpp"

#include <cmath>

namespace tessera::gram {
namespace {

constexpr double beta_1 = 0.9;
constexpr double beta_2 = 0.999;
constexpr double epsilon = 1e-8;

}  // namespace

void Adam::ascend(Eigen::VectorXd& x, const Eigen::VectorXd& gradient) {
  if (steps == 0) {
    first_moment.setZero(x.size());
    second_moment.setZero(x.size());
  }
  ++steps;
  first_moment = beta_1 * first_moment + (1 - beta_1) * gradient;
  second_moment = beta_2 * second_moment + (1 - beta_2) * gradient.cwiseAbs2();
  const double first_scale = 1 / (1 - std::pow(beta_1, static_cast<double>(steps)));
  const double second_scale = 1 / (1 - std::pow(beta_2, static_cast<double>(steps)));
  x.array() += learning_rate * first_scale * first_moment.array() /
               ((second_scale * second_moment.array()).sqrt() + epsilon);
}

}  // namespace tessera::gram
