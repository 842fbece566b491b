#pragma once

#include <filesystem>

#include <Eigen/Core>

#include "apps/sphere/options.hpp"
#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// Reads the deck's arrays: variables on the axes latitude and longitude (degrees; HDF5 or CSV), or
/// lists of (l + 1)^2 coefficients (HDF5), of which degrees beyond `degree` are left out. Throws
/// DataError that names the deck's line and the file: no such file or variable, other axes, points
/// that do not cover the sphere, numbers that are not finite.
SphereArrays read_arrays(const Options& options, int degree,
                         const std::filesystem::path& deck_folder);

/// The field of these coefficients, (degree + 1)^2.
std::shared_ptr<const SphereArray> coefficient_array(int degree,
                                                     const Eigen::VectorXd& coefficients);

}  // namespace tessera::sphere
