#include "apps/tucker/validation.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "apps/tucker/model_set_up.hpp"
#include "apps/tucker/nested_monitor.hpp"
#include "apps/tucker/reference_fit.hpp"
#include "apps/tucker/update.hpp"
#include "data/fields/errors.hpp"
#include "solvers/comparators/scattered_predictor.hpp"

namespace tessera::tucker {
namespace {

constexpr const char* record_type = "tucker run";
constexpr const char* whole_name = "all rows";

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

ScatteredPredictorOptions predictor_options(const DataSet& data) {
  ScatteredPredictorOptions options;
  for (std::size_t k = data.axes.size(); k-- > 0;) {
    if (data.axes[k].has_two_columns) {
      options.place_axis = static_cast<Index>(k);
      options.geometry = data.axes[k].geometry;
    }
    if (data.axes[k].type == CoordinateType::date) options.day_axis = static_cast<Index>(k);
  }
  return options;
}

/// The deck's names as those of scattered_predictor.hpp.
std::vector<std::string> predictor_names(const Options& options, const DataSet& data) {
  std::vector<std::string> names;
  for (const std::string& name : options.compare) {
    if (name == "axis means")
      for (const ObservedAxis& axis : data.observations.axes)
        names.push_back("axis mean " + axis.name);
    else if (name == "inverse distance")
      for (int power = 1; power <= 4; ++power) names.push_back(fmt::format("{} {}", name, power));
    else
      names.push_back(name);
  }
  return names;
}

}  // namespace

Observations rows_of(const Observations& o, const std::vector<Index>& rows) {
  Observations part = o;
  part.coordinates = o.coordinates(rows, Eigen::all);
  part.values = o.values(rows);
  if (o.noise.size() > 1) part.noise = o.noise(rows);
  part.row_ids.clear();
  for (const Index row : rows) part.row_ids.push_back(o.row_ids[static_cast<std::size_t>(row)]);
  return part;
}

Validation::Validation(const Options& options, const DataSet& data, RunContext& context)
    : options_(options), data_(data), context_(context) {
  finished_.type = record_type;
  set_number(finished_, "finished", 0);
}

std::vector<SplitResult> Validation::run(const std::vector<Split>& splits) {
  std::vector<SplitResult> results;
  std::size_t restored = 0;
  if (context_.restart)
    restored = static_cast<std::size_t>(number_of(*context_.restart, "finished"));
  for (const Split& split : splits) {
    if (split.test.empty()) continue;
    const std::string prefix = "splits/" + std::to_string(results.size()) + "/";
    results.push_back(results.size() < restored
                          ? split_result(nested(*context_.restart, prefix), split)
                          : validate(split));
    nest(finished_, prefix, record_of(results.back()));
    set_number(finished_, "finished", static_cast<double>(results.size()));
    if (results.size() > restored) context_.monitor->checkpoint(finished_);
  }
  return results;
}

FittedModel Validation::fit(const Split& split, const std::string& stage,
                            const std::string& label) {
  context_.monitor->stage(stage);
  if (context_.monitor->should_stop()) {
    context_.monitor->checkpoint(finished_);
    throw Interrupted("stopped before the fit to " + label);
  }
  if (options_.model.reference_compatible) {
    std::mt19937_64 generator = context_.random.stream(split.name + ": published model");
    return reference_fit(options_, data_, split.train, generator);
  }
  const auto random = [this, &split](const std::string& name) {
    return context_.random.stream(split.name + ": " + name);
  };
  std::optional<ModelRecord> restart;
  // A checkpoint's fit is the one that was under way: the first after the finished splits.
  if (context_.restart &&
      number_of(*context_.restart, "finished") == number_of(finished_, "finished")) {
    restart = nested(*context_.restart, "fit/");
    if (restart->arrays.empty()) restart.reset();
  }
  ModelRecord state = finished_;
  if (restart) nest(state, "fit/", *restart);
  context_.monitor->checkpoint(state);
  NestedMonitor monitor(*context_.monitor, stage, label, finished_);
  TrainingData training = training_data(options_, data_, split.train);
  ModelFitOptions fit_settings = fit_options(options_, data_, split.train, context_);
  InnerSplit inner;
  if (keeps_choices(options_, data_, training.values.size()))
    take_over_choices(*data_.former, fit_settings);
  else
    inner = inner_split(options_, data_, split, context_.random);
  return fit_model(std::move(training), inner, fit_settings, random, monitor, restart);
}

SplitResult Validation::validate(const Split& split) {
  SplitResult result{split.name, split.train, split.test, {}, {}, {}};
  context_.monitor->stage("validation/simple predictors");
  result.simple = simple_predictions(split);
  const auto start = std::chrono::steady_clock::now();
  const FittedModel fitted = fit(split, "validation/fit", split.name);
  result.facts = facts_of(fitted, seconds_since(start));
  context_.monitor->stage("validation/predict");
  result.latent = fitted.model->latent(data_.observations.coordinates(split.test, Eigen::all), {});
  return result;
}

std::vector<SimplePrediction> Validation::simple_predictions(const Split& split) {
  const Observations training = rows_of(data_.observations, split.train);
  const Eigen::MatrixXd points = data_.observations.coordinates(split.test, Eigen::all);
  const ScatteredPredictorOptions options = predictor_options(data_);
  const std::vector<std::string> known = scattered_predictor_names(training, options);
  std::vector<SimplePrediction> predictions;
  for (const std::string& name : predictor_names(options_, data_)) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      context_.monitor->note(
          fmt::format("{}: \"{}\" is left out, these data are too large for it", split.name, name));
      continue;
    }
    const auto predictor = make_scattered_predictor(name, training, options);
    ScatteredPrediction p = predictor->predict(points);
    predictions.push_back(
        {name, predictor->choice(), std::move(p.mean), std::move(p.standard_deviation)});
  }
  return predictions;
}

Validation::Final Validation::fit_all(const std::vector<Split>& splits) {
  Split whole{whole_name, {}, {}};
  for (const Split& split : splits) {
    whole.train.insert(whole.train.end(), split.train.begin(), split.train.end());
    whole.train.insert(whole.train.end(), split.test.begin(), split.test.end());
  }
  std::sort(whole.train.begin(), whole.train.end());
  whole.train.erase(std::unique(whole.train.begin(), whole.train.end()), whole.train.end());
  const auto start = std::chrono::steady_clock::now();
  Final final{fit(whole, "final fit", whole_name), static_cast<Index>(whole.train.size()), {}};
  final.facts = facts_of(final.model, seconds_since(start));
  return final;
}

}  // namespace tessera::tucker
