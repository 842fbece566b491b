#pragma once

#include "solvers/sphere/galerkin_evaluator.hpp"

namespace tessera::sphere {

/// The method that `automatic` stands for; never automatic or aliased.
ProductMethod choose_method(const GalerkinProgram& program, int degree);

}  // namespace tessera::sphere
