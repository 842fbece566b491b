#include "apps/tucker/splits.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <fnmatch.h>

#include "apps/tucker/drawn_splits.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"

namespace tessera::tucker {
namespace {

/// Row numbers of the file to positions in the data; numbers of left-out rows are skipped.
class RowPositions {
 public:
  explicit RowPositions(const DataSet& data)
      : rows_in_file_(data.rows_in_file), ids_(data.observations.row_ids) {}
  bool is_row(std::int64_t id) const { return id >= 0 && id < rows_in_file_; }
  std::vector<Index> positions(const std::vector<std::int64_t>& ids) const {
    std::vector<Index> rows;
    for (const std::int64_t id : ids)
      if (const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
          found != ids_.end() && *found == id)
        rows.push_back(found - ids_.begin());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }

 private:
  Index rows_in_file_;
  const std::vector<std::int64_t>& ids_;  ///< ascending
};

class SplitMaker {
 public:
  SplitMaker(const Options& options, const DataSet& data, const RandomStreams& random,
             const std::filesystem::path& deck_folder)
      : v_(options.validation), data_(data), random_(random), deck_folder_(deck_folder) {}

  std::vector<Split> make() {
    if (v_.split.empty()) add_unsplit();
    for (const LocatedText& text : v_.split) {
      if (text.value == "none")
        add_unsplit();
      else if (text.value == "rows")
        add_listed();
      else if (is_split_kind(text.value))
        add_drawn(text);
      else
        add_of_file(text);
    }
    for (const Split& split : splits_) require_rows(split);
    return std::move(splits_);
  }

 private:
  std::vector<Index> all_rows() const {
    std::vector<Index> rows(static_cast<std::size_t>(data_.observations.values.size()));
    std::iota(rows.begin(), rows.end(), Index{0});
    if (v_.repeats == "keep") return rows;
    const std::vector<Index> combination = combination_numbers(data_);
    std::vector<bool> seen(rows.size(), false);
    std::erase_if(rows, [&](Index row) {
      const auto number = static_cast<std::size_t>(combination[static_cast<std::size_t>(row)]);
      const bool repeated = seen[number];
      seen[number] = true;
      return repeated;
    });
    return rows;
  }

  void add_unsplit() { splits_.push_back({"none", all_rows(), {}}); }

  void add_drawn(const LocatedText& kind) {
    const RowGroups groups = groups_of(kind);
    for (Index fold = 0; fold < v_.folds; ++fold) {
      if (v_.fold >= 0 && fold != v_.fold) continue;
      // All folds are parts of the same random order.
      std::mt19937_64 generator = random_.stream("split " + kind.value);
      Split split = kind.value == "leading block" ? last_fold(groups, v_.fraction, fold)
                                                  : draw_fold(groups, v_.fraction, fold, generator);
      split.name = kind.value;
      if (v_.folds > 1) split.name += " " + std::to_string(fold);
      splits_.push_back(std::move(split));
    }
  }

  RowGroups groups_of(const LocatedText& kind) const {
    const std::vector<Index> rows = all_rows();
    if (kind.value == "random") return grouped_alone(rows);
    if (kind.value == "distinct coordinates") return grouped_by(combination_numbers(data_), rows);
    return grouped_by(distinct_numbers(data_, axis_of(kind)), rows);
  }

  /// `Axis`, or the only axis that is fit for it.
  std::size_t axis_of(const LocatedText& kind) const {
    const bool of_time = kind.value == "leading block";
    std::optional<std::size_t> found;
    for (std::size_t k = 0; k < data_.axes.size(); ++k) {
      if (!v_.axis.value.empty()) {
        if (data_.observations.axes[k].name == v_.axis.value) found = k;
      } else if (of_time ? data_.axes[k].is_time : data_.axes[k].has_two_columns) {
        if (found) refuse_axis(kind, "several");
        found = k;
      }
    }
    if (!found) refuse_axis(kind, "none");
    return *found;
  }

  [[noreturn]] void refuse_axis(const LocatedText& kind, const std::string& count) const {
    std::vector<std::string> names;
    for (const ObservedAxis& axis : data_.observations.axes) names.push_back(axis.name);
    throw DeckError(deck_message(
        kind.where, kind.path,
        fmt::format("\"{}\" needs an axis, and {} of them is {}. Add \"Axis: NAME\" to Validation. "
                    "Axes: {}.",
                    kind.value, count,
                    kind.value == "leading block" ? "one of dates or of \"Kind: time\""
                                                  : "one of places (Columns)",
                    listed(names))));
  }

  void add_of_file(const LocatedText& pattern) {
    const RowPositions positions(data_);
    const std::size_t before = splits_.size();
    for (const FileSplit& group : data_.splits)
      if (::fnmatch(pattern.value.c_str(), group.name.c_str(), 0) == 0)
        splits_.push_back(
            {group.name, positions.positions(group.train), positions.positions(group.test)});
    if (splits_.size() > before) return;
    std::vector<std::string> known = split_kinds();
    for (const FileSplit& group : data_.splits) known.push_back(group.name);
    throw DeckError(
        deck_message(pattern.where, pattern.path,
                     fmt::format("there is no split \"{}\" in {}. {}", printable(pattern.value),
                                 data_.observations.source, suggestion(pattern.value, known))));
  }

  void add_listed() {
    const std::filesystem::path file = find_data_file(v_.rows.value, deck_folder_);
    const CsvTable table = read_csv(file);
    const std::vector<double> numbers = numeric_column(table, "row");
    const bool has_parts =
        std::find(table.header.begin(), table.header.end(), "part") != table.header.end();
    const RowPositions positions(data_);
    std::vector<std::int64_t> train;
    std::vector<std::int64_t> test;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto id = static_cast<std::int64_t>(numbers[i]);
      if (!positions.is_row(id) || static_cast<double>(id) != numbers[i])
        throw DataError(fmt::format("{}:{}: row {} is not in {}, whose {} rows are counted from 0",
                                    file.string(), table.lines[i], numbers[i],
                                    data_.observations.source, data_.rows_in_file));
      const std::string part =
          has_parts ? table.rows[i][column_index(table, "part")] : std::string("test");
      if (part != "train" && part != "test")
        throw DataError(fmt::format("{}:{}: column 'part': '{}' is neither train nor test",
                                    file.string(), table.lines[i], printable(part)));
      (part == "train" ? train : test).push_back(id);
    }
    Split split{"rows", positions.positions(train), positions.positions(test)};
    if (!has_parts) split.train = without(all_rows(), split.test);
    splits_.push_back(std::move(split));
  }

  static std::vector<Index> without(const std::vector<Index>& rows,
                                    const std::vector<Index>& taken) {
    std::vector<Index> rest;
    std::set_difference(rows.begin(), rows.end(), taken.begin(), taken.end(),
                        std::back_inserter(rest));
    return rest;
  }

  void require_rows(const Split& split) const {
    const std::string start = data_.observations.source + ": the split " + split.name + " ";
    if (split.train.empty()) throw DataError(start + "leaves no rows to train on");
    if (split.test.empty() && split.name != "none") throw DataError(start + "holds out no row");
    std::vector<Index> both;
    std::set_intersection(split.train.begin(), split.train.end(), split.test.begin(),
                          split.test.end(), std::back_inserter(both));
    if (!both.empty())
      throw DataError(
          fmt::format("{}has row {} both in training and in test", start,
                      data_.observations.row_ids[static_cast<std::size_t>(both.front())]));
  }

  const ValidationOptions& v_;
  const DataSet& data_;
  const RandomStreams& random_;
  std::filesystem::path deck_folder_;
  std::vector<Split> splits_;
};

}  // namespace

const std::vector<std::string>& split_kinds() {
  static const std::vector<std::string> kinds = {
      "none", "random", "distinct coordinates", "leading block", "held-out sites", "rows"};
  return kinds;
}

bool is_split_kind(const std::string& name) {
  return std::find(split_kinds().begin(), split_kinds().end(), name) != split_kinds().end();
}

std::vector<Split> make_splits(const Options& options, const DataSet& data,
                               const RandomStreams& random,
                               const std::filesystem::path& deck_folder) {
  return SplitMaker(options, data, random, deck_folder).make();
}

}  // namespace tessera::tucker
