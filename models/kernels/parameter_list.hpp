#pragma once

#include <string>
#include <vector>

#include "models/kernels/kernel_1d.hpp"

namespace tessera {

/// Checks values about to become the parameters of a kernel. Throws std::invalid_argument that
/// names the kernel, the parameter and its bounds where the count differs or a value is not finite
/// or outside.
void require_parameters(const std::string& kernel, const std::vector<KernelParameter>& declared,
                        const std::vector<double>& values);

/// Throws std::invalid_argument for a negative order and std::domain_error, naming the kernel and
/// `highest`, for an order above it.
void require_derivative_order(const std::string& kernel, int order, int highest);

}  // namespace tessera
