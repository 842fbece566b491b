#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/hdf5/objects.hpp"
#include "data/hdf5/row_file.hpp"

// Inner layer of this room: the layouts behind RowFile. Everything throws LibraryError.
namespace tessera::hdf5 {

/// What RowFile tells about a file, and how it reads a column that is in `columns`.
struct RowReader {
  virtual ~RowReader() = default;
  virtual RowColumn read(const std::string& column) const = 0;

  RowLayout layout = RowLayout::columns;
  std::vector<std::string> axes;
  std::vector<std::string> columns;
  std::string value;
  double value_scale = 1;
  double value_offset = 0;
  std::vector<RowGroup> groups;
};

std::unique_ptr<RowReader> read_columns_layout(Id file);
std::unique_ptr<RowReader> read_indexed_layout(Id file);
std::unique_ptr<RowReader> read_folds_layout(Id file, const std::string& fold);

/// The first group of the root with train/coords and train/value; empty where there is none.
std::string first_fold(Id file);

/// A 1-D dataset, with the unit of its attribute `units` or `unit`.
RowColumn read_plain_column(Id file, const std::string& path);

/// Groups of the root that hold train_rows and test_rows, all numbers in [0, rows).
std::vector<RowGroup> read_row_groups(Id file, Eigen::Index rows);

}  // namespace tessera::hdf5
