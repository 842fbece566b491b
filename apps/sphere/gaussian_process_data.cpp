#include "apps/sphere/gaussian_process_data.hpp"

#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "apps/common/units.hpp"
#include "data/deck/constant_expression.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::sphere {
namespace {

/// Reads the columns of a data file that a deck names.
class StationReader {
 public:
  StationReader(const Options& options, const std::filesystem::path& deck_folder)
      : options_(options),
        o_(options.gaussian_process),
        file_(find_data_file(o_.file.value, deck_folder)),
        source_(
            open_source(file_, o_.missing_value.value.empty()
                                   ? std::nullopt
                                   : std::optional(evaluate_constant(o_.missing_value.value)))) {}

  StationData read() {
    read_values();
    read_places();
    read_times();
    drop_missing();
    data_.splits = source_->splits();
    data_.observations.source = file_.string();
    data_.observations.noise_learned = is_learned(o_.noise);
    if (!data_.observations.noise_learned)
      data_.observations.noise = Eigen::VectorXd::Constant(1, evaluate_constant(o_.noise.value));
    return std::move(data_);
  }

 private:
  void read_values() {
    const std::string column = o_.column.value.empty() ? source_->value() : o_.column.value;
    if (column.empty())
      throw DeckError(deck_message(o_.file.where, o_.file.path,
                                   "measurements need a Column too: the one that holds their "
                                   "values. Columns of " +
                                       file_.string() + ": " + listed(source_->columns()) + "."));
    SourceColumn values = source_->read(column, false);
    data_.rows_in_file = values.values.size();
    if (!o_.units.value.empty() && !values.units.empty() &&
        !is_same_unit(values.units, o_.units.value))
      throw DataError(
          fmt::format("{}: column '{}' is in \"{}\", but the deck says \"{}\". Units "
                      "are not converted: change the deck or the data.",
                      file_.string(), column, values.units, o_.units.value));
    data_.observations.value_name = column;
    data_.observations.value_units = o_.units.value.empty() ? values.units : o_.units.value;
    data_.observations.values = std::move(values.values);
  }

  Eigen::VectorXd column(const std::string& name, std::string* units, bool may_be_dates) const {
    SourceColumn read = source_->read(name, may_be_dates);
    if (read.values.size() != data_.rows_in_file)
      throw DataError(fmt::format("{}: column '{}' has {} rows, '{}' has {}", file_.string(), name,
                                  read.values.size(), data_.observations.value_name,
                                  data_.rows_in_file));
    *units = read.units;
    return std::move(read.values);
  }

  void read_places() {
    const auto& [name, axis] = *sphere_axis(options_);
    const std::string latitude = axis.latitude.value.empty() ? "latitude" : axis.latitude.value;
    const std::string longitude = axis.longitude.value.empty() ? "longitude" : axis.longitude.value;
    Eigen::MatrixXd& x = data_.observations.coordinates;
    x.resize(data_.rows_in_file, 2);
    std::string units;
    x.col(0) = column(latitude, &units, false);
    x.col(1) = column(longitude, &units, false);
    if (is_same_unit(units, "degrees_west")) x.col(1) *= -1;
    for (Index row = 0; row < x.rows(); ++row)
      if (std::abs(x(row, 0)) > 90 || std::abs(x(row, 1)) > 360)
        throw DataError(fmt::format("{}: ({:.9g}, {:.9g}) is no latitude and longitude in degrees",
                                    source_->place(row), x(row, 0), x(row, 1)));
    data_.observations.axes.push_back(
        {name, {"latitude", "longitude"}, {"degrees_north", "degrees_east"}});
  }

  void read_times() {
    const auto* time = time_axis(options_);
    if (time == nullptr) return;
    data_.has_time = true;
    const AxisOptions& axis = time->second;
    std::string units;
    Eigen::MatrixXd& x = data_.observations.coordinates;
    const Eigen::VectorXd values =
        column(axis.column.value.empty() ? time->first : axis.column.value, &units, true);
    x.conservativeResize(Eigen::NoChange, 3);
    x.col(2) = values;
    data_.observations.axes.push_back(
        {time->first, {time->first}, {axis.units.empty() ? units : axis.units}});
  }

  void drop_missing() {
    Observations& o = data_.observations;
    std::vector<Index> kept;
    for (Index row = 0; row < data_.rows_in_file; ++row)
      if (std::isfinite(o.values(row)) && o.coordinates.row(row).allFinite()) kept.push_back(row);
    data_.dropped_rows = data_.rows_in_file - static_cast<Index>(kept.size());
    if (kept.empty()) throw DataError(file_.string() + ": there is no row without missing values");
    o.row_ids.resize(static_cast<std::size_t>(data_.rows_in_file));
    for (std::size_t row = 0; row < o.row_ids.size(); ++row)
      o.row_ids[row] = static_cast<std::int64_t>(row);
    o = selected(o, kept);
  }

  const Options& options_;
  const GaussianProcessOptions& o_;
  std::filesystem::path file_;
  std::unique_ptr<ColumnSource> source_;
  StationData data_;
};

}  // namespace

std::vector<Index> StationData::places() const {
  std::map<std::array<double, 2>, Index> number;
  std::vector<Index> places;
  for (Index row = 0; row < observations.values.size(); ++row)
    places.push_back(
        number
            .try_emplace({observations.coordinates(row, 0), observations.coordinates(row, 1)},
                         static_cast<Index>(number.size()))
            .first->second);
  return places;
}

StationData read_station_data(const Options& options, const std::filesystem::path& deck_folder) {
  return StationReader(options, deck_folder).read();
}

std::vector<Index> rows_without_copies(const StationData& data) {
  std::set<std::array<double, 4>> known;
  std::vector<Index> rows;
  const Observations& o = data.observations;
  for (Index row = 0; row < o.values.size(); ++row)
    if (known
            .insert({o.coordinates(row, 0), o.coordinates(row, 1),
                     data.has_time ? o.coordinates(row, 2) : 0, o.values(row)})
            .second)
      rows.push_back(row);
  return rows;
}

Observations selected(const Observations& o, const std::vector<Index>& rows) {
  Observations part = o;
  part.coordinates = o.coordinates(rows, Eigen::all);
  part.values = o.values(rows);
  part.row_ids.clear();
  for (const Index row : rows) part.row_ids.push_back(o.row_ids[static_cast<std::size_t>(row)]);
  return part;
}

}  // namespace tessera::sphere
