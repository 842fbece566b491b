#include "solvers/tucker/fit_model.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <set>

#include "data/fields/errors.hpp"
#include "solvers/tucker/fit_jobs.hpp"
#include "solvers/tucker/fit_member.hpp"
#include "solvers/tucker/link.hpp"

namespace tessera::tucker {
namespace {

/// Shares of the main-effects member that are tried on the inner split.
constexpr double candidate_shares[] = {0, 0.25, 0.5, 0.75, 1};
constexpr double standard_errors = 2;   ///< by which a log link must be better in log density
constexpr double default_share = 0.25;  ///< of the main-effects member where nothing is chosen
constexpr double target_coverage = 0.9;
constexpr double target_quantile = 1.6448536269514722;  ///< of the standard normal, both sides 90 %

std::vector<Index> all_rows(const TrainingData& data) {
  std::vector<Index> rows(data.values.size());
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

bool has_free_rank(const std::vector<Section>& sections) {
  return std::any_of(sections.begin(), sections.end(), [](const Section& s) {
    return std::find(s.ranks.begin(), s.ranks.end(), 0) != s.ranks.end();
  });
}

/// The sections with the free ranks set, capped by the distinct coordinates of their axes.
std::vector<Section> with_rank(std::vector<Section> sections, Index rank,
                               const std::vector<AxisModel>& axes) {
  for (Section& section : sections)
    for (std::size_t i = 0; i < section.ranks.size(); ++i) {
      if (section.ranks[i] != 0) continue;
      Index cap = rank;
      for (std::size_t m = 0; m < section.modes.size(); ++m)
        if (!section.tucker || m == i)
          cap = std::min(cap, axes[section.modes[m]].coordinates.rows());
      section.ranks[i] = cap;
    }
  return sections;
}

std::vector<Section> main_effects(const std::vector<Section>& sections) {
  std::vector<Section> result;
  for (const Section& section : sections)
    if (section.modes.size() == 1) result.push_back(section);
  return result;
}

/// A member of main effects is of use where the other members have more than that.
bool wants_main_effects(const ModelFitOptions& options) {
  const auto main = main_effects(options.sections);
  return options.main_effects_member && options.local && !main.empty() &&
         main.size() < options.sections.size();
}

std::vector<Link> candidate_links(const TrainingData& data, const ModelFitOptions& options) {
  if (options.link) return {*options.link};
  if (data.values.minCoeff() > 0) return {Link::identity, Link::log};
  return {Link::identity};
}

/// Held-out rows under one choice.
struct InnerScore {
  CandidateScore score;
  double calibration = 1;
  Eigen::ArrayXd nll;  ///< of every row
};

InnerScore score_of(const FactorModel& model, const Eigen::MatrixXd& points,
                    const Eigen::VectorXd& values) {
  const LatentPrediction latent = model.latent(points, {});
  const Link link = model.description().standardisation.link;
  const ValuePrediction prediction = value_prediction(link, latent);
  InnerScore inner;
  std::vector<double> scaled;
  double square = 0;
  inner.nll.resize(values.size());
  for (Index n = 0; n < values.size(); ++n) {
    square += std::pow(values[n] - prediction.mean[n], 2);
    const double g = link == Link::log ? std::log(values[n]) : values[n];
    const double variance = std::max(latent.variance[n] + latent.noise_variance[n], 1e-300);
    const double error = g - latent.mean[n];
    inner.nll[n] = 0.5 * std::log(2 * std::numbers::pi * variance) +
                   0.5 * error * error / variance + (link == Link::log ? g : 0.0);
    scaled.push_back(std::abs(error) / std::sqrt(variance));
  }
  const auto count = static_cast<double>(values.size());
  inner.score.link = link;
  inner.score.rmse = std::sqrt(square / count);
  inner.score.nll = inner.nll.mean();
  const auto place = scaled.begin() + static_cast<std::ptrdiff_t>(target_coverage * count);
  std::nth_element(scaled.begin(), place, scaled.end());
  inner.calibration = *place / target_quantile;
  return inner;
}

/// Whether most held-out rows lie at coordinates (places, days) that the other rows do not have.
bool holds_out_coordinates(const TrainingData& data, const InnerSplit& inner) {
  Index outside = 0, first = 0;
  std::vector<std::pair<Index, Index>> axes;
  std::vector<std::set<std::vector<double>>> seen;
  const auto key = [&](Index row, const std::pair<Index, Index>& columns) {
    std::vector<double> k(columns.second);
    for (Index c = 0; c < columns.second; ++c) k[c] = data.points(row, columns.first + c);
    return k;
  };
  for (const ObservedAxis& axis : data.columns) {
    axes.emplace_back(first, static_cast<Index>(axis.columns.size()));
    first += axes.back().second;
    seen.emplace_back();
    for (const Index row : inner.train) seen.back().insert(key(row, axes.back()));
  }
  for (const Index row : inner.test) {
    bool known = true;
    for (std::size_t k = 0; k < axes.size(); ++k)
      known = known && seen[k].count(key(row, axes[k])) > 0;
    outside += known ? 0 : 1;
  }
  return 2 * outside > static_cast<Index>(inner.test.size());
}

/// What the inner split decides.
struct Choice {
  Link link = Link::identity;
  Index rank = 0;
  double main_effects_share = 0;
  double calibration = 1;
  std::vector<CandidateScore> candidates;
};

/// The choice of link, rank, share and calibration on held-out training rows.
class Chooser {
 public:
  Chooser(const TrainingData& data, const InnerSplit& inner, const ModelFitOptions& options,
          FitJobs& jobs)
      : options_(options),
        jobs_(jobs),
        points_(data.points(inner.test, Eigen::all)),
        values_(data.values(inner.test)) {
    for (const Link link : candidate_links(data, options))
      prepared_.push_back(prepare(data, inner.train, link));
    few_samples_ = holds_out_coordinates(data, inner);
    ranks_ = has_free_rank(options.sections) ? options.candidate_ranks : std::vector<Index>{0};
  }

  Choice choose() {
    for (const PreparedData& p : prepared_) {
      if (wants_main_effects(options_))
        jobs_.add(name(p, "main effects"), p, main_effects(options_.sections));
      for (const Index rank : ranks_) add_start(p, rank, 1);
    }
    jobs_.run();
    // The link shapes the distribution: log density decides, and the identity stands unless the log
    // link is better beyond chance. The rank shapes the mean: RMSE decides.
    std::vector<InnerScore> scores;
    for (const PreparedData& p : prepared_)
      for (const Index rank : ranks_) append_scores(p, rank, 1, scores);
    Choice choice;
    for (const InnerScore& s : scores) choice.candidates.push_back(s.score);
    choice.link = better_link(scores);
    choice.rank = least_error(scores, choice.link).score.rank;
    const PreparedData& chosen = *std::find_if(
        prepared_.begin(), prepared_.end(),
        [&](const PreparedData& p) { return p.description.standardisation.link == choice.link; });
    // Share and calibration with as many starts as the model will have.
    for (Index start = 2; start <= options_.starts; ++start) add_start(chosen, choice.rank, start);
    jobs_.run();
    scores.clear();
    append_scores(chosen, choice.rank, options_.starts, scores);
    const InnerScore best = least_error(scores, choice.link);
    choice.main_effects_share = best.score.main_effects_share;
    if (options_.calibrate) choice.calibration = best.calibration;
    // A few places or days held out are few samples, however many rows they have: they may widen
    // the intervals, not narrow them.
    if (few_samples_) choice.calibration = std::max(choice.calibration, 1.0);
    return choice;
  }

 private:
  static std::string name(const PreparedData& p, const std::string& what) {
    const bool log = p.description.standardisation.link == Link::log;
    return std::string("choice, ") + (log ? "log" : "identity") + " link, " + what;
  }
  static std::string start_name(const PreparedData& p, Index rank, Index start) {
    return name(p, "rank " + std::to_string(rank) + ", start " + std::to_string(start));
  }
  void add_start(const PreparedData& p, Index rank, Index start) {
    jobs_.add(start_name(p, rank, start), p,
              with_rank(options_.sections, rank, p.description.axes));
  }
  static const InnerScore& least_error(const std::vector<InnerScore>& scores, Link link) {
    const InnerScore* best = nullptr;
    for (const InnerScore& s : scores)
      if (s.score.link == link && (best == nullptr || s.score.rmse < best->score.rmse)) best = &s;
    return *best;
  }
  static const InnerScore* least_nll(const std::vector<InnerScore>& scores, Link link) {
    const InnerScore* best = nullptr;
    for (const InnerScore& s : scores)
      if (s.score.link == link && (best == nullptr || s.score.nll < best->score.nll)) best = &s;
    return best;
  }
  static Link better_link(const std::vector<InnerScore>& scores) {
    const InnerScore* identity = least_nll(scores, Link::identity);
    const InnerScore* log = least_nll(scores, Link::log);
    if (identity == nullptr || log == nullptr) return log == nullptr ? Link::identity : Link::log;
    const Eigen::ArrayXd gain = identity->nll - log->nll;
    const auto count = static_cast<double>(gain.size());
    const double error = std::sqrt((gain - gain.mean()).square().sum()) / count;
    return gain.mean() > standard_errors * error ? Link::log : Link::identity;
  }
  /// One score for every share of the main-effects member.
  void append_scores(const PreparedData& p, Index rank, Index starts,
                     std::vector<InnerScore>& scores) const {
    for (const double share : candidate_shares) {
      if (share > 0 && !wants_main_effects(options_)) break;
      std::vector<Member> members;
      for (Index start = 1; share < 1 && start <= starts; ++start)
        members.push_back(
            jobs_.member(start_name(p, rank, start), (1 - share) / static_cast<double>(starts)));
      if (share > 0) members.push_back(jobs_.member(name(p, "main effects"), share));
      scores.push_back(score_of(FactorModel(p.description, std::move(members)), points_, values_));
      scores.back().score.rank = rank;
      scores.back().score.main_effects_share = share;
    }
  }

  const ModelFitOptions& options_;
  FitJobs& jobs_;
  Eigen::MatrixXd points_;
  Eigen::VectorXd values_;
  std::vector<PreparedData> prepared_;
  std::vector<Index> ranks_;
  bool few_samples_ = false;  ///< whole coordinates are held out
};

/// What holds where no training rows are held out.
Choice default_choice(const ModelFitOptions& options) {
  Choice choice;
  choice.link = options.link.value_or(Link::identity);
  if (has_free_rank(options.sections)) choice.rank = options.candidate_ranks.front();
  if (wants_main_effects(options))
    choice.main_effects_share = options.main_effects_share.value_or(default_share);
  choice.calibration = options.calibration.value_or(1.0);
  return choice;
}

}  // namespace

FittedModel fit_model(const TrainingData& data, const InnerSplit& inner,
                      const ModelFitOptions& options, const RandomByName& random, Monitor& monitor,
                      const std::optional<ModelRecord>& restart) {
  FitJobs jobs(options, random, monitor, restart);
  Choice choice =
      inner.test.empty() ? default_choice(options) : Chooser(data, inner, options, jobs).choose();
  const PreparedData prepared = prepare(data, all_rows(data), choice.link);
  const bool main = choice.main_effects_share > 0;
  const bool full = choice.main_effects_share < 1;
  if (main) jobs.add("main effects", prepared, main_effects(options.sections));
  for (Index s = 1; full && s <= options.starts; ++s)
    jobs.add("start " + std::to_string(s), prepared,
             with_rank(options.sections, choice.rank, prepared.description.axes));
  jobs.run();
  FittedModel result;
  std::vector<Member> members;
  const double share = (1 - choice.main_effects_share) / static_cast<double>(options.starts);
  for (Index s = 1; full && s <= options.starts; ++s)
    members.push_back(jobs.member("start " + std::to_string(s), share));
  if (main) members.push_back(jobs.member("main effects", choice.main_effects_share));
  for (const Member& member : members) result.members.push_back(jobs.report(member.name));
  ModelDescription description = prepared.description;
  description.calibration = choice.calibration;
  description.rank = choice.rank;
  description.main_effects_share = choice.main_effects_share;
  description.points = data.points;
  description.values = data.values;
  result.model = std::make_shared<FactorModel>(std::move(description), std::move(members));
  result.link = choice.link;
  result.rank = choice.rank;
  result.candidates = std::move(choice.candidates);
  result.main_effects_share = choice.main_effects_share;
  result.calibration = choice.calibration;
  result.cells = prepared.cells.counts.size();
  result.full_grid = prepared.complete_grid;
  return result;
}

}  // namespace tessera::tucker
