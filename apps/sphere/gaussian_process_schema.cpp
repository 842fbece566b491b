#include "apps/sphere/gaussian_process_options.hpp"
#include "data/deck/words.hpp"

namespace tessera::sphere {
namespace {

void describe_term(Section& s, PriorTermOptions& t) {
  s.choice("Spectrum", t.spectrum, {"matern", "spectral mixture", "table", "white"},
           "Angular power spectrum; `white`: values at different places are independent, as by "
           "effects of a site");
  s.text("Smoothness", t.smoothness, "Of `matern`: nu, or `learned`").example("1.5");
  s.text("Length Scale", t.length_scale,
         "Of `matern`: `learned`, or a number in units of the radius's axis")
      .example("learned");
  s.text("Standard Deviation", t.standard_deviation,
         "At each point: `learned`, or a number in units of the values")
      .example("learned");
  s.reals("Variances", t.variances, "Of `table`: variance of each coefficient of degree 0, 1, ...",
          {0, 1e200});
  s.reals("Centres", t.centres, "Of `spectral mixture`: degree of each Gaussian bump", {0, 1023})
      .example("[2, 8]");
  s.reals("Widths", t.widths, "Of `spectral mixture`: in degrees, one for each bump or for all",
          {1e-3, 1e4})
      .example("[2]");
  s.reals("Shares", t.shares, "Of `spectral mixture`: of the variance; without: equal", {0, 1e9})
      .example("[1, 0.5]");
  s.text("Bumps", t.bumps, "Of `spectral mixture`: `learned` or `fixed`").example("learned");
  s.reals("Degrees", t.degrees, "First and last degree; without: 0 and the degree of the sphere",
          {0, 1023})
      .example("[0, 20]");
  s.choice("Time", t.time,
           {"constant", "white", "matern 1/2", "matern 3/2", "matern 5/2", "equation"},
           "Covariance in time. `equation`: the linear equation of Equations, with the random "
           "forcing that makes this spectrum stationary");
  s.text("Time Scale", t.time_scale,
         "Of `matern`: `learned`, or a number in units of the time axis")
      .example("learned");
}

}  // namespace

void describe(Section& root, GaussianProcessOptions& o) {
  Section& data =
      root.section("Observations", "Scattered measurements, instead of integrating Equations");
  data.text("File", o.file,
            "HDF5 or CSV file; relative names start at the deck's folder, then at the folder that "
            "the environment variable TESSERA_DATA names");
  data.text("Column", o.column,
            "Column of the measured values; may be left out where the HDF5 layout marks it");
  data.text("Units", o.units, "Unit of the measured values; default: as in the file");
  data.text("Noise", o.noise, "Standard deviation: a number, or `learned`").example("learned");
  data.text("Missing Value", o.missing_value, "Number that stands for a missing value");
  data.choice("Copies", o.copies, {"keep", "drop"},
              "Rows that repeat place, time and value of another: `drop` where they are copies, "
              "not measurements of their own");
  Section& prior = root.section("Prior", "Of the field, with Observations");
  prior.integer("Mean Degree", o.mean_degree,
                "The mean is any combination of harmonics up to this degree; -1: zero", {-1, 10});
  prior
      .named_sections("Terms", o.terms, describe_term, "term",
                      "Independent Gaussian fields whose sum is the field")
      .example("{field: {Length Scale: learned}}");
  Section& model = root.section("Model", "How the posterior is computed, and how it is learned");
  model.choice("State", o.state, {"automatic", "harmonic", "observations"},
               "`harmonic`: all coefficients, to degree 31; `observations`: values at the observed "
               "places. Both are exact");
  model.integer("Starts", o.starts, "Of the search for learned numbers", {1, 100});
  model.integer("Maximum Iterations", o.maximum_iterations, "Of one start", {1, 10000});
  model.real("Relative Decrease", o.relative_decrease,
             "Done when five iterations change the log evidence by less, relative to its size",
             {0, 0.1});
  Section& validation = root.section("Validation", "Rows that are held out, with Observations");
  validation.text(
      "Split", o.split,
      "`held-out sites` (places are drawn, with all their rows), `random` (rows are drawn), "
      "or groups of the data file by name or pattern; without: none");
  validation.real("Fraction", o.fraction, "Share that is held out of a drawn split", {0.001, 0.9});
  validation.integer("Folds", o.folds, "Disjoint drawn splits, one after the other", {1, 1000});
}

bool is_learned(const LocatedText& text) {
  const std::string word = lower_case(trimmed(text.value));
  return word == "learned" || word == "automatic";
}

}  // namespace tessera::sphere
