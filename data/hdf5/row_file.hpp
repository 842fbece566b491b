#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace tessera::hdf5 {

/// How measurements, one a row, are laid out in an HDF5 file.
enum class RowLayout {
  /// 1-D datasets of equal length anywhere in the file.
  columns,
  /// `axes/<k>_<name>_conti` (or `axes/<k>_<name>_raw`, which wins) with the distinct coordinates
  /// of axis k, `rows/index` (N x K, positions in them counted from 0), `rows/value` (N), and any
  /// further 1-D `rows/<name>`. Coordinates come out as `raw_min + conti / divisor * (raw_max -
  /// raw_min)` where the dataset has these attributes, values as `value * target_std_raw +
  /// target_mean_raw` where the file has those.
  indexed,
  /// `fold<i>/{train,test}/{coords,value}`: rows are those of the first fold, its training rows
  /// first; the axes are called axis1, axis2, ...
  folds
};

struct RowColumn {
  std::string units;       ///< empty where the file says nothing
  Eigen::VectorXd values;  ///< N, in raw units; NaN where missing
};

/// Row numbers that a file names for training and test.
struct RowGroup {
  std::string name;
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> test;
};

/// Measurements in an HDF5 file, read column by column. All members throw DataError that names the
/// file, the dataset and, where one is at fault, the row.
class RowFile {
 public:
  explicit RowFile(const std::filesystem::path& file);
  ~RowFile();
  RowFile(RowFile&&) noexcept;
  RowFile& operator=(RowFile&&) noexcept;

  RowLayout layout() const;
  /// Axes that the layout marks, in its order; none for `columns`.
  const std::vector<std::string>& axes() const;
  /// Names for read(): axes, the value, then paths of 1-D datasets of as many rows.
  const std::vector<std::string>& columns() const;
  /// The value's name in columns(); empty for `columns`.
  const std::string& value() const;
  /// Raw values are offset + scale * the file's; 0 and 1 unless the layout says otherwise.
  double value_scale() const;
  double value_offset() const;
  RowColumn read(const std::string& column) const;
  /// Groups of the root with the datasets train_rows and test_rows; of `folds`, the fold.
  const std::vector<RowGroup>& groups() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tessera::hdf5
