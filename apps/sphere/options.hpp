#pragma once

#include <string>
#include <utility>
#include <vector>

#include "apps/sphere/gaussian_process_options.hpp"
#include "data/deck/location.hpp"
#include "data/deck/schema.hpp"

namespace tessera::sphere {

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// The sphere, or time. Empty texts, a degree below 0 and an empty range mean "not given".
struct AxisOptions {
  Index degree = -1;
  double radius = 1;
  std::pair<double, double> range{0, 0};
  std::string units;
  LocatedText latitude;   ///< of the sphere, with Observations: column
  LocatedText longitude;  ///< the same
  LocatedText column;     ///< of time, with Observations
};

/// A scalar field known by values at latitudes and longitudes, or by its coefficients.
struct ArrayOptions {
  LocatedText file;
  LocatedText dataset;
};

/// Damping of small scales: -(1 / time) (l (l + 1) / (L (L + 1)))^(order / 2).
struct HyperdiffusionOptions {
  Index order = 4;
  double time = 0;
};

/// An isotropic Gaussian field by its angular power spectrum.
struct RandomFieldOptions {
  std::string spectrum = "matern";
  double smoothness = 1.5;
  double length_scale = 0;
  double standard_deviation = 1;
  std::vector<double> variances;  ///< of `table`: power of the degrees 0, 1, ...
  std::vector<double> degrees;    ///< first and last; empty: 1 to the degree of the sphere
};

struct ProductsOptions {
  std::string method = "automatic";
  double oversampling = 1;
};

struct SolverOptions {
  std::string integrator = "etdrk4";
  double time_step = 0;           ///< 0: not given
  double relative_tolerance = 0;  ///< 0: not given
  double initial_step = 0;
  double maximum_step = 0;
  double largest_cfl_number = 2.8;
  double largest_growth = 1e8;
  Index maximum_steps = 100000000;
  Named<Located<double>> typical_values;
};

/// Of adaptive steps, where the deck names neither a step nor a tolerance.
inline constexpr double default_tolerance = 1e-6;
inline constexpr Index default_output_times = 11;
inline constexpr Index default_output_latitudes = 91;
inline constexpr Index default_output_longitudes = 180;

/// The integral of a density over the sphere, and of what changes it.
struct BudgetOptions {
  LocatedText density;
  LocatedText rate;
  std::string units;
};

struct OutputOptions {
  Named<Located<Index>> grid;
  Named<LocatedText> fields;
  Named<LocatedText> units;  ///< of unknowns and fields
  Named<BudgetOptions> budgets;
  Index budget_interval = 0;
  bool coefficients = true;
  bool spectra = true;
};

/// Everything a deck of tessera-sphere can say. The values here are the deck's defaults.
struct Options {
  Named<AxisOptions> axes;
  Named<Located<double>> parameters;
  std::vector<LocatedText> unknowns;
  Named<LocatedText> definitions;
  std::vector<LocatedText> equations;
  Named<HyperdiffusionOptions> hyperdiffusion;
  Named<LocatedText> initial;
  Named<LocatedText> exact_solution;
  Named<ArrayOptions> arrays;
  Named<RandomFieldOptions> random_fields;
  Named<RandomFieldOptions> random_forcing;
  Index members = 1;
  ProductsOptions products;
  SolverOptions solver;
  GaussianProcessOptions gaussian_process;
  std::vector<std::string> compare;
  OutputOptions output;
  double checkpoint_interval = 600;
  Index seed = 1;
};

/// The axis that has a degree is the sphere; the other one is time. Null where there is none.
const std::pair<std::string, AxisOptions>* sphere_axis(const Options& options);
const std::pair<std::string, AxisOptions>* time_axis(const Options& options);

/// Points of the output grid along an axis (`latitude`, `longitude` or the time's name).
Index output_points(const Options& options, const std::string& axis, Index otherwise);

/// Declares the deck grammar on a schema, bound to `options`.
void describe(Schema& schema, Options& options);

}  // namespace tessera::sphere
