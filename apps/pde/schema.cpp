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
  describe_boundary(root.section("Boundary Conditions",
                                 "What holds at the ends of the axes: as many conditions along an "
                                 "axis as the order of its highest derivative"),
                    o);
  root.named_texts("Initial Conditions", o.initial, "unknown",
                   "Values at the lower end of the time axis, by the unknown (u) or its time "
                   "derivative (u_t): a formula, or `from exact solution`");
  Section& prior = root.section("Prior", "The Gaussian-process prior of the unknown");
  prior.choice("Kernel", o.kernel, {"spectral mixture"},
               "Product over the axes of kernels given by their spectra");
  prior.choice("Spectrum", o.spectrum, {"automatic"},
               "`automatic`: band and rank per axis from source and side data, grown by off-grid "
               "residuals and coefficient tails");
  prior.choice("Density", o.density, {"flat", "periodogram"},
               "Spectral density inside the band: constant (prolate basis), or the periodogram of "
               "source and side data over a weak floor (weighted features)");
  describe_solver(root.section("Solver", "Tolerances and limits"), o);
  root.choices("Compare", o.compare, {"chebyshev", "finite difference"},
               "Rival methods, run on the same problem and printed beside the result")
      .example("[chebyshev, finite difference]");
  Section& output = root.section("Output", "What is written");
  output.named_integers("Grid", o.output_grid, "axis", "Points of the output grid along an axis",
                        {2, 100000});
  output.integer("Points", o.output_points, "Points along axes without an entry in Grid",
                 {2, 100000});
  root.integer("Seed", o.seed, "Seed of all random numbers", {0, 1e15});
}

}  // namespace tessera::pde
