#include "apps/tessera/predict.hpp"

#include <charconv>
#include <cstdio>

#include <fmt/format.h>

#include "apps/tessera/result_location.hpp"
#include "data/deck/schema.hpp"
#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "data/tables/csv.hpp"

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

void print_csv(const std::vector<std::string>& header,
               const std::vector<std::vector<double>>& columns) {
  fmt::print("{}\n", fmt::join(header, ","));
  for (std::size_t row = 0; row < columns.front().size(); ++row)
    for (std::size_t k = 0; k < columns.size(); ++k)
      fmt::print("{}{}", columns[k][row], k + 1 < columns.size() ? ',' : '\n');
}

}  // namespace

void predict_at_points(const PredictionRequest& request, const PredictorLoaders& loaders) {
  const auto predictor = load_predictor(result_file(request.result), loaders);
  std::vector<std::string> header = names_of(predictor->axes());
  const std::vector<int> orders = derivative_orders(request.derivatives, header);
  const CsvTable table = read_csv(request.points);
  std::vector<std::vector<double>> columns;
  Eigen::MatrixXd points(static_cast<Index>(table.rows.size()), static_cast<Index>(header.size()));
  for (std::size_t k = 0; k < header.size(); ++k) {
    columns.push_back(numeric_column(table, header[k]));
    points.col(static_cast<Index>(k)) =
        Eigen::Map<const Eigen::VectorXd>(columns[k].data(), points.rows());
  }

  const Prediction prediction = predict(*predictor, points, orders);
  const auto append = [&](const std::string& name, const Eigen::VectorXd& values) {
    header.push_back(name);
    columns.emplace_back(values.begin(), values.end());
  };
  append("mean", prediction.mean);
  if (prediction.standard_deviation.size() > 0)
    append("standard_deviation", prediction.standard_deviation);
  if (request.output.empty())
    print_csv(header, columns);
  else
    write_csv(request.output, header, columns);
}

}  // namespace tessera
