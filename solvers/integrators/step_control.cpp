#include "solvers/integrators/step_control.hpp"

#include <algorithm>
#include <cmath>

namespace tessera {
namespace {

constexpr double safety = 0.85;
constexpr double largest_growth = 2;
constexpr double least_share = 0.2;
constexpr double order = 4;  ///< of the estimated local error in the step

double rung_below(double step) {
  return std::floor(4 * std::log2(step));
}

}  // namespace

StepControl::StepControl(double first_step, double largest_step) : largest_step_(largest_step) {
  memory_.rung = rung_below(first_step);
}

StepControl::StepControl(const Memory& memory, double largest_step)
    : memory_(memory), largest_step_(largest_step) {}

double StepControl::step() const {
  return std::min(std::exp2(memory_.rung / 4), largest_step_);
}

bool StepControl::judge(double taken, double error) {
  if (!(error <= 1)) {
    const double share = std::isfinite(error) ? safety * std::pow(error, -1 / order) : least_share;
    reject(taken, std::clamp(share, least_share, safety));
    return false;
  }
  const double present = std::max(error, 1e-8);
  double factor =
      safety * std::pow(present, -0.7 / order) * std::pow(memory_.last_error, 0.4 / order);
  factor = std::clamp(factor, least_share, memory_.after_rejection != 0 ? 1.0 : largest_growth);
  const double wanted = 4 * std::log2(taken * factor);
  if (wanted >= memory_.rung + 1) memory_.rung = std::floor(wanted);
  // A step cut short by an output time says nothing against longer ones unless its error does.
  if (factor < 1 && wanted <= memory_.rung - 1) memory_.rung = std::floor(wanted);
  memory_.last_error = present;
  memory_.after_rejection = 0;
  return true;
}

void StepControl::reject(double taken, double share) {
  memory_.rung = rung_below(taken * share);
  memory_.after_rejection = 1;
}

}  // namespace tessera
