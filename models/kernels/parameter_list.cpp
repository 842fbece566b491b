#include "models/kernels/parameter_list.hpp"

#include <cmath>
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

void require_derivative_order(const std::string& kernel, int order, int highest) {
  if (order < 0)
    throw std::invalid_argument("The order of a derivative of the kernel \"" + kernel +
                                "\" cannot be negative (found " + std::to_string(order) + ").");
  if (order > highest)
    throw std::domain_error("The kernel \"" + kernel + "\" has derivatives up to order " +
                            std::to_string(highest) + "; order " + std::to_string(order) +
                            " was asked for.");
}

}  // namespace tessera
