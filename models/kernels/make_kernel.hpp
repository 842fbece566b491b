#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/kernels/kernel_1d.hpp"

namespace tessera {

/// Names that make_kernel knows: `squared exponential`, `matern 1/2` to `matern 9/2`, `matern`,
/// `gaussian mixture`, `student-t mixture`, `periodic`, `flat band`.
std::vector<std::string> kernel_names();

/// A kernel by its name, with values for some of its parameters by their names:
///   squared exponential, matern p/2   variance, length_scale
///   matern                            variance, length_scale, smoothness
///   periodic                          variance, length_scale (dimensionless), period
///   flat band                         variance, band
///   gaussian mixture                  weight_1, frequency_1, bandwidth_1, weight_2, ...
///   student-t mixture                 the same and smoothness
/// What is not given is 1, a frequency 0, smoothness 5/2. A mixture has as many components as the
/// largest number in a name, at least one. Throws DeckError: an unknown kernel or parameter (with
/// all names and the nearest), a value out of bounds.
std::unique_ptr<Kernel1D> make_kernel(const std::string& name,
                                      const std::map<std::string, double>& values = {});

}  // namespace tessera
