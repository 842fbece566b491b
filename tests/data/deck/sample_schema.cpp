#include "tests/data/deck/sample_schema.hpp"

namespace tessera {
namespace {

void describe_axis(Section& section, SampleApplication::AxisOptions& options) {
  section.range("Range", options.range, "Interval", "m")
      .required()
      .example("[0, 2*pi]")
      .integer("Points", options.points, "Cap on the evaluations", {1, 1e6})
      .choice("Kind", options.kind, {"interval", "periodic"}, "Topology of the axis");
}

}  // namespace

SampleApplication::SampleApplication() : schema("sample", "Grammar for tests") {
  Section& root = schema.root();
  root.named_sections("Axes", axes, describe_axis, "axis", "Axes, the first is fastest")
      .required()
      .example("{x: {Range: [0, 1]}, y: {Range: [-1, 1], Points: 2^5}}")
      .named_reals("Parameters", parameters, "parameter", "Constants of the formulas")
      .example("{k: 100}")
      .texts("Unknowns", unknowns, "Names of the unknowns")
      .required()
      .example("[u]")
      .texts("Equations", equations, "Each a text \"lhs = rhs\"")
      .named_texts("Sources", sources, "function", "Formulas of the sources");
  Section& prior = root.section("Prior", "What is known about the solution");
  prior.choice("Kernel", kernel, {"spectral mixture", "matern 3/2", "matern 5/2"}, "Covariance")
      .real("Length Scale", length_scale, "Of the kernel", {1e-3, 1e3}, "m");
  Section& solver = root.section("Solver", "How the equations are solved");
  solver.real("Relative Tolerance", tolerance, "Where the iteration stops", {0, 1})
      .integer("Maximum Iterations", maximum_iterations, "Cap on the iterations", {0})
      .boolean("Verbose", verbose, "Print every iteration");
  root.choices("Compare", compare, {"chebyshev", "finite difference"}, "Methods to compare with")
      .reals("Weights", weights, "Weights of the terms", {0});
  Section& output = root.section("Output", "What is written");
  output.named_integers("Grid", grid, "axis", "Points of the output grid", {2, 1e5});
  Section& data = root.section("Data", "Measured data");
  data.text("Noise", noise, "A formula")
      .required()
      .example("0.1*u")
      .real("Level", level, "Of the noise", {1e-6});
}

const char* const sample_deck = R"(Application: sample
Title: Waves, "many" of them
Axes:
  x: {Range: [0, 2*pi], Points: 2^8}
  y:
    Range: [-1, 1]
    Kind: Periodic
Parameters: {k: 100, K: 1e-3/5}
Unknowns: [u]
Equations: ["u_xx + u_yy + u*(u^2 - 1) = f"]
Sources: {f: from exact solution}
Prior: {Kernel: matern 3/2}
Solver: {Relative Tolerance: 1e-10, Verbose: true}
Compare: [chebyshev, finite difference]
Weights: [1, 5/3]
Output: {Grid: {x: 300, y: 300}}
)";

}  // namespace tessera
