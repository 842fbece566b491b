#include "models/kernels/parameter_list.hpp"

#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace tessera {

void require_parameters(const std::string& kernel, const std::vector<KernelParameter>& declared,
                        const std::vector<double>& values) {
  std::ostringstream message;
  if (values.size() != declared.size()) {
    message << "The kernel \"" << kernel << "\" has " << declared.size() << " parameters, but "
            << values.size() << " values were given.";
    throw std::invalid_argument(message.str());
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const KernelParameter& p = declared[i];
    if (std::isfinite(values[i]) && values[i] >= p.minimum && values[i] <= p.maximum) continue;
    message << "The kernel \"" << kernel << "\" cannot have " << p.name << " = " << values[i]
            << "; allowed are finite values from " << p.minimum << " to " << p.maximum << ".";
    throw std::invalid_argument(message.str());
  }
}

void require_own_parameters(const Kernel1D& kernel) {
  const auto declared = kernel.parameters();
  std::vector<double> values;
  for (const KernelParameter& p : declared) values.push_back(p.value);
  require_parameters(kernel.name(), declared, values);
}

void require_derivative_order(const std::string& kernel, int order, int highest) {
  if (order < 0)
    throw std::invalid_argument("The order of a derivative of the kernel \"" + kernel +
                                "\" cannot be negative (found " + std::to_string(order) + ").");
  if (order > highest)
    throw std::domain_error("The kernel \"" + kernel + "\" has derivatives up to order " +
                            std::to_string(highest) + "; order " + std::to_string(order) +
                            " was asked for.");
}

void require_derivative(const std::string& kernel, double r, int order, int highest_at_zero) {
  require_derivative_order(kernel, order, maximum_kernel_derivative);
  if (r != 0 || order <= highest_at_zero) return;
  throw std::domain_error("At lag zero the kernel \"" + kernel + "\" has derivatives up to order " +
                          std::to_string(highest_at_zero) + "; order " + std::to_string(order) +
                          " was asked for. A smoother kernel has more.");
}

std::vector<KernelParameter> scale_parameters(double variance, double length_scale) {
  const double infinity = std::numeric_limits<double>::infinity();
  return {{"variance", "", variance, 0, infinity},
          {"length_scale", "length", length_scale, std::numeric_limits<double>::min(), infinity}};
}

std::vector<KernelParameter> mixture_parameters(const std::vector<SpectralComponent>& components) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double smallest = std::numeric_limits<double>::min();
  const std::string cycles = "cycles per unit length";
  std::vector<KernelParameter> list;
  for (std::size_t i = 0; i < components.size(); ++i) {
    const SpectralComponent& q = components[i];
    std::string number = "_";
    number += std::to_string(i + 1);
    list.push_back({"weight" + number, "", q.weight, 0, infinity});
    list.push_back({"frequency" + number, cycles, q.frequency, 0, infinity});
    list.push_back({"bandwidth" + number, cycles, q.bandwidth, smallest, infinity});
  }
  return list;
}

std::vector<SpectralComponent> mixture_components(const std::vector<double>& values) {
  if (values.size() % 3 != 0)
    throw std::invalid_argument("A spectral mixture has three parameters per component, but " +
                                std::to_string(values.size()) + " values were given.");
  std::vector<SpectralComponent> components(values.size() / 3);
  for (std::size_t i = 0; i < components.size(); ++i)
    components[i] = {values[3 * i], values[3 * i + 1], values[3 * i + 2]};
  return components;
}

}  // namespace tessera
