#include "apps/sphere/gaussian_process_validation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "apps/common/machine.hpp"
#include "data/fields/errors.hpp"
#include "solvers/comparators/scattered_predictor.hpp"
#include "solvers/sphere_gp/evidence.hpp"
#include "solvers/sphere_gp/posterior.hpp"

namespace tessera::sphere {
namespace {

using sphere_gp::SphereData;
using sphere_gp::StateForm;

SphereData sphere_data(const StationData& data, const std::vector<Index>& rows) {
  const Eigen::MatrixXd x = data.observations.coordinates(rows, Eigen::all);
  return {x.col(0), x.col(1), data.has_time ? Eigen::VectorXd(x.col(2)) : Eigen::VectorXd(),
          data.observations.values(rows)};
}

StationPredictions model_predictions(const StationFit& fit, const SphereData& training,
                                     const StationData& data, const std::vector<Index>& rows,
                                     RunContext& context) {
  const Eigen::MatrixXd x = data.observations.coordinates(rows, Eigen::all);
  const Eigen::VectorXd times =
      data.has_time ? Eigen::VectorXd(x.col(2)) : Eigen::VectorXd::Zero(x.rows());
  const sphere_gp::TimeSlice slice =
      posterior_at_points(fit.learned.model, training, fit.form,
                          sphere_gp::directions(x.col(0), x.col(1)), times, *context.monitor);
  const double noise = fit.learned.model.noise;
  return {"model", slice.mean, slice.variance.cwiseSqrt(),
          (slice.variance.array() + noise * noise).sqrt().matrix()};
}

std::vector<std::string> rival_names(const Options& options) {
  std::vector<std::string> names;
  for (const std::string& name : options.compare) {
    if (name == "inverse distance")
      for (int power = 1; power <= 4; ++power) names.push_back(fmt::format("{} {}", name, power));
    else if (name == "additive" || name == "kriging")
      names.push_back(name);
  }
  return names;
}

}  // namespace

StateForm state_form(const Options& options, const sphere_gp::SphereModel& model, Index places) {
  const std::string& state = options.gaussian_process.state;
  if (state == "harmonic") return StateForm::harmonic;
  return state == "observations" ? StateForm::observations : automatic_form(model, places);
}

StationFit fit_stations(const Options& options, const sphere_gp::SphereModel& model,
                        const SphereData& data, RunContext& context) {
  const GaussianProcessOptions& o = options.gaussian_process;
  StationFit fit;
  fit.form = state_form(options, model, data.places.rows());
  const double bytes = evidence_bytes(model, data, fit.form);
  const AvailableMemory available = available_memory();
  context.monitor->note(
      fmt::format("{} states ({}), {} rows, {} places, {} times: peak memory {:.3g} MB",
                  state_count(model, data.places.rows(), fit.form),
                  fit.form == StateForm::harmonic ? "harmonics" : "values at observed places",
                  data.rows(), data.places.rows(), data.times.size(), bytes / 1e6));
  if (bytes > available.bytes)
    throw ResourceError(fmt::format(
        "The filter needs {:.3g} GB, but only {:.3g} GB are available ({}). Fewer degrees, places "
        "or times need less.",
        bytes / 1e9, available.bytes / 1e9, available.limit));
  sphere_gp::LearnOptions settings;
  settings.form = fit.form;
  settings.starts = o.starts;
  settings.maximum_iterations = o.maximum_iterations;
  settings.relative_decrease = o.relative_decrease;
  settings.seed = context.random.stream("learn")();
  fit.learned = learn(with_start_values(model, data), data, settings, *context.monitor);
  return fit;
}

std::vector<ValidatedStations> validate(const Options& options, const StationData& data,
                                        const sphere_gp::SphereModel& model,
                                        const std::vector<StationSplit>& splits,
                                        RunContext& context) {
  std::vector<ValidatedStations> results;
  for (const StationSplit& split : splits) {
    context.monitor->stage("split " + split.name);
    const SphereData training = sphere_data(data, split.train);
    const StationFit fit = fit_stations(options, model, training, context);
    ValidatedStations result{split, fit.learned, {}};
    result.methods.push_back(model_predictions(fit, training, data, split.test, context));
    const Observations known = selected(data.observations, split.train);
    const Eigen::MatrixXd points = data.observations.coordinates(split.test, Eigen::all);
    ScatteredPredictorOptions rivals;
    rivals.place_axis = 0;
    rivals.geometry = Geometry::great_circle;
    for (const std::string& name : rival_names(options)) {
      const ScatteredPrediction p = make_scattered_predictor(name, known, rivals)->predict(points);
      result.methods.push_back({name, p.mean, {}, p.standard_deviation});
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace tessera::sphere
