#include "apps/sphere/options.hpp"

namespace tessera::sphere {
namespace {

void describe_axis(Section& s, AxisOptions& a) {
  s.integer("Degree", a.degree, "Of the sphere: highest degree of spherical harmonics", {1, 1023});
  s.real("Radius", a.radius, "Of the sphere, in Units", {1e-100, 1e100});
  s.range("Range", a.range, "Of time: start and end");
  s.text("Units", a.units, "Of radius or time, UDUNITS spelling; empty: dimensionless");
  s.text("Latitude", a.latitude, "Of the sphere, with Observations: column of latitudes in degrees")
      .example("latitude");
  s.text("Longitude", a.longitude,
         "Of the sphere, with Observations: column of longitudes in degrees")
      .example("longitude");
  s.text("Column", a.column, "Of time, with Observations: column; empty: the axis's name")
      .example("t");
}

void describe_hyperdiffusion(Section& s, HyperdiffusionOptions& h) {
  s.integer("Order", h.order, "Order of derivatives, even: 2 is diffusion, 4 that of lap(lap(u))",
            {2, 64});
  s.real("Time", h.time, "In which the highest degree falls to 1/e, in units of time",
         {1e-100, 1e100})
      .required()
      .example("0.1");
}

void describe_array(Section& s, ArrayOptions& a) {
  s.text("File", a.file, "HDF5 or CSV file; relative names start at the deck's folder")
      .required()
      .example("orography.h5");
  s.text("Dataset", a.dataset,
         "Variable (CSV: column) on the axes latitude and longitude (or lat and lon) in degrees, "
         "interpolated by cubics; or (L + 1)^2 coefficients of real orthonormal harmonics at l*l + "
         "l + m, such as `u_coefficients` of an earlier result, whose last time is taken")
      .required()
      .example("height");
}

void describe_random(Section& s, RandomFieldOptions& r) {
  s.choice(
      "Spectrum", r.spectrum, {"matern", "table"},
      "Angular power spectrum. `matern`: (2 nu / length^2 + l (l + 1))^-(nu + 1) of smoothness "
      "nu; `table`: Variances");
  s.real("Smoothness", r.smoothness, "Of `matern`: nu", {0.01, 100});
  s.real("Length Scale", r.length_scale, "Of `matern`, in units of the radius's axis",
         {1e-9, 1e100})
      .example("0.2");
  s.real("Standard Deviation", r.standard_deviation,
         "Of the field at each point; of forcing, per square root of a unit of time; 0 takes a "
         "`table` as it is",
         {0, 1e100});
  s.reals("Variances", r.variances, "Of `table`: variance of each coefficient of degree 0, 1, ...",
          {0, 1e200});
  s.reals("Degrees", r.degrees, "First and last degree; without: 1 and the degree of the sphere",
          {0, 1023})
      .example("[1, 20]");
}

void describe_products(Section& s, ProductsOptions& p) {
  s.choice("Method", p.method, {"automatic", "transform", "sparse", "grid", "aliased"},
           "How products of fields are formed. `transform`: on a grid of latitudes and longitudes; "
           "`sparse`, `grid`: tensor products of coefficients; all give the Galerkin projection to "
           "rounding, but `aliased`, whose grid is too small, for comparison");
  s.real("Oversampling", p.oversampling,
         "Of `transform`: finer than exact products need by this factor", {1, 8});
}

void describe_solver(Section& s, SolverOptions& o) {
  s.choice("Integrator", o.integrator, {"etdrk4"},
           "Exponential Runge-Kutta method of fourth order; linear terms with constant "
           "coefficients are exact");
  s.real(
       "Time Step", o.time_step,
       "Fixed step, shortened where output times ask for it; without: steps by Relative Tolerance",
       {1e-100, 1e100})
      .example("0.01");
  s.real("Relative Tolerance", o.relative_tolerance,
         "Of the error of each adaptive step; without Time Step: 1e-6 by default", {1e-14, 1e-1});
  s.real("Initial Step", o.initial_step, "Of adaptive steps", {1e-100, 1e100});
  s.real("Maximum Step", o.maximum_step, "Of adaptive steps", {1e-100, 1e100});
  s.real("Largest CFL Number", o.largest_cfl_number,
         "Step times the largest rate of the explicit terms: beyond it fixed steps stop the run, "
         "adaptive ones are shortened; waves are stable below 2.8",
         {1e-3, 1e6});
  s.real("Largest Growth", o.largest_growth,
         "Of an unknown's norm over that at the start, beyond which the run is stopped",
         {1.1, 1e100});
  s.named_reals("Typical Values", o.typical_values, "unknown",
                "Root mean square size of an unknown, where it starts near 0: what its errors are "
                "measured by");
  s.integer("Maximum Steps", o.maximum_steps, "Of one member", {1, 1e12});
}

void describe_budget(Section& s, BudgetOptions& b) {
  s.text("Density", b.density, "Integrated over the sphere")
      .required()
      .shorthand()
      .example("u^2/2");
  s.text("Rate", b.rate,
         "What changes the integral (forcing, dissipation): integrated over sphere and time; the "
         "report says how well the budget closes")
      .example("u*lap(u)");
  s.text("Units", b.units, "Of the integral");
}

void describe_output(Section& s, OutputOptions& o) {
  s.named_integers("Grid", o.grid, "axis",
                   "Points of the output: latitudes from pole to pole (91 by default), longitudes "
                   "around (180), times from start to end (11)",
                   {1, 100000})
      .example("{latitude: 61, longitude: 120, t: 11}");
  s.named_texts("Fields", o.fields, "field", "Further fields: scalar expressions")
      .example("{v: \"inverse_lap(u)\"}");
  s.named_texts("Units", o.units, "unknown or field", "UDUNITS spelling; without: dimensionless");
  s.named_sections("Budgets", o.budgets, describe_budget, "quantity",
                   "Integrals over the sphere against time; `energy: \"u^2\"` for Density alone")
      .example("{mass: \"u\"}");
  s.integer("Budget Interval", o.budget_interval,
            "Budgets also after every so many steps; 0: at output times only", {0, 1e9});
  s.boolean("Coefficients", o.coefficients,
            "Coefficients of the unknowns at output times, of all members");
  s.boolean("Spectra", o.spectra, "Angular power spectra of the unknowns at output times");
}

}  // namespace

const std::pair<std::string, AxisOptions>* sphere_axis(const Options& options) {
  for (const auto& axis : options.axes)
    if (axis.second.degree > 0) return &axis;
  return nullptr;
}

const std::pair<std::string, AxisOptions>* time_axis(const Options& options) {
  const auto* sphere = sphere_axis(options);
  for (const auto& axis : options.axes)
    if (&axis != sphere) return &axis;
  return nullptr;
}

Index output_points(const Options& options, const std::string& axis, Index otherwise) {
  for (const auto& [name, points] : options.output.grid)
    if (name == axis) return points.value;
  return otherwise;
}

void describe(Schema& schema, Options& o) {
  Section& root = schema.root();
  root.named_sections("Axes", o.axes, describe_axis, "axis",
                      "The sphere, which has a Degree, and time, which has a Range")
      .required()
      .example("{sphere: {Degree: 31}, t: {Range: [0, 1]}}");
  root.named_reals("Parameters", o.parameters, "parameter", "Constants for the formulas below")
      .example("{nu: 0.01}");
  root.texts("Unknowns", o.unknowns, "Names of the unknown fields").example("[u]");
  root.named_texts("Definitions", o.definitions, "field",
                   "Scalar or vector fields for use in the equations and in each other: formulas "
                   "of latitude and longitude (radians), time and unknowns, with lap, inverse_lap, "
                   "grad, skew_grad, dot, jacobian, div, curl, vector(east, north)")
      .example("{coriolis: \"2*sin(latitude)\"}");
  root.texts("Equations", o.equations, "`u_t = right side`, one for each unknown")
      .example("[\"u_t = nu*lap(u)\"]");
  root.named_sections("Hyperdiffusion", o.hyperdiffusion, describe_hyperdiffusion, "unknown",
                      "Scale-selective damping, added to an unknown's equation");
  root.named_texts("Initial Conditions", o.initial, "unknown",
                   "Scalar expressions without unknowns, operators allowed; unknowns left out "
                   "start from 0")
      .example("{u: \"sin(latitude)\"}");
  root.named_texts("Exact Solution", o.exact_solution, "unknown",
                   "Formula of latitude, longitude and time: the error is reported");
  root.named_sections("Arrays", o.arrays, describe_array, "field",
                      "Scalar fields known by values, for use by name");
  root.named_sections("Random Fields", o.random_fields, describe_random, "field",
                      "Draws of isotropic Gaussian fields, for use by name in Initial Conditions");
  root.named_sections("Random Forcing", o.random_forcing, describe_random, "unknown",
                      "Isotropic Gaussian forcing of an unknown, white in time");
  root.section("Ensemble", "Runs that differ by their random draws, spread over MPI ranks")
      .integer("Members", o.members, "Number of runs", {1, 100000});
  describe_products(root.section("Products", "Products of fields"), o.products);
  describe_solver(root.section("Solver", "Steps in time"), o.solver);
  describe(root, o.gaussian_process);
  root.choices(
      "Compare", o.compare,
      {"pseudo-spectral", "aliased", "inverse distance", "additive", "kriging"},
      "Rival methods. Of equations: `pseudo-spectral` (plain code on the same transforms), "
      "`aliased` (products on a grid that is too small). Of observations: the others");
  describe_output(root.section("Output", "What is written"), o.output);
  root.section("Checkpoint", "State from which --restart goes on")
      .real("Interval", o.checkpoint_interval, "Seconds of wall-clock time between checkpoints",
            {1, 1e9}, "s");
  root.integer("Seed", o.seed, "Seed of all random numbers", {0, 1e15});
}

}  // namespace tessera::sphere
