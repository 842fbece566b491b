#include "apps/pde/options.hpp"

namespace tessera::pde {
namespace {

void describe_axis(Section& s, AxisOptions& axis) {
  s.range("Range", axis.range, "Both ends of the axis").required().example("[0, 1]");
  s.integer("Points", axis.points,
            "Cap on evaluations along the axis; the solver takes as many as it needs", {16, 100000})
      .required()
      .example("200");
  s.text("Units", axis.units, "Unit of the coordinate, UDUNITS spelling; empty: dimensionless");
  s.choice("Kind", axis.kind, {"interval", "periodic", "time"},
           "`periodic`: the upper end is the lower end. `time`: the solution starts from Initial "
           "Conditions at the lower end and runs to the upper");
}

void describe_boundary(Section& s, Options& o) {
  s.text_or_texts("All Sides", o.all_sides,
                  "Conditions at both ends of every axis without an entry of its own (time and "
                  "periodic axes have none): `from exact solution` or a formula for the values, or "
                  "`lhs = rhs` with derivatives along the axis; u_n is the outward derivative, as "
                  "in `u_n + 2*u = 0`. A list where an end needs several")
      .example("from exact solution");
  s.named_text_or_texts("Lower", o.lower, "axis", "Conditions at the lower end of an axis");
  s.named_text_or_texts("Upper", o.upper, "axis", "Conditions at the upper end of an axis");
}

void describe_adaptivity(Section& s, gp_pde::AdaptivityOptions& a) {
  s.real("Residual Tolerance", a.residual_tolerance,
         "Done when the off-grid residual, relative to the equation's terms, is below this",
         {1e-15, 1});
  s.real("Tail Tolerance", a.tail_tolerance, "Done when the last coefficients' share is below this",
         {1e-15, 1});
  s.real("Tail Residual", a.tail_residual,
         "Largest relative residual at which the coefficients' tails are believed", {1e-15, 1});
  s.real("Unresolved Residual", a.unresolved_residual,
         "Relative residual beyond which the result is `not resolved`", {1e-12, 1});
  s.integer("Maximum Steps", a.maximum_steps, "Solves with growing bands and ranks", {1, 1000});
  s.real("Tone Threshold", a.tone_threshold,
         "Share of a periodogram's maximum that belongs to the first band", {1e-12, 1});
  s.real("Gap Threshold", a.gap_threshold,
         "Share of the residual's periodogram that widens the band", {1e-12, 1});
  s.real("Gap Prominence", a.gap_prominence,
         "Height over the median of a line that counts among rounding noise", {1, 1e6});
  s.real("Stagnation", a.stagnation, "A step must shrink the residual by this factor to count",
         {1e-3, 1});
  s.real("Least Growth", a.least_growth, "Least growth of a rank whose tail is large, as a share",
         {0, 4});
  s.real("Largest Growth", a.largest_growth, "Largest growth of a rank in one step, as a share",
         {0, 4});
  s.real("Band Growth", a.band_growth, "Factor on the band where the rank cannot grow", {1, 4});
}

void describe_solver(Section& s, Options& o) {
  s.real("Relative Tolerance", o.solver.relative_tolerance,
         "Newton's method stops at a step of this relative size", {1e-15, 1e-1});
  s.integer("Maximum Iterations", o.solver.maximum_iterations, "Of Newton's method", {1, 10000});
  s.real("Krylov Tolerance", o.solver.krylov_tolerance,
         "Relative preconditioned residual of the linear solves (GMRES)", {1e-15, 1e-1});
  s.integer("Maximum Krylov Iterations", o.solver.maximum_krylov_iterations, "Per linear solve",
            {1, 10000});
  describe_adaptivity(s.section("Adaptivity", "How band and rank grow, and when they suffice"),
                      o.solver.adaptivity);
}

void describe_array(Section& s, ArrayOptions& a) {
  s.text("File", a.file, "HDF5 or CSV file; relative names start at the deck's folder")
      .required()
      .example("source.h5");
  s.text(
       "Dataset", a.dataset,
       "HDF5: the variable, with coordinate variables named as the axes; CSV: the column of values")
      .required()
      .example("f");
}

void describe_observations(Section& s, ObservationOptions& o) {
  s.text("File", o.file,
         "CSV file with a column for each axis; relative names start at the deck's folder");
  s.text("Column", o.column, "Column of the measured values");
  s.text("Expression", o.expression,
         "What was measured, linear in the unknown and its derivatives; empty: the unknown")
      .example("u");
  s.text("Noise", o.noise,
         "Standard deviation: a number, the name of a column, or `learned` (the default)")
      .example("learned");
  s.choice("Noise Model", o.noise_model, {"gaussian", "student-t"},
           "`student-t`: heavy tails, so that outliers lose their weight");
  s.real("Degrees of Freedom", o.degrees_of_freedom, "Of student-t", {1, 1000});
  s.text("Units", o.units, "Unit of the measured values");
}

void describe_prior(Section& s, Options& o) {
  s.choice("Kernel", o.kernel,
           {"spectral mixture", "squared exponential", "matern 1/2", "matern 3/2", "matern 5/2",
            "matern 7/2", "matern 9/2", "matern"},
           "Product over the axes of stationary kernels; `spectral mixture`: given by Spectrum");
  s.choice(
      "Spectrum", o.spectrum,
      {"automatic", "flat band", "periodogram", "relevance determination", "evidence"},
      "Spectral density of `spectral mixture`. `automatic`: the flat band; its width comes from "
      "source and side data and grows by off-grid residuals and coefficient tails, or with "
      "Observations by evidence. `periodogram`, `relevance determination` and `evidence` "
      "learn weights inside the band from source and side data");
  s.real("Length Scale", o.length_scale, "Of the other kernels, in units of the axes", {0, 1e100});
  s.choice("Factor", o.factor, {"spectral", "gram"},
           "How the other kernels become a basis: random waves (a bound on the difference is "
           "reported), or eigenfunctions of the Gram matrix at the nodes");
  s.real("Smoothness", o.smoothness, "Of `matern`: its order nu", {0.5, 50});
}

void describe_gram(Section& s, GramOptions& g) {
  s.choice("Kernel", g.kernel, {"student-t mixture", "gaussian mixture"},
           "Spectral mixture per axis");
  s.integer("Components", g.components, "Of the mixture", {1, 1000});
  s.real("Frequency Scale", g.frequency_scale,
         "Initial frequencies lie between 0 and this, cycles per unit length", {0, 1e6});
  s.integer("Steps", g.steps, "Of Adam", {1, 100000000});
  s.real("Learning Rate", g.learning_rate, "Of Adam", {1e-8, 1});
  s.real("Jitter", g.jitter, "On the diagonal of the Gram matrices", {0, 1});
  s.real("Likelihood Weight", g.likelihood_weight, "Of the boundary data", {0, 1e9});
}

void describe_model(Section& s, Options& o) {
  s.choice("Method", o.method, {"collocation", "gram"},
           "`collocation`: spectral factor of the prior, solved directly. `gram`: the published "
           "model with Gram matrices, jitter and gradient steps, for comparison");
  s.real("Equation Noise", o.equation_noise,
         "With Observations: standard deviation of the equation's residual; 0: 1e-8 of the prior's",
         {0, 1e100});
  s.integer("Maximum Unknowns", o.maximum_unknowns,
            "With Observations: cap on coefficients; where it binds the result is conservative",
            {16, 20000});
  describe_gram(s.section("Gram", "Settings of the published model"), o.gram);
}

}  // namespace

void describe(Schema& schema, Options& o) {
  Section& root = schema.root();
  root.named_sections("Axes", o.axes, describe_axis, "axis", "The box: one or two axes")
      .required()
      .example("{x: {Range: [0, 1], Points: 200}, y: {Range: [0, 1], Points: 200}}");
  root.named_reals("Parameters", o.parameters, "parameter", "Constants for the formulas below")
      .example("{k: 20}");
  root.texts("Unknowns", o.unknowns, "Names of the unknown functions (one)")
      .required()
      .example("[u]");
  root.texts("Equations", o.equations,
             "`lhs = rhs`; derivatives as u_xx, or d(u, latitude, latitude)")
      .required()
      .example("[\"u_xx + u_yy = f\"]");
  root.named_texts("Sources", o.sources, "function",
                   "Given functions in the equations: a formula in the axes, or "
                   "`from exact solution`")
      .example("{f: from exact solution}");
  root.named_texts("Exact Solution", o.exact_solution, "unknown",
                   "For manufactured problems: makes sources and boundary data, and reports the "
                   "error; the solver never sees it")
      .example("{u: \"sin(k*x)*cos(k*y)\"}");
  root.named_sections("Arrays", o.arrays, describe_array, "function",
                      "Functions known by values on a grid, for use by name in equations, sources "
                      "and conditions");
  describe_boundary(root.section("Boundary Conditions",
                                 "What holds at the ends of the axes: as many conditions along an "
                                 "axis as the order of its highest derivative"),
                    o);
  root.named_texts("Initial Conditions", o.initial, "unknown",
                   "Values at the lower end of the time axis, by the unknown (u) or its time "
                   "derivative (u_t): a formula, or `from exact solution`");
  describe_observations(root.section("Observations",
                                     "Scattered measurements. Sides may then have no conditions, "
                                     "and the result carries standard deviations"),
                        o.observations);
  root.named_sections("Further Observations", o.further_observations, describe_observations,
                      "measurement", "More measurements, of other expressions or other noise");
  Section& prior = root.section("Prior", "The Gaussian-process prior of the unknown");
  describe_prior(prior, o);
  describe_model(root.section("Model", "How the prior is turned into a solution"), o);
  describe_solver(root.section("Solver", "Tolerances and limits"), o);
  root.choices("Compare", o.compare, {"chebyshev", "finite difference", "finite difference 4"},
               "Rival methods, run on the same problem and printed beside the result")
      .example("[chebyshev, finite difference]");
  Section& output = root.section("Output", "What is written");
  output.named_integers("Grid", o.output_grid, "axis", "Points of the output grid along an axis",
                        {2, 100000});
  output.integer("Points", o.output_points, "Points along axes without an entry in Grid",
                 {2, 100000});
  output.choice("Standard Deviation", o.standard_deviation, {"automatic", "true", "false"},
                "Posterior standard deviation beside the mean; `automatic`: where there are "
                "Observations");
  output.named_texts("Expressions", o.expressions, "field",
                     "More fields: expressions in the unknown and its derivatives, with standard "
                     "deviation where they are linear");
  output.integer("Samples", o.samples, "Samples of the posterior, as further fields", {0, 1000});
  output.boolean("Spectrum", o.output_spectrum,
                 "Tones and learned spectral density of the solution along each axis");
  root.integer("Seed", o.seed, "Seed of all random numbers", {0, 1e15});
}

}  // namespace tessera::pde
