#include "solvers/tucker/axis_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <stdexcept>

#include "models/kernels/make_kernel.hpp"
#include "models/state_space/make_state_space.hpp"
#include "solvers/filtering/chain_smoother.hpp"

namespace tessera::tucker {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// A length in the axis's units; that of a periodic kernel is dimensionless.
bool is_length(const KernelParameter& parameter) {
  return ends_with(parameter.name, "length_scale") &&
         parameter.name.find("periodic") == std::string::npos;
}

AxisScales place_scales(const AxisModel& axis) {
  const Eigen::MatrixXd distance =
      place_distances(axis.coordinates, axis.coordinates, axis.geometry);
  std::vector<double> nearest;
  for (Index i = 0; i < distance.rows(); ++i) {
    double least = std::numeric_limits<double>::infinity();
    for (Index j = 0; j < distance.rows(); ++j)
      if (j != i) least = std::min(least, distance(i, j));
    nearest.push_back(least);
  }
  return {distance.maxCoeff(), median(nearest)};
}

/// Values for the kernel's parameters: every length scale of a decaying kernel is `length_scale`.
std::map<std::string, double> kernel_values(const std::vector<KernelParameter>& parameters,
                                            const AxisModel& axis, double length_scale) {
  std::map<std::string, double> values;
  for (const KernelParameter& p : parameters) {
    if (is_length(p)) values[p.name] = length_scale;
    if (ends_with(p.name, "period") && axis.period > 0) values[p.name] = axis.period;
  }
  return values;
}

}  // namespace

double LengthPrior::log_density(double length) const {
  const double t = std::log(length / median) / log_spread;
  return -0.5 * t * t - std::log(log_spread) - 0.5 * std::log(2 * std::numbers::pi);
}

AxisScales axis_scales(const AxisModel& axis) {
  const Index count = axis.coordinates.rows();
  if (count < 2)
    throw std::invalid_argument("axis '" + axis.name + "' has fewer than two distinct coordinates");
  if (axis.places()) return place_scales(axis);
  std::vector<double> gaps;
  for (Index i = 1; i < count; ++i)
    gaps.push_back(axis.coordinates(i, 0) - axis.coordinates(i - 1, 0));
  return {axis.coordinates(count - 1, 0) - axis.coordinates(0, 0), median(gaps)};
}

std::vector<LengthPrior> length_priors(const AxisModel& axis, const AxisScales& scales,
                                       const FactorSmoother& smoother) {
  std::vector<LengthPrior> priors;
  if (axis.length_scale > 0) return priors;
  for (Index f = 0; f < smoother.functions(); ++f) {
    const auto parameters = smoother.parameters(f);
    for (std::size_t p = 0; p < parameters.size(); ++p)
      if (is_length(parameters[p]))
        priors.push_back({f, static_cast<Index>(p), std::sqrt(scales.range * scales.gap),
                          axis.log_spread, 0.3 * scales.gap, 10 * scales.range});
  }
  return priors;
}

std::unique_ptr<FactorSmoother> make_smoother(const AxisModel& axis,
                                              const std::vector<double>& length_scales) {
  if (axis.places()) {
    std::vector<std::unique_ptr<Kernel1D>> kernels;
    const auto parameters = make_kernel(axis.kernel)->parameters();
    for (const double length : length_scales)
      kernels.push_back(make_kernel(axis.kernel, kernel_values(parameters, axis, length)));
    return dense_smoother(axis.coordinates, axis.geometry, std::move(kernels));
  }
  std::vector<std::unique_ptr<StateSpace>> processes;
  const auto parameters = make_state_space(axis.kernel)->parameters();
  for (const double length : length_scales)
    processes.push_back(make_state_space(axis.kernel, kernel_values(parameters, axis, length)));
  const Eigen::MatrixXd& x = axis.coordinates;
  return chain_smoother(std::vector<double>(x.data(), x.data() + x.rows()), std::move(processes));
}

}  // namespace tessera::tucker
