#include <numeric>

#include "data/hdf5/row_layouts.hpp"

namespace tessera::hdf5 {
namespace {

class FoldsReader final : public RowReader {
 public:
  FoldsReader(Id file, const std::string& fold) {
    layout = RowLayout::folds;
    value = "value";
    const Part train = read_part(file, fold + "/train");
    const Part test = read_part(file, fold + "/test");
    if (train.dimensions != test.dimensions)
      throw LibraryError(fold + ": training and test rows have " +
                         std::to_string(train.dimensions) + " and " +
                         std::to_string(test.dimensions) + " coordinates");
    for (std::size_t k = 0; k < train.dimensions; ++k) {
      axes.push_back("axis" + std::to_string(k + 1));
      values_.push_back(joined(train.coordinates, test.coordinates, k, train.dimensions));
    }
    values_.push_back(joined(train.values, test.values, 0, 1));
    columns = axes;
    columns.push_back(value);
    RowGroup group{fold, {}, {}};
    group.train.resize(train.values.size());
    group.test.resize(test.values.size());
    std::iota(group.train.begin(), group.train.end(), std::int64_t{0});
    std::iota(group.test.begin(), group.test.end(), static_cast<std::int64_t>(train.values.size()));
    groups.push_back(std::move(group));
  }

  RowColumn read(const std::string& column) const override {
    std::size_t k = 0;
    while (columns[k] != column) ++k;
    return {"", values_[k]};
  }

 private:
  struct Part {
    std::size_t dimensions = 0;
    std::vector<double> coordinates;  ///< row by row
    std::vector<double> values;
  };

  static Part read_part(Id file, const std::string& path) {
    const Handle coordinates = open_dataset(file, path + "/coords");
    const Handle values = open_dataset(file, path + "/value");
    Numbers coords = read_numbers(coordinates.id(), path + "/coords");
    Numbers value = read_numbers(values.id(), path + "/value");
    if (coords.extents.size() != 2 || value.extents.size() != 1 ||
        coords.extents[0] != value.extents[0])
      throw LibraryError(path + ": coords must be rows x axes, and value as many rows");
    return {coords.extents[1], std::move(coords.values), std::move(value.values)};
  }

  static Eigen::VectorXd joined(const std::vector<double>& train, const std::vector<double>& test,
                                std::size_t first, std::size_t stride) {
    Eigen::VectorXd result(static_cast<Eigen::Index>((train.size() + test.size()) / stride));
    Eigen::Index row = 0;
    for (std::size_t i = first; i < train.size(); i += stride) result[row++] = train[i];
    for (std::size_t i = first; i < test.size(); i += stride) result[row++] = test[i];
    return result;
  }

  std::vector<Eigen::VectorXd> values_;
};

}  // namespace

std::string first_fold(Id file) {
  for (const Member& member : members(file))
    if (member.kind == Member::Kind::group && exists(file, member.name + "/train/coords") &&
        exists(file, member.name + "/train/value"))
      return member.name;
  return {};
}

std::unique_ptr<RowReader> read_folds_layout(Id file, const std::string& fold) {
  return std::make_unique<FoldsReader>(file, fold);
}

}  // namespace tessera::hdf5
