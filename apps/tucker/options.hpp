#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/deck/location.hpp"
#include "data/deck/schema.hpp"

namespace tessera::tucker {

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

/// One axis of the data. Empty texts and lists mean "not given".
struct AxisOptions {
  LocatedText column;                  ///< empty: the axis's own name, unless `columns` is given
  std::vector<LocatedText> columns;    ///< two, for places: latitude and longitude, or x and y
  std::vector<LocatedText> units;      ///< one per column; empty: as in the file
  std::string kind = "interval";       ///< interval, time
  std::string geometry = "euclidean";  ///< euclidean, great circle
};

struct ObservationOptions {
  LocatedText file;
  LocatedText column;  ///< empty: the value column that the layout of an HDF5 file names
  LocatedText units;
  LocatedText noise;  ///< a number, a column's name, or `learned`; empty: learned
  std::string noise_model = "gaussian";
  double degrees_of_freedom = 4;
  LocatedText missing_value;  ///< a number that stands for "missing" in the file; empty: none
  double maximum_missing_share = 0.5;
};

/// Prior of the functions on one axis. Empty texts and 0 mean "as for all axes".
struct AxisPriorOptions {
  LocatedText kernel;        ///< `matern 3/2`, `matern 1/2 + periodic`, ...
  LocatedText length_scale;  ///< `learned` or a number in units of the axis
  double period = 0;         ///< of `periodic`, in units of the axis
};

/// A section of components: products of functions along some of the axes, constant along the
/// others.
struct SectionOptions {
  std::vector<LocatedText> axes;
  Index rank = 0;  ///< 0: not given
  Named<Located<Index>> ranks;
  std::string format = "cp";
};

/// Settings of the published code, for `Reference Compatible`. Lists have one number for all axes
/// or one per axis.
struct ReferenceOptions {
  double coordinate_scale = 10;  ///< every axis is mapped to [0, this]
  std::vector<double> length_scale{0.1};
  std::vector<double> variance{1};
  double damping = 0.3;
  double noise_damping = 0.8;
  double core_damping = 0.9;
  double factor_variance = 1;  ///< of the additional prior at every observed coordinate
  double noise_shape = 1;
  double noise_rate = 1;
  Index sweeps = 150;
};

struct ModelOptions {
  std::string format = "cp";
  Index main_effects = 2;
  Index pairs = 3;
  LocatedText rank{"automatic", {}, {}};
  Named<Located<Index>> ranks;
  Index maximum_rank = 14;
  std::string link = "automatic";
  Named<SectionOptions> sections;
  bool local_process = true;
  bool reference_compatible = false;
  ReferenceOptions reference;
};

struct SolverOptions {
  Index starts = 3;
  Index maximum_sweeps = 50;
  double relative_tolerance = 1e-4;
  std::string full_grid = "automatic";
  bool prune = false;
  Index maximum_core = 1024;
};

struct ValidationOptions {
  /// Kinds of split (`random`, ...), names of groups of the data file, or patterns; empty: none.
  std::vector<LocatedText> split;
  double fraction = 0.2;
  Index folds = 1;
  Index fold = -1;  ///< -1: all
  LocatedText axis;
  LocatedText rows;  ///< CSV file of the split `rows`
  std::string repeats = "keep";
  double inner_fraction = 0.2;
  Index inner_rows = 500000;
  std::vector<double> candidate_ranks;  ///< empty: chosen by the run
  /// Scores once more over the test rows from these coordinates on.
  Named<Located<double>> report_from;
};

struct OutputOptions {
  Named<Located<Index>> grid;
  LocatedText points;
  bool mode_functions = true;
  bool standard_deviation = true;
  Index saved_rows = 1000000;
  Named<Located<Index>> derivatives;
};

/// Everything a deck of tessera-tucker can say. The values here are the deck's defaults.
struct Options {
  Named<AxisOptions> axes;
  ObservationOptions observations;
  AxisPriorOptions prior_all{{"matern 3/2", {}, {}}, {"learned", {}, {}}, 0};
  Named<AxisPriorOptions> prior_axes;
  double length_spread = 1;
  ModelOptions model;
  SolverOptions solver;
  LocatedText update_result;
  double update_choose_again = 2;  ///< growth of the rows from which on choices are made anew
  ValidationOptions validation;
  std::vector<std::string> compare{"mean", "axis means", "additive", "lookup",
                                   "nearest neighbours"};
  OutputOptions output;
  Index seed = 1;
};

/// The number that a text of the deck means; nothing where it is none.
std::optional<double> constant(const std::string& text);

/// Declares the deck grammar on a schema, bound to `options`.
void describe(Schema& schema, Options& options);

/// The columns of an axis: `Columns`, else `Column`, else its name.
std::vector<std::string> columns_of(const std::string& name, const AxisOptions& axis);

/// Prior of an axis with the keys of `All Axes` where it has none of its own.
AxisPriorOptions prior_of(const Options& options, const std::string& axis);

/// The terms of a kernel, `matern 3/2` and `periodic` of "matern 3/2 + periodic".
std::vector<std::string> kernel_terms(const std::string& kernel);

/// `Model > Rank`, nothing for `automatic`. Only for decks that were checked.
std::optional<Index> rank_of(const ModelOptions& model);

/// What the schema cannot see: names of axes, texts with a meaning, keys that contradict each
/// other. Throws DeckError with all faults found.
void check_options(const Options& options, const std::string& deck_file);

}  // namespace tessera::tucker
