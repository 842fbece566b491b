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

/// The same for a kernel that holds its parameters already.
void require_own_parameters(const Kernel1D& kernel);

/// Throws std::invalid_argument for a negative order and std::domain_error, naming the kernel and
/// `highest`, for an order above it.
void require_derivative_order(const std::string& kernel, int order, int highest);

/// The same for a kernel that has derivatives up to `highest_at_zero` at r = 0 and up to
/// maximum_kernel_derivative elsewhere.
void require_derivative(const std::string& kernel, double r, int order, int highest_at_zero);

/// variance and length_scale, as most kernels have them.
std::vector<KernelParameter> scale_parameters(double variance, double length_scale);

/// weight_1, frequency_1, bandwidth_1, weight_2, ... of a spectral mixture, and back. The latter
/// throws std::invalid_argument where the count is not a multiple of three.
std::vector<KernelParameter> mixture_parameters(const std::vector<SpectralComponent>& components);
std::vector<SpectralComponent> mixture_components(const std::vector<double>& values);

}  // namespace tessera
