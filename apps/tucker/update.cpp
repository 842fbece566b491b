#include "apps/tucker/update.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/tucker/model_set_up.hpp"
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
                             const DataSet& data) {
  std::vector<ObservedAxis> axes;
  for (std::size_t k = 0; k < data.axes.size(); ++k) axes.push_back(named_axis(data, k));
  const std::string before = words_of(former.columns), now = words_of(axes);
  if (before != now)
    throw DataError(
        fmt::format("{}: its model depends on {}; this deck's axes are {}", file, before, now));
  const std::string quantity = quantity_name(data), units = data.observations.value_units;
  if (former.quantity != quantity || former.units != units)
    throw DataError(fmt::format("{}: its model is of {} [{}]; these observations are of {} [{}]",
                                file, former.quantity, former.units, quantity, units));
}

/// Rows behind those of the file, with numbers below 0: no split of the file names them.
void append_rows(const ModelDescription& former, Observations& o) {
  const Index own = o.values.size(), added = former.values.size();
  o.coordinates.conservativeResize(own + added, Eigen::NoChange);
  o.coordinates.bottomRows(added) = former.points;
  o.values.conservativeResize(own + added);
  o.values.tail(added) = former.values;
  if (o.noise.size() > 1) {
    const double typical = std::sqrt(o.noise.squaredNorm() / static_cast<double>(own));
    o.noise.conservativeResize(own + added);
    o.noise.tail(added).setConstant(typical);
  }
  for (Index row = 0; row < added; ++row) o.row_ids.push_back(-1 - row);
}

}  // namespace

void add_former_rows(const Options& options, const std::filesystem::path& deck_folder,
                     DataSet& data, std::vector<Split>& splits) {
  const std::filesystem::path file = former_file(options, deck_folder);
  const ModelRecord record = hdf5::read_record(file, "/model");
  if (record.type != "tucker")
    throw DataError(fmt::format("{}: holds a model of type \"{}\", not one of tessera-tucker",
                                file.string(), record.type));
  const auto predictor = FactorModel::load(record);
  const ModelDescription& former = dynamic_cast<const FactorModel&>(*predictor).description();
  if (!former.saves_rows)
    throw DataError(fmt::format(
        "{}: its model was saved without its rows, which Update needs: run it again with Output > "
        "Saved Rows of {} or more",
        file.string(), former.chosen_from));
  require_same_quantities(file.string(), former, data);
  const Index own = data.observations.values.size();
  append_rows(former, data.observations);
  for (Split& split : splits)
    for (Index row = own; row < data.observations.values.size(); ++row) split.train.push_back(row);
  for (std::size_t k = 0; k < data.axes.size(); ++k) {
    const std::vector<Index> numbers = distinct_numbers(data, k);
    data.axes[k].distinct = *std::max_element(numbers.begin(), numbers.end()) + 1;
  }
  data.former = {file.string(),       former.standardisation.link,
                 former.rank,         former.main_effects_share,
                 former.calibration,  former.chosen_from,
                 former.values.size()};
}

bool keeps_choices(const Options& options, const DataSet& data, Index rows) {
  return data.former &&
         static_cast<double>(rows) <=
             options.update_choose_again * static_cast<double>(data.former->chosen_from);
}

void take_over_choices(const FormerModel& former, ModelFitOptions& settings) {
  settings.link = former.link;
  if (former.rank > 0) settings.candidate_ranks = {former.rank};
  settings.main_effects_share = former.main_effects_share;
  settings.calibration = former.calibration;
  settings.chosen_from = former.chosen_from;
}

}  // namespace tessera::tucker
