#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/deck/location.hpp"
#include "data/deck/schema.hpp"
#include "solvers/gp_pde/options.hpp"

namespace tessera::pde {

struct AxisOptions {
  /// No default: first < last is required.
  std::pair<double, double> range{0, 0};
  Index points = 0;
  std::string units;
  std::string kind = "interval";
};

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// Everything a deck of tessera-pde can say. The values here are the deck's defaults.
struct Options {
  Named<AxisOptions> axes;
  Named<Located<double>> parameters;
  std::vector<LocatedText> unknowns;
  std::vector<LocatedText> equations;
  Named<LocatedText> sources;
  Named<LocatedText> exact_solution;

  /// Conditions on sides: `u = data`, `u_x + 2*u = data`, or the data of u alone.
  std::vector<LocatedText> all_sides;
  Named<std::vector<LocatedText>> lower;
  Named<std::vector<LocatedText>> upper;
  Named<LocatedText> initial;  ///< by the unknown or its time derivative

  std::string kernel = "spectral mixture";
  std::string spectrum = "automatic";
  std::string density = "flat";
  gp_pde::SolverOptions solver;
  Index seed = 1;

  std::vector<std::string> compare;
  Named<Located<Index>> output_grid;
  Index output_points = 300;  ///< per axis without an entry in output_grid
};

/// Declares the deck grammar on a schema, bound to `options`.
void describe(Schema& schema, Options& options);

}  // namespace tessera::pde
