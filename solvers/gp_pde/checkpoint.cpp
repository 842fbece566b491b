#include <string>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/adaptation.hpp"

namespace tessera::gp_pde {
namespace {

constexpr const char* record_type = "gp_pde_adaptation";

void store(ModelRecord& record, const std::string& name, const Solution& u) {
  const Tensor& c = u.coefficients();
  set_array(record, name, c.shape, {c.values.begin(), c.values.end()});
}

/// Arrays of a step in the order of these names; axes follow each other.
std::vector<double> numbers(const AdaptationStep& s) {
  std::vector<double> v{s.residual,
                        s.side_residual,
                        static_cast<double>(s.newton_iterations),
                        static_cast<double>(s.operator_applications),
                        s.newton_converged ? 1.0 : 0.0,
                        s.time_s,
                        s.unimposed_side_mismatch};
  for (const AxisResolution& a : s.axes)
    v.insert(v.end(), {a.band, static_cast<double>(a.rank), static_cast<double>(a.nodes), a.tail,
                       a.condition, a.vector_condition});
  return v;
}

AdaptationStep step_from(const double* v, std::size_t axes, const std::string& kind) {
  AdaptationStep s;
  s.residual = v[0];
  s.side_residual = v[1];
  s.newton_iterations = static_cast<Index>(v[2]);
  s.operator_applications = static_cast<Index>(v[3]);
  s.newton_converged = v[4] != 0;
  s.time_s = v[5];
  s.unimposed_side_mismatch = v[6];
  for (std::size_t k = 0; k < axes; ++k) {
    const double* a = v + 7 + 6 * k;
    s.axes.push_back(
        {a[0], static_cast<Index>(a[1]), static_cast<Index>(a[2]), a[3], kind, a[4], a[5]});
  }
  return s;
}

}  // namespace

ModelRecord to_record(const AdaptationState& state) {
  ModelRecord record;
  record.type = record_type;
  std::vector<double> bands;
  std::vector<double> ranks;
  for (const AxisSetting& s : state.settings) {
    bands.push_back(s.spectrum.band);
    ranks.push_back(static_cast<double>(s.rank));
  }
  const auto axes = static_cast<Index>(state.settings.size());
  set_array(record, "next_band", {axes}, bands);
  set_array(record, "next_rank", {axes}, ranks);
  set_number(record, "best", static_cast<double>(state.best));
  set_number(record, "idle_steps", static_cast<double>(state.idle_steps));
  std::vector<double> history;
  for (const AdaptationStep& s : state.steps)
    for (const double v : numbers(s)) history.push_back(v);
  set_array(record, "steps", {7 + 6 * axes, static_cast<Index>(state.steps.size())},
            std::move(history));
  if (!state.steps.empty()) {
    record.texts["kind"] = state.steps.front().axes.front().kind;
    store(record, "best_coefficients", *state.best_solution);
    store(record, "last_coefficients", *state.last_solution);
  }
  return record;
}

namespace {

/// Bases follow from bands and ranks, bit by bit; only the coefficients are stored.
std::shared_ptr<const Solution> load_solution(const ModelRecord& record, const std::string& name,
                                              const SplitProblem& problem,
                                              std::vector<AxisSetting> settings,
                                              const AdaptationStep& step) {
  for (std::size_t k = 0; k < settings.size(); ++k) {
    settings[k].spectrum.band = step.axes[k].band;
    settings[k].rank = step.axes[k].rank;
  }
  const ModelRecord::Array& c = array_of(record, name);
  auto bases = make_bases(problem, settings);
  for (std::size_t k = 0; k < bases.size(); ++k)
    if (c.shape.size() != bases.size() || c.shape[k] != bases[k]->rank())
      throw DataError("the checkpoint does not belong to this problem");
  return make_solution(problem, std::move(bases),
                       Tensor(c.shape, Eigen::Map<const Eigen::VectorXd>(
                                           c.values.data(), static_cast<Index>(c.values.size()))));
}

}  // namespace

void restore(const ModelRecord& record, const SplitProblem& problem, AdaptationState& state) try {
  const std::size_t axes = state.settings.size();
  const auto& bands = array_of(record, "next_band").values;
  const auto& ranks = array_of(record, "next_rank").values;
  const ModelRecord::Array& steps = array_of(record, "steps");
  if (record.type != record_type || bands.size() != axes || ranks.size() != axes ||
      steps.shape.size() != 2 || steps.shape[0] != static_cast<Index>(7 + 6 * axes))
    throw DataError("the checkpoint does not belong to this problem");
  for (std::size_t k = 0; k < axes; ++k) {
    state.settings[k].spectrum.band = bands[k];
    state.settings[k].rank = static_cast<Index>(ranks[k]);
  }
  state.best = static_cast<std::size_t>(number_of(record, "best"));
  state.idle_steps = static_cast<Index>(number_of(record, "idle_steps"));
  for (Index i = 0; i < steps.shape[1]; ++i)
    state.steps.push_back(
        step_from(steps.values.data() + i * steps.shape[0], axes, text_of(record, "kind")));
  if (state.steps.empty()) return;
  if (state.best >= state.steps.size())
    throw DataError("the checkpoint does not belong to this problem");
  state.best_solution =
      load_solution(record, "best_coefficients", problem, state.settings, state.steps[state.best]);
  state.last_solution =
      load_solution(record, "last_coefficients", problem, state.settings, state.steps.back());
} catch (const std::out_of_range& error) {
  throw DataError(std::string("the checkpoint is incomplete: ") + error.what());
}

}  // namespace tessera::gp_pde
