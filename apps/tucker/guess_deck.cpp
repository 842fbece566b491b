#include "apps/tucker/guess_deck.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "apps/tucker/column_facts.hpp"
#include "apps/tucker/options.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

constexpr std::size_t most_axes = 6;

/// A text as YAML flow text; quoted unless it is plainly a word.
std::string yaml(const std::string& text) {
  std::string words = text;
  std::replace(words.begin(), words.end(), ' ', '_');
  const bool plain = is_identifier(words) && text.back() != ' ' && !constant(text) &&
                     text != "true" && text != "false" && lower_case(text) != "null";
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

/// One line of a remark; names from the file must not end it.
std::string remark(const std::string& text) {
  return "# " + printable(text, 300) + "\n";
}

struct GuessedAxis {
  std::string name;
  std::vector<ColumnFacts> columns;
};

class Guess {
 public:
  Guess(std::filesystem::path file, const std::string& value_column)
      : file_(std::move(file)),
        source_(open_source(file_, {})),
        columns_(look_at_columns(*source_)) {
    find_value(value_column);
    find_noise();
    find_axes();
    if (axes_.size() < 2)
      throw DataError(fmt::format(
          "{}: the measured values are \"{}\", and {} for axes; two are needed. Name another "
          "column "
          "of values with --column. Columns: {}.",
          file_.string(), value_.name,
          axes_.empty() ? std::string("no column is left")
                        : fmt::format("only \"{}\" is left", axes_.front().columns.front().name),
          listed(source_->columns())));
  }

  std::string deck() const {
    return remark("A first deck for " + file_.string() +
                  ". Check it: tessera-tucker DECK --validate") +
           "Application: tucker\n" + title() + axes() + observations() + prior() + validation() +
           output() + "Seed: 1\n";
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw DataError(file_.string() + ": " + what);
  }

  void find_value(const std::string& wanted) {
    if (!wanted.empty()) {
      source_->read(wanted, false);  // complains where it cannot be the one
      for (const ColumnFacts& column : columns_)
        if (column.name == wanted) value_ = column;
      return;
    }
    for (const ColumnFacts& column : columns_) {
      if (column.name == source_->value()) {
        value_ = column;
        return;
      }
      if (source_->value().empty() && column.type == ColumnFacts::Type::numbers &&
          column.distinct > 1 && !is_latitude(column) && !is_longitude(column) &&
          !is_error_bar(column) && !is_row_number(column))
        value_ = column;
    }
    if (value_.name.empty())
      fail("no column of numbers can be the measured values; name one with --column. Columns: " +
           listed(source_->columns()) + ".");
  }

  void find_noise() {
    for (const ColumnFacts& column : columns_)
      if (is_error_bar(column) && column.name != value_.name) noise_ = column.name;
  }

  /// Why a column is no axis; empty where it may be one.
  std::string reason_against(const ColumnFacts& column) const {
    if (column.type == ColumnFacts::Type::text) return "text";
    if (column.distinct < 2) return "constant";
    if (2 * column.missing > column.rows) return description(column);
    if (column.name == noise_) return "taken as the standard deviation of the values";
    if (is_row_number(column)) return "a row number";
    return {};
  }

  /// Columns that may become axes: those that the layout marks, else all.
  std::vector<ColumnFacts> candidates() {
    std::vector<ColumnFacts> result;
    const std::vector<std::string> marked = source_->axes();
    const auto is_date = [](const ColumnFacts& c) { return c.type == ColumnFacts::Type::dates; };
    const auto date = std::find_if(columns_.begin(), columns_.end(), is_date);
    for (const ColumnFacts& column : columns_) {
      if (column.name == value_.name) continue;
      const bool is_marked =
          marked.empty() || std::find(marked.begin(), marked.end(), column.name) != marked.end();
      const std::string reason = reason_against(column);
      if (!is_marked) continue;
      if (!reason.empty())
        left_out_.push_back(column.name + " (" + reason + ")");
      else if (!marked.empty() && date != columns_.end() && lower_case(column.name) == "time")
        result.push_back(*date);  // the days themselves, which the axis holds in scaled form
      else
        result.push_back(column);
    }
    return result;
  }

  void find_axes() {
    const std::vector<ColumnFacts> all = candidates();
    const auto latitude = std::find_if(all.begin(), all.end(), is_latitude);
    const auto longitude = std::find_if(all.begin(), all.end(), is_longitude);
    const bool has_places = latitude != all.end() && longitude != all.end();
    for (auto column = all.begin(); column != all.end(); ++column) {
      if (has_places && column == std::max(latitude, longitude)) continue;
      GuessedAxis axis;
      if (has_places && column == std::min(latitude, longitude))
        axis = {"place", {*latitude, *longitude}};
      else
        axis = {name_of_axis(*column), {*column}};
      if (axes_.size() == most_axes) {
        left_out_.push_back(column->name + " (six axes are the most)");
        continue;
      }
      while (std::any_of(axes_.begin(), axes_.end(),
                         [&](const GuessedAxis& other) { return other.name == axis.name; }))
        axis.name += "_";
      axes_.push_back(std::move(axis));
    }
  }

  std::string title() const {
    std::string names;
    for (std::size_t k = 0; k < axes_.size(); ++k)
      names += (k == 0 ? "" : k + 1 < axes_.size() ? ", " : " and ") + axes_[k].name;
    return "Title: " + yaml(name_of_axis(value_) + " over " + names) + "\n";
  }

  static std::string unit_of(const ColumnFacts& column, const std::string& otherwise) {
    return column.units.empty() ? otherwise : column.units;
  }

  static std::string axis_line(const GuessedAxis& axis) {
    const ColumnFacts& first = axis.columns.front();
    if (axis.columns.size() == 2) {
      const ColumnFacts& second = axis.columns.back();
      return "  " +
             remark("places; latitude: " + description(first) +
                    "; longitude: " + description(second)) +
             fmt::format("  {}: {{Columns: [{}, {}], Units: [{}, {}], Geometry: great circle}}\n",
                         axis.name, yaml(first.name), yaml(second.name),
                         yaml(unit_of(first, "degrees_north")),
                         yaml(unit_of(second, "degrees_east")));
    }
    std::string keys = "Column: " + yaml(first.name);
    const bool dates = first.type == ColumnFacts::Type::dates;
    if (!first.units.empty() && !dates) keys += ", Units: " + yaml(first.units);
    const std::string name = lower_case(axis.name);
    if (dates || name == "time" || name == "year") keys += ", Kind: time";
    return "  " + remark(description(first)) + fmt::format("  {}: {{{}}}\n", axis.name, keys);
  }

  std::string axes() const {
    std::string text = "Axes:\n";
    for (const GuessedAxis& axis : axes_) text += axis_line(axis);
    for (const std::string& column : left_out_) text += "  " + remark("left out: " + column);
    return text;
  }

  std::string observations() const {
    std::string text = "Observations:\n  File: " + yaml(file_.string()) + "\n";
    text += "  " + remark(description(value_));
    text += "  Column: " + yaml(value_.name) + "\n";
    if (!value_.units.empty()) text += "  Units: " + yaml(value_.units) + "\n";
    if (value_.missing_value != 0)
      text += "  " + remark("the column has this number; remove the line if it is a measurement") +
              fmt::format("  Missing Value: {}\n", value_.missing_value);
    if (noise_.empty())
      return text + "  " + remark("a number or a column, where the standard deviation is known") +
             "  Noise: learned\n";
    return text + "  " + remark("a column of standard deviations; `learned` ignores it") +
           "  Noise: " + yaml(noise_) + "\n";
  }

  static std::string prior() {
    return remark("smooth, once differentiable functions; matern 1/2 is rougher, 5/2 smoother") +
           "Prior: {All Axes: {Kernel: matern 3/2, Length Scale: learned}}\n" +
           remark("rank and link are chosen by the data") +
           "Model: {Rank: automatic, Link: automatic}\n";
  }

  /// Groups of row numbers in the file: those of `disjoint`, else of the first name.
  std::string split_of_file() const {
    std::string chosen;
    for (const FileSplit& split : source_->splits()) {
      std::string stem = split.name;
      while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.pop_back();
      if (chosen.empty() || stem == "disjoint") chosen = stem;
    }
    return chosen.empty() ? chosen : chosen + "*";
  }

  std::string validation() const {
    if (const std::string split = split_of_file(); !split.empty())
      return remark("groups of row numbers in the file, held out in turn") +
             "Validation: {Split: " + yaml(split) + "}\n";
    return remark("a fifth of the coordinates is held out; \"leading block\" tries a forecast") +
           "Validation: {Split: distinct coordinates, Fraction: 0.2}\n";
  }

  std::string output() const {
    std::string grid;
    for (const GuessedAxis& axis : axes_)
      if (axis.columns.size() == 1)
        grid += fmt::format("{}{}: {}", grid.empty() ? "" : ", ", axis.name,
                            axes_.size() > 3 ? 10 : 50);
    return "Output: {Grid: {" + grid + "}, Standard Deviation: true}\n";
  }

  std::filesystem::path file_;
  std::unique_ptr<ColumnSource> source_;
  std::vector<ColumnFacts> columns_;
  ColumnFacts value_;
  std::string noise_;
  std::vector<GuessedAxis> axes_;
  std::vector<std::string> left_out_;
};

}  // namespace

std::string guess_deck(const std::filesystem::path& file, const std::string& value_column) {
  if (!std::filesystem::exists(file)) throw DataError("there is no file " + file.string());
  return Guess(file, value_column).deck();
}

}  // namespace tessera::tucker
