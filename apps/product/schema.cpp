#include "apps/product/options.hpp"

namespace tessera::product {
namespace {

const std::vector<std::string> couplings{"gaunt", "clebsch-gordan", "vector"};
const std::vector<std::string> methods{"automatic", "sparse", "grid", "fourier"};
const std::vector<std::string> precisions{"double", "float"};

void describe_convention(Section& s, ConventionOptions& c, const std::string& otherwise) {
  s.choice(
      "Preset", c.preset, {"tessera", "e3nn", "quantum", "scipy", "sphericart"},
      "tessera, sphericart: real, orthonormal, polar axis z. e3nn: polar axis y, "
      "normalisation component. quantum, scipy: complex with Condon-Shortley phase. Default: " +
          otherwise);
  s.choice("Polar Axis", c.polar_axis, {"z", "y"}, "Other than the preset's");
  s.choice("Basis", c.basis, {"real", "complex"},
           "Other than the preset's. Complex arrays have one more dimension: real and imaginary "
           "part");
  s.choice("Phase", c.phase, {"none", "condon-shortley"}, "Other than the preset's");
  s.choice("Normalisation", c.normalisation, {"orthonormal", "component", "norm"},
           "Of the harmonics, other than the preset's; clebsch-gordan, whose components belong to "
           "no harmonics, leaves it alone");
}

void describe_factor(Section& s, FactorOptions& f) {
  s.text("File", f.file, "HDF5 file; relative names start at the deck's folder")
      .required()
      .example("signals.h5");
  s.text("Dataset", f.dataset,
         "Array [samples][coefficients]; a sample is laid out as its irreps say, e3nn's order of "
         "memory. One sample serves all samples of the other factors")
      .required()
      .example("x");
  s.text("Irreps", f.irreps,
         "For example 64x0e + 64x1o: all multiplicities are the number of channels; one channel "
         "serves all channels of the other factors. Default: a function on the sphere (second "
         "factor of vector: a field) of the degree that the array's length says");
  s.integer("Channels", f.channels, "Where irreps are not given", {1, 1000000});
  describe_convention(s.section("Convention", "What the components stand for"), f.convention,
                      "tessera");
}

void describe_product(Section& s, ProductOptions& p) {
  s.choice("Coupling", p.coupling, couplings,
           "gaunt: product of functions on the sphere; clebsch-gordan: every path by itself; "
           "vector: a function times a vector field, which also reaches odd l1 + l2 + l3");
  s.text("Output Irreps", p.output_irreps,
         "Irreps that are wanted, one channel: 0e + 1o. Default: all that the coupling gives");
  s.integer("Output Degree", p.output_degree,
            "Of gaunt and vector: degree of the resulting function or field", {0, 1024});
  s.choice("Method", p.method, methods,
           "How it is computed; all give the same numbers to rounding. clebsch-gordan: sparse");
  s.text("Method Rule", p.method_rule,
         "File of the rule that `automatic` goes by, as `Benchmark: {Tune: true}` writes it. "
         "Default: the rule that is shipped");
  s.choice("Precision", p.precision, precisions, "Of the product; files hold double");
  s.choice("Weights", p.weights, {"none", "uuu", "uvu", "per degree"},
           "clebsch-gordan: uuu, one weight for each channel and path; uvu, for each channel, path "
           "and channel of the second factor. gaunt and vector: per degree, for each channel and "
           "block of every factor and of the output");
  s.text("Weight File", p.weight_file, "HDF5 file of the weights");
  s.text("Weight Dataset", p.weight_dataset,
         "Array [channels][weights], or [samples][channels][weights] where samples have weights of "
         "their own. Order of uvu: paths outermost");
  s.boolean("Sum Paths", p.sum_paths, "clebsch-gordan: add up all paths that lead to one irrep");
}

void describe_series(Section& s, SeriesOptions& o) {
  s.choices("Couplings", o.couplings, couplings, "Kinds of product");
  s.choices("Precisions", o.precisions, precisions, "Kinds of number");
  s.choices("Methods", o.methods, methods, "A method that a coupling does not have is left out");
  s.choices("Directions", o.directions, {"forward", "forward and adjoint"},
            "The product alone, or with the gradients of all factors and weights");
  s.reals("Degrees", o.degrees, "Degrees of both factors", {0, 1024});
  s.reals("Channels", o.channels, "Numbers of channels", {1, 65536});
  s.integer("Samples", o.samples,
            "In a batch. Default: as many as stay in the cache; clebsch-gordan without Sum Paths: "
            "so many that the result does not",
            {1, 1000000});
  s.choice("Output", o.output, {"full", "same degree"},
           "Full: all degrees of the product; else those of the factors");
  s.choice("Weights", o.weights, {"none", "uuu", "per degree"}, "As in Product");
  s.boolean("Sum Paths", o.sum_paths, "As in Product");
  s.reals("Time Bars", o.time_bars,
          "Gates for `automatic` or the only method, forward: normalised ns of a product, one for "
          "each degree",
          {1e-9, 1e12});
  s.real("Error Bar", o.error_bar, "Gate for the error against the reference product", {1e-30, 1});
  s.real("Adjoint Bar", o.adjoint_bar,
         "Gate for the time of forward and adjoint over that of forward", {1, 1000});
  s.real("Automatic Bar", o.automatic_bar,
         "Gate for the time of automatic over that of the best method", {1, 1000});
  s.real("Setup Bar", o.setup_bar, "Gate for the set-up of a plan", {1e-9, 1e9}, "ms");
}

void describe_identity(Section& s, IdentityOptions& o, const char* error) {
  s.integer("Degree", o.degree, "Of the factors; without it nothing is checked", {0, 16});
  s.real("Bar", o.bar, error, {1e-30, 1});
}

void describe_benchmark(Section& s, BenchmarkOptions& b) {
  s.integer("Repetitions", b.repetitions, "Rounds over all rows; medians are reported", {1, 1000});
  s.real("Minimum Time", b.minimum_time, "Of one measurement", {1e-6, 10}, "s");
  s.boolean("Tune", b.tune,
            "Measures the methods of gaunt on this machine and writes method_rule.json");
  s.named_sections("Series", b.series, describe_series, "series",
                   "Products that are measured: all combinations of the lists, interleaved")
      .example("{small: {Degrees: [1, 2, 3]}}");
  Section& equivariance = s.section(
      "Equivariance", "B(D x, D y) against D B(x, y), for every kind of plan in double precision");
  describe_identity(equivariance, b.equivariance, "Gate for the relative error");
  equivariance.integer("Rotations", b.equivariance.rotations,
                       "Random rotations, every other one with inversion", {1, 10000});
  describe_identity(
      s.section("Adjoint Identity",
                "<z, B(x, y)> against <x, B'(z, y)>, path by path, for every kind of plan in "
                "double precision"),
      b.adjoint_identity, "Gate for the relative difference");
  s.section("Transforms", "Spherical-harmonic transforms against libsharp's")
      .reals("Degrees", b.transforms.degrees, "Without them nothing is measured", {1, 1023})
      .integer("Fields", b.transforms.fields, "In a batch", {1, 1000})
      .real("Bar", b.transforms.bar, "Gate for the time of libsharp over ours", {1e-6, 1000});
}

}  // namespace

bool has_benchmark(const Options& options) {
  const BenchmarkOptions& b = options.benchmark;
  return b.tune || !b.series.empty() || b.equivariance.degree >= 0 ||
         b.adjoint_identity.degree >= 0 || !b.transforms.degrees.empty();
}

void describe(Schema& schema, Options& o) {
  Section& root = schema.root();
  root.named_sections("Factors", o.factors, describe_factor, "factor",
                      "What is multiplied: two factors, of gaunt two or more")
      .example("{x: {File: signals.h5, Dataset: x}, y: {File: signals.h5, Dataset: y}}");
  describe_product(root.section("Product", "How factors are coupled"), o.product);
  Section& output = root.section("Output", "What is written");
  describe_convention(output.section("Convention", "What the components of the result stand for"),
                      o.output.convention, "as the first factor");
  output.boolean("Check", o.output.check,
                 "Compares three samples with a slow product in long double");
  describe_benchmark(root.section("Benchmark", "Measurements of speed and accuracy"), o.benchmark);
  root.integer("Seed", o.seed, "Seed of all random numbers", {0, 1e15});
}

}  // namespace tessera::product
