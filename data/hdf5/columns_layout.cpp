#include "data/hdf5/row_layouts.hpp"

namespace tessera::hdf5 {
namespace {

class ColumnsReader final : public RowReader {
 public:
  explicit ColumnsReader(Id file) : file_(file) {
    collect("");
    Eigen::Index rows = 0;
    if (!columns.empty()) rows = static_cast<Eigen::Index>(extents(columns.front()).front());
    groups = read_row_groups(file, rows);
  }
  RowColumn read(const std::string& column) const override {
    return read_plain_column(file_, column);
  }

 private:
  /// 1-D datasets below `path`, but not the row numbers of groups.
  void collect(const std::string& path) {
    const Handle group = open_group(file_, path.empty() ? "/" : path);
    for (const Member& member : members(group.id())) {
      const std::string name = path.empty() ? member.name : path + "/" + member.name;
      if (member.kind == Member::Kind::group) {
        if (!exists(file_, name + "/train_rows")) collect(name);
      } else if (member.kind == Member::Kind::numbers && extents(name).size() == 1) {
        columns.push_back(name);
      }
    }
  }
  std::vector<std::size_t> extents(const std::string& path) const {
    return extents_of_dataset(open_dataset(file_, path).id(), path);
  }

  Id file_;
};

}  // namespace

std::unique_ptr<RowReader> read_columns_layout(Id file) {
  return std::make_unique<ColumnsReader>(file);
}

}  // namespace tessera::hdf5
