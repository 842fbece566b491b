#include "apps/common/column_source.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/hdf5/row_file.hpp"
#include "data/tables/dates.hpp"
#include "data/tables/typed_column.hpp"

namespace tessera {
namespace {

class CsvSource final : public ColumnSource {
 public:
  CsvSource(const std::filesystem::path& file, std::optional<double> missing_value)
      : table_(read_csv(file)), missing_value_(missing_value) {
    if (table_.rows.empty())
      throw DataError(file.string() + ": there are no rows below the header");
  }

  SourceColumn read(const std::string& column, bool may_be_dates) const override {
    const TypedColumn typed = typed_column(table_, column, missing_value_);
    if (typed.type == ColumnType::dates && !may_be_dates)
      throw DataError(table_.file.string() + ": column '" + column +
                      "' holds dates, numbers are needed");
    SourceColumn result;
    result.values = Eigen::Map<const Eigen::VectorXd>(typed.values.data(),
                                                      static_cast<Index>(typed.values.size()));
    if (typed.type == ColumnType::dates) {
      result.type = CoordinateType::date;
      result.units = date_units;
    }
    return result;
  }
  std::vector<std::string> columns() const override { return table_.header; }
  std::string place(Index row) const override {
    return table_.file.string() + ":" + std::to_string(table_.lines[static_cast<std::size_t>(row)]);
  }

 private:
  CsvTable table_;
  std::optional<double> missing_value_;
};

class Hdf5Source final : public ColumnSource {
 public:
  Hdf5Source(const std::filesystem::path& file, std::optional<double> missing_value)
      : name_(file.string()), file_(file), missing_value_(missing_value) {}

  SourceColumn read(const std::string& column, bool may_be_dates) const override {
    hdf5::RowColumn raw = file_.read(column);
    if (missing_value_)
      raw.values = (raw.values.array() == *missing_value_)
                       .select(std::numeric_limits<double>::quiet_NaN(), raw.values);
    for (Index row = 0; row < raw.values.size(); ++row)
      if (std::isinf(raw.values[row]))
        throw DataError(name_ + ": " + column + ": row " + std::to_string(row) + " is infinite");
    SourceColumn result{std::move(raw.values), std::move(raw.units), CoordinateType::real};
    if (may_be_dates && result.units.empty()) convert_dates(result);
    return result;
  }
  std::vector<std::string> columns() const override { return file_.columns(); }
  std::vector<std::string> axes() const override { return file_.axes(); }
  std::string value() const override { return file_.value(); }
  double value_scale() const override { return file_.value_scale(); }
  double value_offset() const override { return file_.value_offset(); }
  std::vector<FileSplit> splits() const override {
    std::vector<FileSplit> splits;
    for (const hdf5::RowGroup& group : file_.groups())
      splits.push_back({group.name, group.train, group.test});
    return splits;
  }
  std::string place(Index row) const override { return name_ + ": row " + std::to_string(row); }

 private:
  /// Numbers of which every one is a date YYYYMMDD.
  static void convert_dates(SourceColumn& column) {
    Eigen::VectorXd days = column.values;
    bool some = false;
    for (double& value : days) {
      if (std::isnan(value)) continue;
      const auto day = days_of_date_number(value);
      if (!day) return;
      value = *day;
      some = true;
    }
    if (some) column = {std::move(days), date_units, CoordinateType::date};
  }

  std::string name_;
  hdf5::RowFile file_;
  std::optional<double> missing_value_;
};

}  // namespace

std::unique_ptr<ColumnSource> open_source(const std::filesystem::path& file,
                                          std::optional<double> missing_value) {
  if (hdf5::is_hdf5(file)) return std::make_unique<Hdf5Source>(file, missing_value);
  return std::make_unique<CsvSource>(file, missing_value);
}

std::filesystem::path find_data_file(const std::string& file,
                                     const std::filesystem::path& deck_folder) {
  const std::filesystem::path first = (deck_folder / file).lexically_normal();
  if (std::filesystem::is_regular_file(first)) return first;
  if (std::filesystem::is_directory(first))
    throw DataError(first.string() + ": this is a folder, not a file");
  const char* const folder = std::getenv("TESSERA_DATA");
  std::string tried = first.string();
  if (folder != nullptr && *folder != '\0') {
    // A deck names its data by a path that holds on the machine it was written on.
    const std::filesystem::path base = folder;
    for (const std::filesystem::path& place :
         {base / file, base / std::filesystem::path(file).filename()}) {
      if (std::filesystem::is_regular_file(place)) return place.lexically_normal();
    }
    tried += fmt::format(" nor {} (TESSERA_DATA)",
                         (base / std::filesystem::path(file).filename()).string());
    throw DataError("there is no file " + tried);
  }
  throw DataError(fmt::format(
      "there is no file {}, and the environment variable TESSERA_DATA names no folder to look in",
      tried));
}

}  // namespace tessera
