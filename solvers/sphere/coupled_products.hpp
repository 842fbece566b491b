#pragma once

#include <memory>

#include "solvers/sphere/diagonal_operators.hpp"
#include "solvers/sphere/product_engine.hpp"
#include "solvers/sphere/program_schedule.hpp"

namespace tessera::sphere {

/// Products of coefficients by tensor-product plans, without a grid of points. With the surface
/// gradient on the unit sphere, everything falls apart into three bilinear maps of functions:
///   a b                                            coupling `gaunt`,
///   grad a . grad b = (lap(a b) - a lap b - b lap a) / 2    three of them,
///   J(a, b) = r . (grad a x grad b) = -div(a r x grad b)    coupling `vector`: a function times a
/// field of odd paths. For v = grad S + r x grad T:
///   v . w = grad S . grad S' + grad T . grad T' + J(T', S) + J(T, S')
///   r . (v x w) = J(S, S') + J(T, T') + grad S . grad T' - grad T . grad S'
///   div(h v) = grad h . grad S + h lap S + J(T, h)
///   r . curl(h v) = J(h, S) + grad h . grad T + h lap T.
/// Intermediate products keep all degrees that the result depends on.
///
/// `program` and `schedule` outlive the engine. Throws std::invalid_argument for degrees that
/// `method` (sparse or grid) does not have.
std::unique_ptr<ProductEngine> make_coupled_products(const GalerkinProgram& program,
                                                     const ProgramSchedule& schedule,
                                                     const DiagonalOperators& operators,
                                                     ProductMethod method, int threads);

}  // namespace tessera::sphere
