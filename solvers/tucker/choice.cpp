#include "solvers/tucker/choice.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "solvers/tucker/calibration.hpp"
#include "solvers/tucker/fit_member.hpp"
#include "solvers/tucker/link.hpp"
#include "solvers/tucker/predictive_law.hpp"

namespace tessera::tucker {
namespace {

/// Shares of the main-effects member that are tried on the inner split.
constexpr double candidate_shares[] = {0, 0.25, 0.5, 0.75, 1};
constexpr double standard_errors = 2;   ///< by which a log link must be better in log density
constexpr double default_share = 0.25;  ///< of the main-effects member where nothing is chosen

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

/// Held-out rows with their values.
struct HeldOutRows {
  HeldOutRows(const TrainingData& data, const std::vector<Index>& r)
      : rows(r), points(data.points(r, Eigen::all)), values(data.values(r)) {}
  std::vector<Index> rows;
  Eigen::MatrixXd points;
  Eigen::VectorXd values;
};

/// Held-out rows under one choice.
struct InnerScore {
  CandidateScore score;
  std::vector<double> scaled_errors;  ///< |error| on the link's scale; 1.645: half the 90 % width
  Eigen::ArrayXd nll;                 ///< of every row
};

InnerScore score_of(const LatentPrediction& latent, Link link, const PredictiveLaw& law,
                    const Eigen::VectorXd& values) {
  const ValuePrediction prediction = value_prediction(link, latent);
  InnerScore inner;
  double square = 0;
  // Calibration knows the normal law's 90 % only.
  const double normal_width = PredictiveLaw{}.half_width_90() / law.half_width_90();
  inner.nll.resize(values.size());
  for (Index n = 0; n < values.size(); ++n) {
    square += std::pow(values[n] - prediction.mean[n], 2);
    const double g = link == Link::log ? std::log(values[n]) : values[n];
    const double variance = std::max(latent.variance[n] + latent.noise_variance[n], 1e-300);
    const double error = g - latent.mean[n];
    inner.nll[n] = law.negative_log_density(error, variance) + (link == Link::log ? g : 0.0);
    inner.scaled_errors.push_back(std::abs(error) / std::sqrt(variance) * normal_width);
  }
  inner.score.link = link;
  inner.score.rmse = std::sqrt(square / static_cast<double>(values.size()));
  inner.score.nll = inner.nll.mean();
  return inner;
}

/// Prediction of one finished fit, before it is mixed with others.
LatentPrediction member_latent(const FitJobs& jobs, const std::string& name,
                               const PreparedData& data, const Eigen::MatrixXd& points) {
  std::vector<Member> members;
  members.push_back(jobs.member(name, 1));
  return FactorModel(data.description, std::move(members)).member_latents(points).front();
}

class Chooser {
 public:
  Chooser(const TrainingData& data, const InnerSplit& inner, const ModelFitOptions& options,
          FitJobs& jobs, const RandomByName& random)
      : data_(data),
        inner_(inner),
        options_(options),
        jobs_(jobs),
        random_(random),
        test_(data, inner.test) {
    for (const Link link : candidate_links(data, options))
      prepared_.push_back(prepare(data, inner.train, link));
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
    const InnerScore& best = least_error(scores, choice.link);
    choice.main_effects_share = best.score.main_effects_share;
    if (options_.calibrate) choice.calibration = calibration(choice, best.scaled_errors);
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

  const LatentPrediction& latent(const PreparedData& p, const std::string& fit) {
    const auto found = latents_.find(fit);
    if (found != latents_.end()) return found->second;
    return latents_.emplace(fit, member_latent(jobs_, fit, p, test_.points)).first->second;
  }
  /// One score for every share of the main-effects member.
  void append_scores(const PreparedData& p, Index rank, Index starts,
                     std::vector<InnerScore>& scores) {
    for (const double share : candidate_shares) {
      if (share > 0 && !wants_main_effects(options_)) break;
      std::vector<LatentPrediction> members;
      std::vector<double> shares;
      for (Index start = 1; share < 1 && start <= starts; ++start) {
        members.push_back(latent(p, start_name(p, rank, start)));
        shares.push_back((1 - share) / static_cast<double>(starts));
      }
      if (share > 0) {
        members.push_back(latent(p, name(p, "main effects")));
        shares.push_back(share);
      }
      scores.push_back(score_of(mixture(p.description, members, shares, test_.points),
                                p.description.standardisation.link, law_, test_.values));
      scores.back().score.rank = rank;
      scores.back().score.main_effects_share = share;
    }
  }

  /// From the scaled errors of the inner split's held-out rows; where these lie at places of their
  /// own, and they are few, also from further folds, the same choice fitted to each.
  double calibration(const Choice& choice, const std::vector<double>& scaled_errors) {
    const std::optional<HeldOut> held = held_out(data_, inner_);
    if (!held) return row_calibration(scaled_errors);
    // One forecast is one sample, however many rows it has: it may widen the intervals, not narrow
    // them.
    if (held->beyond) return std::max(row_calibration(scaled_errors), 1.0);
    ScaledErrors errors;
    const auto append = [&](const HeldOutRows& test, const std::vector<double>& magnitude) {
      errors.magnitude.insert(errors.magnitude.end(), magnitude.begin(), magnitude.end());
      for (const Index row : test.rows) errors.place.push_back(held->number[row]);
    };
    append(test_, scaled_errors);
    std::mt19937_64 random = random_("calibration, folds");
    for (std::size_t i = 0; const InnerSplit& fold : further_folds(*held, inner_, random)) {
      const HeldOutRows test(data_, fold.test);
      append(test, fold_errors(choice, fold.train, test, std::to_string(++i)));
    }
    return place_calibration(errors);
  }
  std::vector<double> fold_errors(const Choice& choice, const std::vector<Index>& train,
                                  const HeldOutRows& test, const std::string& number) {
    const PreparedData p = prepare(data_, train, choice.link);
    const Mixture mix = add_members(jobs_, "calibration, fold " + number + ", ", p, options_,
                                    choice.rank, choice.main_effects_share);
    jobs_.run();
    std::vector<LatentPrediction> members;
    for (const std::string& fit : mix.names)
      members.push_back(member_latent(jobs_, fit, p, test.points));
    return score_of(mixture(p.description, members, mix.shares, test.points), choice.link, law_,
                    test.values)
        .scaled_errors;
  }

  const TrainingData& data_;
  const InnerSplit& inner_;
  const ModelFitOptions& options_;
  const PredictiveLaw law_{options_.degrees_of_freedom};
  FitJobs& jobs_;
  const RandomByName& random_;
  HeldOutRows test_;
  std::vector<PreparedData> prepared_;
  std::vector<Index> ranks_;
  std::map<std::string, LatentPrediction> latents_;  ///< of finished fits at the held-out rows
};

}  // namespace

Choice choose(const TrainingData& data, const InnerSplit& inner, const ModelFitOptions& options,
              FitJobs& jobs, const RandomByName& random) {
  return Chooser(data, inner, options, jobs, random).choose();
}

Choice default_choice(const ModelFitOptions& options) {
  Choice choice;
  choice.link = options.link.value_or(Link::identity);
  if (has_free_rank(options.sections)) choice.rank = options.candidate_ranks.front();
  if (wants_main_effects(options))
    choice.main_effects_share = options.main_effects_share.value_or(default_share);
  choice.calibration = options.calibration.value_or(1.0);
  return choice;
}

Mixture add_members(FitJobs& jobs, const std::string& prefix, const PreparedData& data,
                    const ModelFitOptions& options, Index rank, double main_effects_share) {
  Mixture mix;
  if (main_effects_share > 0)
    jobs.add(prefix + "main effects", data, main_effects(options.sections));
  for (Index s = 1; main_effects_share < 1 && s <= options.starts; ++s) {
    mix.names.push_back(prefix + "start " + std::to_string(s));
    mix.shares.push_back((1 - main_effects_share) / static_cast<double>(options.starts));
    jobs.add(mix.names.back(), data, with_rank(options.sections, rank, data.description.axes));
  }
  if (main_effects_share > 0) {
    mix.names.push_back(prefix + "main effects");
    mix.shares.push_back(main_effects_share);
  }
  return mix;
}

}  // namespace tessera::tucker
