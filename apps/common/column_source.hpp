#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// What a coordinate is.
enum class CoordinateType {
  real,
  date  ///< days since 1970-01-01
};

/// Row numbers (those of the file, counted from 0) that a data file names for training and test.
struct FileSplit {
  std::string name;
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> test;
};

/// `file` as it stands, below the deck's folder, or below the folder that TESSERA_DATA names.
/// DataError that names all places where it was sought.
std::filesystem::path find_data_file(const std::string& file,
                                     const std::filesystem::path& deck_folder);

/// A column of a data file.
struct SourceColumn {
  Eigen::VectorXd values;  ///< NaN where missing
  std::string units;       ///< empty where the file says nothing
  CoordinateType type = CoordinateType::real;
};

/// A data file of any format, read column by column. Everything throws DataError.
class ColumnSource {
 public:
  virtual ~ColumnSource() = default;
  /// Dates become days since 1970-01-01 where `may_be_dates`, else they are an error.
  virtual SourceColumn read(const std::string& column, bool may_be_dates) const = 0;
  virtual std::vector<std::string> columns() const = 0;
  /// Columns that the layout marks as axes; empty where it marks none.
  virtual std::vector<std::string> axes() const { return {}; }
  /// The column that the layout marks as the measured values; empty where it marks none.
  virtual std::string value() const { return {}; }
  virtual double value_scale() const { return 1; }
  virtual double value_offset() const { return 0; }
  virtual std::vector<FileSplit> splits() const { return {}; }
  /// `data.csv:17` or `data.h5: row 16`, for messages; `row` counts from 0.
  virtual std::string place(Index row) const = 0;
};

/// Opens a CSV or HDF5 file, told apart by its first bytes.
std::unique_ptr<ColumnSource> open_source(const std::filesystem::path& file,
                                          std::optional<double> missing_value);

}  // namespace tessera
