#include "apps/tucker/options.hpp"

namespace tessera::tucker {
namespace {

void describe_axis(Section& s, AxisOptions& a) {
  s.text("Column", a.column,
         "Column of the coordinate; its default is the axis's name. Dates (2013-03-01, 20130301, "
         "2013-03-01T12:00) become days since 1970-01-01. HDF5: an axis of the file, or the path "
         "of a dataset");
  s.texts("Columns", a.columns,
          "Two columns instead, for an axis of places: [latitude, longitude], or [x, y]");
  s.text_or_texts("Units", a.units,
                  "Unit of the coordinate, UDUNITS spelling, one for each column; default: as in "
                  "the file. Compared with the file's, never converted");
  s.choice("Kind", a.kind, {"interval", "time"}, "`time`: the axis along which forecasts are made");
  s.choice("Geometry", a.geometry, {"euclidean", "great circle"},
           "Distance between places: `great circle` takes latitude and longitude in degrees");
}

void describe_observations(Section& s, ObservationOptions& o) {
  s.text("File", o.file,
         "CSV file with a header, or HDF5 file; relative names start at the deck's folder, then "
         "at the folder that the environment variable TESSERA_DATA names")
      .required()
      .example("data.csv");
  s.text("Column", o.column,
         "Column of the measured values; may be left out where the HDF5 layout marks it");
  s.text("Units", o.units, "Unit of the measured values; default: as in the file");
  s.text("Noise", o.noise,
         "Standard deviation: a number, the name of a column, or `learned` (the default)")
      .example("learned");
  s.choice("Noise Model", o.noise_model, {"gaussian", "student-t"},
           "`student-t`: heavy tails, so that outliers lose their weight");
  s.real("Degrees of Freedom", o.degrees_of_freedom, "Of student-t", {2.1, 1000});
  s.text("Missing Value", o.missing_value,
         "Number that stands for a missing value, for example -999; empty cells, NA and nan are "
         "always missing");
  s.real("Maximum Missing Share", o.maximum_missing_share,
         "Rows with a missing value are left out and counted; more than this share is an error",
         {0, 1});
}

void describe_axis_prior(Section& s, AxisPriorOptions& p) {
  s.text(
      "Kernel", p.kernel,
      "matern 1/2, matern 3/2, matern 5/2, periodic, or a sum such as \"matern 3/2 + periodic\"");
  s.text("Length Scale", p.length_scale, "`learned`, or a number in units of the axis");
  s.real("Period", p.period, "Of `periodic`, in units of the axis", {1e-100, 1e100});
}

void describe_prior(Section& s, Options& o) {
  describe_axis_prior(s.section("All Axes", "Prior of the functions on every axis"), o.prior_all);
  s.named_sections("Axes", o.prior_axes, describe_axis_prior, "axis",
                   "Prior on one axis; keys it leaves out are those of All Axes");
  s.real("Length Spread", o.length_spread,
         "Standard deviation of the logarithm of a learned length scale, a priori", {0.01, 10});
}

void describe_component_section(Section& s, SectionOptions& c) {
  s.texts("Axes", c.axes, "Axes along which the components vary; constant along the others")
      .required()
      .example("[x, y]");
  s.integer("Rank", c.rank, "Number of components; of `tucker`: functions on each axis", {1, 1000});
  s.named_integers("Ranks", c.ranks, "axis", "Of `tucker`: functions on an axis", {1, 1000});
  s.choice("Format", c.format, {"cp", "tucker"}, "As that of the model");
}

void describe_reference(Section& s, ReferenceOptions& r) {
  s.real("Coordinate Scale", r.coordinate_scale, "Every axis is mapped to [0, this]", {1e-6, 1e6});
  s.reals("Length Scale", r.length_scale, "In mapped units; one for all axes or one for each",
          {1e-9, 1e9});
  s.reals("Variance", r.variance, "Of the functions; one for all axes or one for each",
          {1e-9, 1e9});
  s.real("Damping", r.damping, "Share of the old message to the functions that is kept",
         {0, 0.999});
  s.real("Noise Damping", r.noise_damping, "The same for the noise", {0, 0.999});
  s.real("Core Damping", r.core_damping, "The same for the core", {0, 0.999});
  s.real("Factor Variance", r.factor_variance,
         "Of the additional prior at every observed coordinate", {1e-9, 1e9});
  s.real("Noise Shape", r.noise_shape, "Of the Gamma prior of the noise's precision", {0, 1e9});
  s.real("Noise Rate", r.noise_rate, "Of the Gamma prior of the noise's precision", {0, 1e9});
  s.integer("Sweeps", r.sweeps, "Their number is fixed: there is no test of convergence",
            {1, 1000000});
}

void describe_model(Section& s, ModelOptions& m) {
  s.choice("Format", m.format, {"cp", "tucker"},
           "Products of functions along all axes: `cp`, a sum of Rank products; `tucker`, all "
           "combinations of the functions on each axis, with a weight each");
  s.integer("Main Effects", m.main_effects, "Functions of each axis alone", {0, 1000});
  s.integer("Pairs", m.pairs, "Products of two functions, for each pair of axes", {0, 1000});
  s.text("Rank", m.rank,
         "Products of all axes: a number, or `automatic` (relevance decides). Of `tucker`: "
         "functions on each axis");
  s.named_integers("Ranks", m.ranks, "axis", "Of `tucker`: functions on an axis, instead of Rank",
                   {1, 1000});
  s.integer("Maximum Rank", m.maximum_rank, "Largest rank that `automatic` considers", {1, 1000});
  s.choice("Link", m.link, {"automatic", "identity", "log"},
           "`log`: the logarithm of positive values is modelled, predictions are in the values' "
           "unit. `automatic`: chosen on a validation part of the training rows");
  s.named_sections("Sections", m.sections, describe_component_section, "section",
                   "Components in full detail, instead of Main Effects, Pairs and Rank");
  s.boolean("Local Process", m.local_process,
            "Beside the products a process of short reach over all axes together, for what few "
            "products cannot hold; and a member of main effects with such a process");
  s.boolean("Reference Compatible", m.reference_compatible,
            "The published model with its fixed settings (see Reference), for comparison");
  describe_reference(s.section("Reference", "Settings of the published model"), m.reference);
}

void describe_solver(Section& s, SolverOptions& o) {
  s.integer("Starts", o.starts, "Random starts, whose predictions are averaged", {1, 1000});
  s.integer("Maximum Sweeps", o.maximum_sweeps, "Of one start", {1, 1000000});
  s.real("Relative Tolerance", o.relative_tolerance,
         "Done when a sweep raises the bound by less, relative to its size", {1e-15, 0.1});
  s.choice("Full Grid", o.full_grid, {"automatic", "true", "false"},
           "Whether the data fill a grid, which is much faster; `automatic`: found out");
  s.boolean(
       "Prune Components", o.prune,
       "Whether components of CP sections that the others can replace are left out on the way: "
       "those that stay count the rank")
      .integer("Maximum Core", o.maximum_core,
               "Largest number of core weights whose full covariance is kept", {1, 100000});
}

void describe_validation(Section& s, ValidationOptions& v) {
  s.text_or_texts(
       "Split", v.split,
       "What is held out: `none`, `random` rows, `distinct coordinates` (no held-out combination "
       "of coordinates occurs in training), `leading block` (the end of the time axis), "
       "`held-out sites` (places of an axis), `rows` (see Rows), a group of row numbers in the "
       "data file by its name, a pattern (`disjoint*`), or a list of these")
      .example("distinct coordinates");
  s.real("Fraction", v.fraction, "Share that is held out", {0.001, 0.9});
  s.integer("Folds", v.folds, "Disjoint parts that are held out in turn", {1, 1000});
  s.integer("Fold", v.fold, "Only this fold, counted from 0; default: all", {0, 999});
  s.text("Axis", v.axis, "Axis of `leading block` and `held-out sites`, where several would do");
  s.text("Rows", v.rows,
         "CSV file of the split `rows`: a column `row` (counted from 0) and a column `part` "
         "(train, test); without `part`, the rows named are held out");
  s.choice("Repeats", v.repeats, {"keep", "first"},
           "Rows whose coordinates all occurred before: `first` leaves them out of training and "
           "test");
  s.real("Inner Fraction", v.inner_fraction,
         "Share of the training rows on which link and rank are chosen; split as the test rows "
         "are",
         {0.01, 0.5});
  s.integer("Inner Rows", v.inner_rows,
            "Largest number of training rows that take part in this choice: of more, so many are "
            "drawn, equal coordinates together. The saved model learns from all rows",
            {100, 1e12});
  s.reals("Candidate Ranks", v.candidate_ranks, "Ranks to choose from; default: a short ladder",
          {1, 1000});
  s.named_reals("Report From", v.report_from, "axis",
                "Scores once more, over the test rows from this coordinate on (dates: days since "
                "1970-01-01)");
}

void describe_output(Section& s, OutputOptions& o) {
  s.named_integers(
      "Grid", o.grid, "axis",
      "Points of the output grid along an axis, from its first to its last coordinate; axes of "
      "places: of each of their columns, by its name. Default: 50, and 5e4 points in "
      "all at most",
      {2, 100000});
  s.text("Points", o.points, "CSV file of points, columns as the data's, to predict at");
  s.boolean("Mode Functions", o.mode_functions, "The functions on each axis, with bands");
  s.boolean("Standard Deviation", o.standard_deviation, "Beside every mean");
  s.integer("Saved Rows", o.saved_rows,
            "Rows up to this number are saved with the model, so that `Update` can continue it; of "
            "more, none",
            {0, 1e12});
  s.named_integers("Derivatives", o.derivatives, "axis",
                   "Order of a derivative along an axis, as a further field", {1, 2});
}

}  // namespace

void describe(Schema& schema, Options& o) {
  Section& root = schema.root();
  root.named_sections("Axes", o.axes, describe_axis, "axis",
                      "What the measurements depend on: two to six axes")
      .required()
      .example("{x: {Column: x}, y: {Column: y}}");
  describe_observations(root.section("Observations", "The measurements"), o.observations);
  describe_prior(root.section("Prior", "Gaussian processes for the functions on the axes"), o);
  describe_model(root.section("Model", "Which functions are multiplied and added"), o.model);
  describe_solver(root.section("Solver", "Tolerances and limits"), o.solver);
  root.section("Update",
               "Continue a saved model with new observations: its rows and these are fitted "
               "together, with the link, rank, shares and calibration that it chose")
      .text("Result", o.update_result, "Folder or result.h5 of an earlier run")
      .example("results/january")
      .real("Choose Again", o.update_choose_again,
            "These choices are made anew once there are more than this many times the rows on "
            "which they were made",
            {1, 1e12});
  describe_validation(root.section("Validation", "What is held out, and how"), o.validation);
  root.choices("Compare", o.compare,
               {"mean", "axis means", "additive", "lookup", "nearest neighbours",
                "inverse distance", "kriging", "climatology"},
               "Simple predictors, run on the same rows and printed beside the result");
  describe_output(root.section("Output", "What is written"), o.output);
  root.integer("Seed", o.seed, "Seed of all random numbers", {0, 1e15});
}

}  // namespace tessera::tucker
