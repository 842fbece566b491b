#include "apps/tucker/update.hpp"

#include <fmt/format.h>

#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera::tucker {
namespace {

std::filesystem::path former_file(const Options& options,
                                  const std::filesystem::path& deck_folder) {
  std::filesystem::path file = options.update_result.value;
  if (file.is_relative() && !std::filesystem::exists(file)) file = deck_folder / file;
  if (std::filesystem::is_directory(file)) file /= "result.h5";
  if (!std::filesystem::exists(file))
    throw DataError(fmt::format("Update > Result: there is no {}, neither here nor below {}",
                                options.update_result.value, deck_folder.string()));
  return file;
}

std::string words_of(const std::vector<ObservedAxis>& axes) {
  std::string words;
  for (const ObservedAxis& axis : axes)
    for (std::size_t c = 0; c < axis.columns.size(); ++c)
      words += fmt::format("{}{} [{}]", words.empty() ? "" : ", ", axis.columns[c], axis.units[c]);
  return words;
}

void require_same_quantities(const std::string& file, const ModelDescription& former,
                             const TrainingData& training) {
  const std::string before = words_of(former.columns), now = words_of(training.columns);
  if (before != now)
    throw DataError(
        fmt::format("{}: its model depends on {}; this deck's axes are {}", file, before, now));
  if (former.quantity != training.quantity || former.units != training.units)
    throw DataError(fmt::format("{}: its model is of {} [{}]; these observations are of {} [{}]",
                                file, former.quantity, former.units, training.quantity,
                                training.units));
}

}  // namespace

void continue_model(const Options& options, const std::filesystem::path& deck_folder,
                    TrainingData& training, ModelFitOptions& settings) {
  const std::filesystem::path file = former_file(options, deck_folder);
  const ModelRecord record = hdf5::read_record(file, "/model");
  if (record.type != "tucker")
    throw DataError(fmt::format("{}: holds a model of type \"{}\", not one of tessera-tucker",
                                file.string(), record.type));
  const auto predictor = FactorModel::load(record);
  const ModelDescription& former = dynamic_cast<const FactorModel&>(*predictor).description();
  require_same_quantities(file.string(), former, training);
  Eigen::MatrixXd points(former.points.rows() + training.points.rows(), training.points.cols());
  points << former.points, training.points;
  Eigen::VectorXd values(points.rows());
  values << former.values, training.values;
  training.points = std::move(points);
  training.values = std::move(values);
  settings.link = former.standardisation.link;
  if (former.rank > 0) settings.candidate_ranks = {former.rank};
  settings.main_effects_share = former.main_effects_share;
  settings.calibration = former.calibration;
}

}  // namespace tessera::tucker
