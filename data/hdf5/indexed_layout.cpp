#include <algorithm>
#include <charconv>
#include <cmath>

#include "data/hdf5/row_layouts.hpp"

namespace tessera::hdf5 {
namespace {

constexpr const char* index_path = "rows/index";
constexpr const char* value_path = "rows/value";
constexpr const char* known_formula = "raw = raw_min + conti/10*(raw_max-raw_min)";

struct StoredAxis {
  std::string name;
  RowColumn coordinates;  ///< raw
};

/// The divisor of `raw = raw_min + conti/10*(raw_max-raw_min)`; nothing for another formula.
std::optional<double> divisor_of(std::string formula) {
  std::erase(formula, ' ');
  const std::string start = "raw=raw_min+conti";
  const std::string end = "*(raw_max-raw_min)";
  if (!formula.starts_with(start) || !formula.ends_with(end) ||
      formula.size() < start.size() + end.size())
    return std::nullopt;
  const std::string middle =
      formula.substr(start.size(), formula.size() - start.size() - end.size());
  if (middle.empty()) return 1;
  if (middle.front() != '/') return std::nullopt;
  double divisor = 0;
  const char* const last = middle.data() + middle.size();
  const auto [stop, error] = std::from_chars(middle.data() + 1, last, divisor);
  if (error != std::errc() || stop != last || !(divisor > 0)) return std::nullopt;
  return divisor;
}

/// Turns scaled coordinates into raw ones where the dataset says how.
RowColumn read_scaled_axis(Id file, const std::string& path) {
  RowColumn column = read_plain_column(file, path);
  const Handle dataset = open_dataset(file, path);
  const auto formula = read_attribute(dataset.id(), "raw_formula");
  if (!formula) return column;
  const auto divisor = divisor_of(*formula);
  const auto minimum = read_number_attribute(dataset.id(), "raw_min");
  const auto maximum = read_number_attribute(dataset.id(), "raw_max");
  if (!divisor)
    throw LibraryError(path + ": the attribute raw_formula is '" + *formula + "', expected '" +
                       known_formula + "' with any divisor");
  if (!minimum || !maximum)
    throw LibraryError(path + ": raw_formula needs the attributes raw_min and raw_max");
  column.values = (*minimum + column.values.array() / *divisor * (*maximum - *minimum)).matrix();
  column.units = read_attribute(dataset.id(), "raw_unit").value_or("");
  return column;
}

/// `0_TEMP_conti` and the suffix `_conti`: `TEMP`; empty for another name.
std::string axis_name(const std::string& dataset, std::size_t k, const std::string& suffix) {
  const std::string prefix = std::to_string(k) + "_";
  if (!dataset.starts_with(prefix) || !dataset.ends_with(suffix) ||
      dataset.size() <= prefix.size() + suffix.size())
    return {};
  return dataset.substr(prefix.size(), dataset.size() - prefix.size() - suffix.size());
}

StoredAxis read_axis(Id file, std::size_t k) {
  const Handle group = open_group(file, "axes");
  std::string scaled;
  for (const Member& member : members(group.id())) {
    const std::string raw_name = axis_name(member.name, k, "_raw");
    if (!raw_name.empty()) return {raw_name, read_plain_column(file, "axes/" + member.name)};
    if (!axis_name(member.name, k, "_conti").empty()) scaled = member.name;
  }
  if (scaled.empty())
    throw LibraryError("axes: there is no dataset " + std::to_string(k) +
                       "_NAME_conti for column " + std::to_string(k) + " of " + index_path);
  return {axis_name(scaled, k, "_conti"), read_scaled_axis(file, "axes/" + scaled)};
}

/// `ug/m^3` of `z-score; raw ug/m^3 = value*std+mean`; of other texts the part before a remark.
std::string value_units(const std::string& text) {
  const std::string mark = "raw ";
  const auto raw = text.find(mark);
  const auto equals = text.find(" = ", raw == std::string::npos ? 0 : raw);
  if (raw != std::string::npos && equals != std::string::npos)
    return text.substr(raw + mark.size(), equals - raw - mark.size());
  return text.substr(0, std::min(text.find(" ("), text.find(',')));
}

class IndexedReader final : public RowReader {
 public:
  explicit IndexedReader(Id file) : file_(file) {
    layout = RowLayout::indexed;
    value = "value";
    read_index();
    for (std::size_t k = 0; k < dimensions_; ++k) {
      axes_.push_back(read_axis(file, k));
      axes.push_back(axes_.back().name);
      check_index(k);
    }
    value_offset = read_number_attribute(file, "target_mean_raw").value_or(0);
    value_scale = read_number_attribute(file, "target_std_raw").value_or(1);
    columns = axes;
    columns.push_back(value);
    collect_row_columns();
    groups = read_row_groups(file, static_cast<Eigen::Index>(rows_));
  }

  RowColumn read(const std::string& column) const override {
    const auto axis = std::find(axes.begin(), axes.end(), column);
    if (axis != axes.end()) return gathered(static_cast<std::size_t>(axis - axes.begin()));
    if (column != value && column != value_path) return read_plain_column(file_, column);
    RowColumn result = read_plain_column(file_, value_path);
    result.values = (value_offset + value_scale * result.values.array()).matrix();
    if (result.units.empty())
      result.units = value_units(read_attribute(file_, "target_unit").value_or(""));
    return result;
  }

 private:
  void read_index() {
    Numbers numbers = read_numbers(open_dataset(file_, index_path).id(), index_path);
    if (numbers.extents.size() != 2)
      throw LibraryError(std::string(index_path) + ": has " +
                         std::to_string(numbers.extents.size()) + " dimensions, expected two");
    rows_ = numbers.extents[0];
    dimensions_ = numbers.extents[1];
    index_ = std::move(numbers.values);
    const auto values = extents_of_dataset(open_dataset(file_, value_path).id(), value_path);
    if (values.size() != 1 || values[0] != rows_)
      throw LibraryError(std::string(value_path) + ": must have one dimension of " +
                         std::to_string(rows_) + " rows, as " + index_path + " has");
  }

  void check_index(std::size_t k) const {
    const auto count = static_cast<double>(axes_[k].coordinates.values.size());
    for (std::size_t row = 0; row < rows_; ++row) {
      const double at = index_[row * dimensions_ + k];
      if (at >= 0 && at < count && at == std::floor(at)) continue;
      throw LibraryError(std::string(index_path) + ": row " + std::to_string(row) +
                         " points at coordinate " + std::to_string(static_cast<long long>(at)) +
                         " of " + axes_[k].name + ", which has " +
                         std::to_string(static_cast<long long>(count)) + ", counted from 0");
    }
  }

  void collect_row_columns() {
    const Handle group = open_group(file_, "rows");
    for (const Member& member : members(group.id())) {
      if (member.kind != Member::Kind::numbers) continue;
      const std::string path = "rows/" + member.name;
      const auto extents = extents_of_dataset(open_dataset(file_, path).id(), path);
      if (extents.size() == 1 && extents[0] == rows_) columns.push_back(path);
    }
  }

  RowColumn gathered(std::size_t k) const {
    RowColumn column{axes_[k].coordinates.units, Eigen::VectorXd(static_cast<Eigen::Index>(rows_))};
    for (std::size_t row = 0; row < rows_; ++row)
      column.values[static_cast<Eigen::Index>(row)] =
          axes_[k].coordinates.values[static_cast<Eigen::Index>(index_[row * dimensions_ + k])];
    return column;
  }

  Id file_;
  std::size_t rows_ = 0;
  std::size_t dimensions_ = 0;
  std::vector<double> index_;  ///< row by row
  std::vector<StoredAxis> axes_;
};

}  // namespace

std::unique_ptr<RowReader> read_indexed_layout(Id file) {
  return std::make_unique<IndexedReader>(file);
}

}  // namespace tessera::hdf5
