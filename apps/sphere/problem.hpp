#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "apps/sphere/options.hpp"
#include "models/sphere/angular_spectrum.hpp"
#include "models/sphere/sphere_equations.hpp"
#include "solvers/sphere/galerkin_evaluator.hpp"
#include "solvers/sphere/sphere_linear_part.hpp"

namespace tessera::sphere {

/// An integral over the sphere against time.
struct Budget {
  std::string name;
  std::string units;
  Index density = 0;          ///< output of SphereProblem::budgets
  std::optional<Index> rate;  ///< the same
};

/// A field drawn anew by every member, or what forces an unknown.
struct RandomField {
  std::string name;
  AngularSpectrum spectrum;
};

/// What a deck with Equations describes.
struct SphereProblem {
  int degree = 0;
  double radius = 1;
  std::string radius_units;
  std::string time;
  std::string time_units;
  std::pair<double, double> range;

  SphereNames names;
  SphereEquations equations;
  std::vector<Hyperdiffusion> damping;
  GalerkinProgram initial;                    ///< an output per unknown, of known fields alone
  std::vector<std::optional<Formula>> exact;  ///< per unknown
  GalerkinProgram fields;                     ///< further output
  std::vector<std::string> field_names;
  GalerkinProgram densities;  ///< densities and rates of budgets
  std::vector<Budget> budgets;
  SphereArrays arrays;
  std::vector<RandomField> random_fields;
  std::vector<RandomField> forcing;

  Index unknowns() const { return static_cast<Index>(names.unknowns.size()); }
  Index harmonics() const { return static_cast<Index>(degree + 1) * (degree + 1); }
};

/// Turns a validated deck into a problem: checks that its sections agree, compiles all expressions,
/// reads its arrays. Throws DeckError with every fault found, each with its place and, in
/// expressions, a caret; DataError for files.
SphereProblem make_problem(const Options& options, const std::filesystem::path& deck_file);

}  // namespace tessera::sphere
