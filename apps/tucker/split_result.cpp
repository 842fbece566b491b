#include "apps/tucker/split_result.hpp"

namespace tessera::tucker {
namespace {

void put(ModelRecord& record, const std::string& name, const Eigen::VectorXd& values) {
  set_array(record, name, {values.size()}, {values.begin(), values.end()});
}

Eigen::VectorXd get(const ModelRecord& record, const std::string& name) {
  const std::vector<double>& values = array_of(record, name).values;
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
}

std::size_t count_of(const ModelRecord& record, const std::string& name) {
  return static_cast<std::size_t>(number_of(record, name));
}

std::string numbered(const std::string& name, std::size_t i) {
  return name + "/" + std::to_string(i) + "/";
}

void put_facts(ModelRecord& record, const FitFacts& f) {
  put(record, "facts",
      Eigen::VectorXd{{static_cast<double>(f.link == Link::log), static_cast<double>(f.rank),
                       f.main_effects_share, f.calibration, static_cast<double>(f.cells),
                       static_cast<double>(f.full_grid), f.time_s}});
  set_number(record, "candidates", static_cast<double>(f.candidates.size()));
  for (std::size_t i = 0; i < f.candidates.size(); ++i) {
    const CandidateScore& c = f.candidates[i];
    put(record, numbered("candidate", i) + "score",
        Eigen::VectorXd{{static_cast<double>(c.link == Link::log), static_cast<double>(c.rank),
                         c.main_effects_share, c.rmse, c.nll}});
  }
  set_number(record, "members", static_cast<double>(f.members.size()));
  for (std::size_t i = 0; i < f.members.size(); ++i) {
    const MemberReport& m = f.members[i];
    const std::string prefix = numbered("member", i);
    record.texts[prefix + "name"] = m.name;
    Eigen::VectorXd sweeps(3 * static_cast<Index>(m.history.size()) + 2);
    sweeps.head(2) << static_cast<double>(m.converged), m.bound;
    for (std::size_t s = 0; s < m.history.size(); ++s)
      sweeps.segment(2 + 3 * static_cast<Index>(s), 3) << m.history[s].bound,
          m.history[s].noise_deviation, m.history[s].effective_rank;
    put(record, prefix + "sweeps", sweeps);
  }
}

FitFacts get_facts(const ModelRecord& record) {
  const Eigen::VectorXd v = get(record, "facts");
  FitFacts f{v[0] != 0 ? Link::log : Link::identity,
             static_cast<Index>(v[1]),
             v[2],
             v[3],
             static_cast<Index>(v[4]),
             v[5] != 0,
             v[6],
             {},
             {}};
  for (std::size_t i = 0; i < count_of(record, "candidates"); ++i) {
    const Eigen::VectorXd c = get(record, numbered("candidate", i) + "score");
    f.candidates.push_back(
        {c[0] != 0 ? Link::log : Link::identity, static_cast<Index>(c[1]), c[2], c[3], c[4]});
  }
  for (std::size_t i = 0; i < count_of(record, "members"); ++i) {
    const std::string prefix = numbered("member", i);
    const Eigen::VectorXd s = get(record, prefix + "sweeps");
    MemberReport member{text_of(record, prefix + "name"), {}, s[0] != 0, s[1]};
    for (Index n = 2; n + 2 < s.size(); n += 3)
      member.history.push_back({s[n], s[n + 1], s[n + 2]});
    f.members.push_back(std::move(member));
  }
  return f;
}

}  // namespace

FitFacts facts_of(const FittedModel& m, double time_s) {
  const ModelDescription& d = m.model->description();
  return {d.standardisation.link,
          d.rank,
          d.main_effects_share,
          d.calibration,
          m.cells,
          m.full_grid,
          time_s,
          m.candidates,
          m.members};
}

ModelRecord record_of(const SplitResult& result) {
  ModelRecord record;
  record.texts["name"] = result.name;
  put(record, "mean", result.latent.mean);
  put(record, "variance", result.latent.variance);
  put(record, "noise_variance", result.latent.noise_variance);
  put_facts(record, result.facts);
  set_number(record, "simple_predictors", static_cast<double>(result.simple.size()));
  for (std::size_t i = 0; i < result.simple.size(); ++i) {
    const SimplePrediction& simple = result.simple[i];
    const std::string prefix = numbered("simple_predictor", i);
    record.texts[prefix + "name"] = simple.name;
    record.texts[prefix + "choice"] = simple.choice;
    put(record, prefix + "mean", simple.mean);
    if (simple.standard_deviation.size() > 0)
      put(record, prefix + "standard_deviation", simple.standard_deviation);
  }
  return record;
}

SplitResult split_result(const ModelRecord& record, const Split& split) {
  SplitResult result{split.name, split.train, split.test, {}, get_facts(record), {}};
  result.latent = {get(record, "mean"), get(record, "variance"), get(record, "noise_variance")};
  for (std::size_t i = 0; i < count_of(record, "simple_predictors"); ++i) {
    const std::string prefix = numbered("simple_predictor", i);
    SimplePrediction simple{text_of(record, prefix + "name"),
                            text_of(record, prefix + "choice"),
                            get(record, prefix + "mean"),
                            {}};
    if (record.arrays.contains(prefix + "standard_deviation"))
      simple.standard_deviation = get(record, prefix + "standard_deviation");
    result.simple.push_back(std::move(simple));
  }
  return result;
}

}  // namespace tessera::tucker
