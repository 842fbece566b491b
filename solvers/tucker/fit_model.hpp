#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "data/fields/monitor.hpp"
#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/factor_model.hpp"
#include "solvers/tucker/fit.hpp"

namespace tessera::tucker {

/// Training rows and what is known of their axes.
struct TrainingData {
  std::vector<AxisModel> axes;        ///< without coordinates: those follow from the rows
  std::vector<ObservedAxis> columns;  ///< names and units of each axis's coordinate columns
  std::vector<AxisKind> kinds;
  Eigen::MatrixXd points;  ///< N x columns, raw units
  Eigen::VectorXd values;  ///< raw units
  std::string quantity;
  std::string units;
};

struct ModelFitOptions {
  /// Without the intercept, which every model has. A rank of 0 is chosen among candidate_ranks (the
  /// same for all such sections), capped by the distinct coordinates of the section's axes.
  std::vector<Section> sections;
  std::vector<Index> candidate_ranks{3, 8};
  std::optional<Link> link;  ///< none: chosen; identity where a value is not positive
  Index starts = 3;          ///< members that differ in their random start
  /// A member more, of main effects with a local process, takes the share of the mixture that the
  /// inner split asks for.
  bool main_effects_member = true;
  bool local = true;             ///< members have a local process
  Index largest_local = 200000;  ///< cells beyond which there is no local process
  /// Where there is no inner split: as an earlier fit chose them.
  std::optional<double> main_effects_share, calibration;
  std::optional<Index> chosen_from;  ///< training rows of that fit
  bool calibrate = true;             ///< standard deviations by the inner split's 90 % coverage
  double degrees_of_freedom = 0;     ///< of Student-t noise; 0: Gaussian
  std::optional<double> noise_deviation;  ///< on the link's scale; none: learned
  std::string full_grid = "automatic";    ///< automatic, true, false
  Index maximum_core = 1024;              ///< components of one model
  Index largest_saved = 1000000;          ///< rows beyond which a saved model does without them
  FitOptions fit;
  LocalOptions local_options;
  int threads = 1;  ///< members are fitted side by side
  /// Sum over the ranks of a parallel run, each of which holds all rows and works on a part of
  /// them; empty: serial.
  SumOverRanks sum_over_ranks;
  int rank = 0, ranks = 1;
};

/// One candidate of the choice of link and rank on the inner split.
struct CandidateScore {
  Link link = Link::identity;
  Index rank = 0;
  double main_effects_share = 0;
  double rmse = 0;  ///< of held-out training values, raw units
  double nll = 0;   ///< mean negative log predictive density, raw units
};

/// How one member came to be.
struct MemberReport {
  std::string name;
  std::vector<SweepRecord> history;
  bool converged = false;
  double bound = 0;
};

struct FittedModel {
  std::shared_ptr<const FactorModel> model;  ///< its description says what was chosen
  std::vector<CandidateScore> candidates;
  std::vector<MemberReport> members;
  Index cells = 0;         ///< distinct combinations of coordinates
  bool full_grid = false;  ///< mode products of a complete grid instead of single entries
};

/// A named random generator, independent of what was drawn from others.
using RandomByName = std::function<std::mt19937_64(const std::string&)>;

/// Positions of training rows for the choice of what the options leave open.
struct InnerSplit {
  std::vector<Index> train, test;
};

/// Fits a model. `inner` serves the choice of link (by log density), of rank and share of the
/// main-effects member (by RMSE), and the calibration: 90 % of its held-out values shall lie inside
/// their 90 % intervals. Where whole coordinates are held out and these are few, the rest of the
/// training rows is held out in turn, too, and the factor is shrunk (calibration.hpp); a forecast
/// widens intervals only. Empty: nothing is chosen (link identity, the first candidate rank, a
/// quarter of the mixture for the main-effects member, no calibration, unless the options say
/// more). The monitor gets a checkpoint after every member; `restart` continues from one with the
/// same bits. Throws DataError where the data do not allow the model (log link and values that are
/// not positive, no spread), ResourceError for a core that does not fit, Interrupted,
/// ConvergenceError.
FittedModel fit_model(TrainingData data, const InnerSplit& inner, const ModelFitOptions& options,
                      const RandomByName& random, Monitor& monitor,
                      const std::optional<ModelRecord>& restart);

}  // namespace tessera::tucker
