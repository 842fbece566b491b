#include "apps/tucker/data_set.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "apps/common/column_source.hpp"
#include "apps/common/units.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw DataError(file + ": " + what);
}

/// The unit of a column, where deck and file must agree if both say one.
std::string agreed_unit(const std::string& file, const std::string& column,
                        const std::string& in_file, const LocatedText* in_deck) {
  if (in_deck == nullptr || in_deck->value.empty()) return in_file;
  if (!in_file.empty() && !is_same_unit(in_file, in_deck->value))
    fail(file,
         fmt::format("column '{}' is in \"{}\", but the deck says \"{}\" ({}  {}). Units are "
                     "not converted: change the deck or the data.",
                     column, in_file, in_deck->value, to_string(in_deck->where), in_deck->path));
  return in_deck->value;
}

void require_places_on_the_sphere(const ColumnSource& source, const std::string& axis,
                                  const Eigen::MatrixXd& places) {
  for (Index row = 0; row < places.rows(); ++row) {
    if (std::abs(places(row, 0)) <= 90 && std::abs(places(row, 1)) <= 360) continue;
    if (std::isnan(places(row, 0)) || std::isnan(places(row, 1))) continue;
    throw DataError(fmt::format("{}: {} = ({:.9g}, {:.9g}) is no latitude and longitude in degrees",
                                source.place(row), axis, places(row, 0), places(row, 1)));
  }
}

class DataSetReader {
 public:
  DataSetReader(const Options& options, const std::filesystem::path& deck_folder)
      : options_(options),
        file_(find_data_file(options.observations.file.value, deck_folder)),
        name_(file_.string()),
        source_(open_source(file_, missing_value(options.observations.missing_value))) {}

  DataSet read() {
    read_values();
    for (const auto& [name, axis] : options_.axes) read_axis(name, axis);
    read_noise();
    drop_missing_rows();
    data_.splits = source_->splits();
    data_.observations.source = name_;
    for (std::size_t k = 0; k < data_.axes.size(); ++k) count_coordinates(k);
    count_repetitions();
    return std::move(data_);
  }

 private:
  static std::optional<double> missing_value(const LocatedText& text) {
    return text.value.empty() ? std::nullopt : constant(text.value);
  }

  void read_values() {
    const ObservationOptions& o = options_.observations;
    const std::string column = o.column.value.empty() ? source_->value() : o.column.value;
    if (column.empty())
      throw DeckError(deck_message(o.file.where, o.file.path,
                                   "measurements need a Column too: the one that holds their "
                                   "values. Columns of " +
                                       name_ + ": " + listed(source_->columns()) + "."));
    SourceColumn values = source_->read(column, false);
    Observations& result = data_.observations;
    result.value_name = column;
    result.value_units = agreed_unit(name_, column, values.units, &o.units);
    result.values = std::move(values.values);
    data_.rows_in_file = result.values.size();
    if (data_.rows_in_file == 0) fail(name_, "there are no rows");
    if (column == source_->value()) {
      data_.stored_scale = source_->value_scale();
      data_.stored_offset = source_->value_offset();
    }
  }

  void read_axis(const std::string& name, const AxisOptions& axis) {
    ObservedAxis observed{name, columns_of(name, axis), {}};
    AxisFacts facts;
    facts.is_time = axis.kind == "time";
    facts.has_two_columns = observed.columns.size() == 2;
    facts.geometry = axis.geometry == "great circle" ? Geometry::great_circle : Geometry::euclidean;
    facts.first_column = data_.observations.coordinates.cols();
    Eigen::MatrixXd& coordinates = data_.observations.coordinates;
    coordinates.conservativeResize(
        data_.rows_in_file, coordinates.cols() + static_cast<Index>(observed.columns.size()));
    for (std::size_t c = 0; c < observed.columns.size(); ++c) {
      const std::string& column = observed.columns[c];
      SourceColumn read = source_->read(column, !facts.has_two_columns);
      require_rows(column, read.values.size());
      observed.units.push_back(
          agreed_unit(name_, column, read.units, c < axis.units.size() ? &axis.units[c] : nullptr));
      coordinates.col(facts.first_column + static_cast<Index>(c)) = read.values;
      facts.type = read.type;
      facts.is_time = facts.is_time || read.type == CoordinateType::date;
    }
    if (facts.geometry == Geometry::great_circle)
      require_places_on_the_sphere(*source_, name, coordinates.rightCols(2));
    data_.observations.axes.push_back(std::move(observed));
    data_.axes.push_back(facts);
  }

  void require_rows(const std::string& column, Index rows) const {
    if (rows != data_.rows_in_file)
      fail(name_, fmt::format("column '{}' has {} rows, '{}' has {}", column, rows,
                              data_.observations.value_name, data_.rows_in_file));
  }

  void read_noise() {
    const std::string& noise = options_.observations.noise.value;
    Observations& result = data_.observations;
    result.noise_learned = noise.empty() || noise == "learned";
    if (result.noise_learned) return;
    if (const auto number = constant(noise)) {
      result.noise = Eigen::VectorXd::Constant(1, *number);
      return;
    }
    result.noise = source_->read(noise, false).values;
    require_rows(noise, result.noise.size());
    for (Index row = 0; row < result.noise.size(); ++row)
      if (result.noise[row] <= 0)
        throw DataError(fmt::format("{}: column '{}': a standard deviation must be positive",
                                    source_->place(row), noise));
  }

  void drop_missing_rows() {
    Observations& o = data_.observations;
    std::vector<Index> kept;
    for (Index row = 0; row < data_.rows_in_file; ++row) {
      const Index missing = (std::isnan(o.values[row]) ? 1 : 0) +
                            o.coordinates.row(row).array().isNaN().count() +
                            (o.noise.size() > 1 && std::isnan(o.noise[row]) ? 1 : 0);
      data_.missing_values += missing;
      if (missing == 0) kept.push_back(row);
    }
    data_.dropped_rows = data_.rows_in_file - static_cast<Index>(kept.size());
    require_few_missing();
    o.row_ids.assign(kept.begin(), kept.end());
    if (data_.dropped_rows == 0) return;
    o.coordinates = o.coordinates(kept, Eigen::all).eval();
    o.values = o.values(kept).eval();
    if (o.noise.size() > 1) o.noise = o.noise(kept).eval();
  }

  void require_few_missing() const {
    const double share =
        static_cast<double>(data_.dropped_rows) / static_cast<double>(data_.rows_in_file);
    const double allowed = options_.observations.maximum_missing_share;
    if (data_.dropped_rows < data_.rows_in_file && share <= allowed) return;
    fail(name_, fmt::format("{} of {} rows have a missing value ({}), more than the share {} that "
                            "Observations > Maximum Missing Share allows",
                            data_.dropped_rows, data_.rows_in_file, gaps_by_column(), allowed));
  }

  /// `mean: 3, year: 1`
  std::string gaps_by_column() const {
    const Observations& o = data_.observations;
    std::string words;
    const auto add = [&words](const std::string& column, Index gaps) {
      if (gaps > 0) words += fmt::format("{}{}: {}", words.empty() ? "" : ", ", column, gaps);
    };
    add(o.value_name, o.values.array().isNaN().count());
    Index k = 0;
    for (const ObservedAxis& axis : o.axes)
      for (const std::string& column : axis.columns)
        add(column, o.coordinates.col(k++).array().isNaN().count());
    if (o.noise.size() > 1) add(options_.observations.noise.value, o.noise.array().isNaN().count());
    return words;
  }

  void count_coordinates(std::size_t k) {
    const std::vector<Index> numbers = distinct_numbers(data_, k);
    data_.axes[k].distinct = 1 + *std::max_element(numbers.begin(), numbers.end());
    if (data_.axes[k].distinct > 1) return;
    const ObservedAxis& axis = data_.observations.axes[k];
    std::string value;
    for (std::size_t c = 0; c < axis.columns.size(); ++c)
      value += fmt::format(
          "{}{:.9g}", c > 0 ? ", " : "",
          data_.observations.coordinates(0, data_.axes[k].first_column + static_cast<Index>(c)));
    fail(name_,
         fmt::format("all {} rows have {} = {}: an axis needs two distinct coordinates at "
                     "least. Leave \"{}\" out of Axes.",
                     data_.observations.values.size(), listed(axis.columns), value, axis.name));
  }

  void count_repetitions() {
    const std::vector<Index> combination = combination_numbers(data_);
    const auto all = static_cast<Index>(combination.size());
    data_.repeated_rows = all - 1 - *std::max_element(combination.begin(), combination.end());
    if (data_.repeated_rows == 0) return;
    std::vector<Index> first(combination.size(), -1);
    const Eigen::VectorXd& values = data_.observations.values;
    for (Index row = 0; row < all; ++row) {
      Index& former = first[static_cast<std::size_t>(combination[static_cast<std::size_t>(row)])];
      if (former < 0)
        former = row;
      else if (values[former] == values[row])
        ++data_.repeated_values;
    }
  }

  const Options& options_;
  std::filesystem::path file_;
  std::string name_;
  std::unique_ptr<ColumnSource> source_;
  DataSet data_;
};

}  // namespace

DataSet read_data_set(const Options& options, const std::filesystem::path& deck_folder) {
  return DataSetReader(options, deck_folder).read();
}

}  // namespace tessera::tucker
