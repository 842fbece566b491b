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

/// A function of the axes known by its values on a grid in a file.
struct ArrayOptions {
  LocatedText file;
  /// HDF5: path of the variable. CSV: name of the column of values; other columns are the axes.
  LocatedText dataset;
};

/// Measurements of one expression in a file.
struct ObservationOptions {
  LocatedText file;
  LocatedText column;
  LocatedText expression;  ///< empty: the unknown
  LocatedText noise;       ///< a number, a column's name, or `learned`
  std::string noise_model = "gaussian";
  double degrees_of_freedom = 4;
  std::string units;
};

/// Settings of the published Gram model; see gram::Options for what they mean.
struct GramOptions {
  std::string kernel = "student-t mixture";
  Index components = 30;
  double frequency_scale = 20;
  Index steps = 100;
  double learning_rate = 0.01;
  double jitter = 1e-6;
  double likelihood_weight = 200;
};

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

  Named<ArrayOptions> arrays;
  ObservationOptions observations;
  Named<ObservationOptions> further_observations;

  std::string kernel = "spectral mixture";
  std::string spectrum = "automatic";
  double length_scale = 0;  ///< 0: not given
  std::string factor = "spectral";
  double smoothness = 2.5;
  double equation_noise = 0;

  std::string method = "collocation";
  GramOptions gram;
  Index maximum_unknowns = 2500;
  gp_pde::SolverOptions solver;
  Index seed = 1;

  std::vector<std::string> compare;
  Named<Located<Index>> output_grid;
  Index output_points = 300;  ///< per axis without an entry in output_grid
  std::string standard_deviation = "automatic";
  Named<LocatedText> expressions;
  Index samples = 0;
  bool output_spectrum = true;
};

inline bool has_observations(const Options& options) {
  return !options.observations.file.value.empty();
}

/// Declares the deck grammar on a schema, bound to `options`.
void describe(Schema& schema, Options& options);

}  // namespace tessera::pde
