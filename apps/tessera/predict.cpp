#include "apps/tessera/predict.hpp"

#include <charconv>

#include <fmt/format.h>

#include "apps/tessera/result_location.hpp"
#include "data/deck/schema.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/files/files.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/tables/csv.hpp"
#include "data/tables/dates.hpp"

namespace tessera {

namespace {

std::unique_ptr<Predictor> load_predictor(const std::filesystem::path& file,
                                          const PredictorLoaders& loaders) {
  const ModelRecord record = hdf5::read_record(file, "/model");
  const auto loader = loaders.find(record.type);
  if (loader == loaders.end())
    throw DataError(file.string() + ": this program cannot load a model of type \"" + record.type +
                    "\"");
  return loader->second(record);
}

std::vector<std::string> names_of(const std::vector<Axis>& axes) {
  std::vector<std::string> names;
  for (const Axis& axis : axes) names.push_back(axis.name);
  return names;
}

/// Reads `x=1`, `y=2` into one order per axis.
std::vector<int> derivative_orders(const std::vector<std::string>& derivatives,
                                   const std::vector<std::string>& axes) {
  std::vector<int> orders(axes.size(), 0);
  for (const std::string& text : derivatives) {
    const std::size_t equals = text.find('=');
    const std::string axis = text.substr(0, equals);
    std::size_t k = 0;
    while (k < axes.size() && axes[k] != axis) ++k;
    if (k == axes.size()) {
      const std::string nearest = nearest_name(axis, axes);
      throw DeckError(fmt::format("--derivative {}: there is no axis \"{}\".{} Axes: {}.", text,
                                  axis, nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?",
                                  fmt::join(axes, ", ")));
    }
    const std::string order = equals == std::string::npos ? "" : text.substr(equals + 1);
    const char* end = order.data() + order.size();
    if (const auto [stop, error] = std::from_chars(order.data(), end, orders[k]);
        error != std::errc() || stop != end || orders[k] < 0)
      throw DeckError(fmt::format(
          "--derivative {}: write AXIS=ORDER with an order of 0 or more, e.g. {}=1", text, axis));
  }
  return orders;
}

Prediction predict(const Predictor& predictor, const Eigen::MatrixXd& points,
                   const std::vector<int>& orders) {
  try {
    return predictor.predict(points, orders);
  } catch (const std::invalid_argument& error) {  // an order that the model does not have
    throw DeckError(std::string("--derivative: ") + error.what());
  }
}

/// Days of a column whose cells are dates; the numbers of any other.
std::vector<double> date_column(const CsvTable& table, const std::string& column) {
  const std::size_t k = column_index(table, column);
  std::vector<double> days;
  for (const auto& row : table.rows) {
    const auto day = days_of_date(row[k]);
    if (!day) break;
    days.push_back(*day);
  }
  if (days.size() == table.rows.size()) return days;
  if (!days.empty())
    throw DataError(fmt::format("{}:{}: column '{}': '{}' is not a date (YYYY-MM-DD)",
                                table.file.string(), table.lines[days.size()], column,
                                printable(table.rows[days.size()][k])));
  try {
    return numeric_column(table, column);
  } catch (const DataError& error) {
    throw DataError(
        fmt::format("{}; this axis takes dates (YYYY-MM-DD) or {}", error.what(), date_units));
  }
}

std::vector<double> coordinate_column(const CsvTable& table, const Axis& axis) {
  return axis.units == date_units ? date_column(table, axis.name)
                                  : numeric_column(table, axis.name);
}

/// A cell of RFC 4180.
std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",;\t\"\r\n#") == std::string::npos) return cell;
  std::string text = "\"";
  for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

/// Columns of cells, a line a row.
class TextTable {
 public:
  explicit TextTable(std::size_t rows) : lines_(rows + 1) {}
  void append(const std::string& name, const std::vector<std::string>& cells) {
    add(0, name);
    for (std::size_t i = 0; i < cells.size(); ++i) add(i + 1, cells[i]);
  }
  void append(const std::string& name, const Eigen::VectorXd& values) {
    if (values.size() == 0) return;
    std::vector<std::string> cells;
    for (const double value : values) cells.push_back(fmt::format("{}", value));
    append(name, cells);
  }
  std::string text() const { return fmt::format("{}\n", fmt::join(lines_, "\n")); }

 private:
  void add(std::size_t line, const std::string& cell) {
    lines_[line] += (lines_[line].empty() ? "" : ",") + quoted(cell);
  }
  std::vector<std::string> lines_;
};

}  // namespace

void predict_at_points(const PredictionRequest& request, const PredictorLoaders& loaders) {
  const auto predictor = load_predictor(result_file(request.result), loaders);
  const std::vector<int> orders =
      derivative_orders(request.derivatives, names_of(predictor->axes()));
  const CsvTable table = read_csv(request.points);
  const std::vector<Axis> axes = predictor->axes();
  TextTable answer(table.rows.size());
  Eigen::MatrixXd points(static_cast<Index>(table.rows.size()), static_cast<Index>(axes.size()));
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const std::vector<double> column = coordinate_column(table, axes[k]);
    points.col(static_cast<Index>(k)) =
        Eigen::Map<const Eigen::VectorXd>(column.data(), points.rows());
    const std::size_t place = column_index(table, axes[k].name);
    std::vector<std::string> cells;
    for (const auto& row : table.rows) cells.push_back(trimmed(row[place]));
    answer.append(axes[k].name, cells);
  }

  const Prediction prediction = predict(*predictor, points, orders);
  answer.append("mean", prediction.mean);
  answer.append("standard_deviation", prediction.standard_deviation);
  answer.append("predictive_standard_deviation", prediction.predictive_standard_deviation);
  if (request.output.empty())
    fmt::print("{}", answer.text());
  else
    write_file(request.output, answer.text());
}

}  // namespace tessera
