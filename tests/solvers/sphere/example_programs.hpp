#pragma once

#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere::testing {

/// Makes a projection and an output that is a multiple of it.
inline void add_output(GalerkinProgram& program, Projection projection, double coefficient = 1) {
  program.projections.push_back(std::move(projection));
  const auto last = static_cast<Index>(program.projections.size()) - 1;
  program.outputs.push_back({{program.projection_source(last), coefficient}});
}

inline Formula angle_formula(const char* text, std::vector<std::string> other = {}) {
  FormulaNames names;
  names.axes = {"latitude", "longitude", "t"};
  names.functions = std::move(other);
  return Formula::parse(text, names);
}

/// zeta_t = -jacobian(inverse_lap(zeta), zeta + f), f = 2 Omega sin(latitude) with Omega = 1.
inline GalerkinProgram barotropic_vorticity() {
  GalerkinProgram program;
  program.unknowns = {"zeta"};
  GivenField coriolis;
  coriolis.formula = angle_formula("2*sin(latitude)");
  program.given = {coriolis};
  const VectorField grad_psi{{{.source = 0, .laplacian_power = -1}}, {}};
  const VectorField grad_absolute{{{.source = 0}, {.source = 1}}, {}};
  program.vectors = {grad_psi, grad_absolute};
  Monomial jacobian;
  jacobian.crosses = {{0, 1}};
  add_output(program, {Projection::Kind::scalar, {jacobian}}, -1);
  return program;
}

/// Shallow water: zeta_t = -div((zeta + f)*u), delta_t = curl((zeta + f)*u) - lap(h + dot(u, u)/2),
/// h_t = -div(h*u), u = skew_grad(inverse_lap(zeta)) + grad(inverse_lap(delta)).
inline GalerkinProgram shallow_water() {
  GalerkinProgram program;
  program.unknowns = {"zeta", "delta", "h"};
  GivenField coriolis;
  coriolis.formula = angle_formula("2*sin(latitude)");
  program.given = {coriolis};
  program.scalars = {{{.source = 0}, {.source = 3}}, {{.source = 2}}};
  program.vectors = {
      {{{.source = 1, .laplacian_power = -1}}, {{.source = 0, .laplacian_power = -1}}}};
  Monomial absolute_flux, height_flux, square;
  absolute_flux.scalars = {0};
  absolute_flux.vector = 0;
  height_flux.scalars = {1};
  height_flux.vector = 0;
  square.dots = {{0, 0}};
  using enum Projection::Kind;
  add_output(program, {divergence, {absolute_flux}}, -1);
  add_output(program, {curl, {absolute_flux}});
  program.projections.push_back({scalar, {square}});
  program.outputs[1].push_back(
      {.source = program.projection_source(2), .coefficient = -0.5, .laplacian_power = 1});
  program.outputs[1].push_back({.source = 2, .coefficient = -1, .laplacian_power = 1});
  program.projections.push_back({divergence, {height_flux}});
  program.outputs.push_back({{.source = program.projection_source(3), .coefficient = -1}});
  return program;
}

/// u_t = u - u^3.
inline GalerkinProgram allen_cahn_reaction() {
  GalerkinProgram program;
  program.unknowns = {"u"};
  program.scalars = {{{.source = 0}}};
  Monomial cube;
  cube.scalars = {0, 0, 0};
  add_output(program, {Projection::Kind::scalar, {cube}}, -1);
  program.outputs[0].push_back({.source = 0});
  return program;
}

/// Every kind of product and operator of two unknowns a and b, up to four factors, and a projection
/// of a projection.
inline GalerkinProgram every_product() {
  GalerkinProgram program;
  program.unknowns = {"a", "b"};
  using enum Projection::Kind;
  const auto term = [](Index source, double coefficient = 1, int power = 0, bool zonal = false) {
    return SpectralTerm{source, coefficient, power, zonal};
  };
  program.scalars = {{term(0)}, {term(1), term(0, 0.3, 0, true)}, {term(2)}};
  program.vectors = {{{term(0)}, {term(1)}},
                     {{term(1, 0.5, 0, true)}, {term(0, 2), term(1, 1, -1)}},
                     {{term(0)}, {}},
                     {{}, {term(1)}},
                     {{term(2, 0.1)}, {term(0)}}};
  const auto monomial = [](double coefficient, std::vector<Index> scalars) {
    Monomial m;
    m.coefficient = coefficient;
    m.scalars = std::move(scalars);
    return m;
  };
  const auto dots = [](Monomial m, Index v, Index w) {
    m.dots.emplace_back(v, w);
    return m;
  };
  const auto crosses = [](Monomial m, Index v, Index w) {
    m.crosses.emplace_back(v, w);
    return m;
  };
  const auto flux = [](Monomial m, Index v) {
    m.vector = v;
    return m;
  };
  add_output(program, {scalar, {monomial(1, {0, 1})}});
  add_output(program, {scalar, {monomial(1, {0, 0, 0}), monomial(-2, {0}), monomial(3, {})}});
  add_output(program, {scalar, {dots(monomial(1, {}), 2, 2)}});
  add_output(program, {scalar, {crosses(monomial(1, {}), 2, 3)}});
  add_output(program, {scalar, {dots(monomial(1, {}), 0, 1)}});
  add_output(program, {scalar, {crosses(monomial(1, {}), 0, 1)}});
  add_output(program, {scalar, {dots(monomial(1.5, {1}), 0, 1), monomial(1, {0, 1})}});
  add_output(program, {scalar, {crosses(dots(monomial(1, {}), 0, 1), 1, 3)}});
  add_output(program, {divergence, {flux(monomial(1, {0}), 1)}});
  add_output(program, {curl, {flux(monomial(-3, {0}), 1)}});
  add_output(program, {curl, {flux(monomial(1, {0}), 1), flux(monomial(2, {}), 0)}});
  add_output(program,
             {divergence, {flux(monomial(1, {0, 1, 1}), 1), flux(dots(monomial(2, {}), 0, 1), 0)}});
  add_output(program, {scalar, {monomial(1, {0, 2})}});
  add_output(program, {curl, {flux(monomial(1, {2}), 4)}}, 0.01);
  return program;
}

}  // namespace tessera::sphere::testing
