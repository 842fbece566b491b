#include <algorithm>
#include <stdexcept>

#include "data/fields/errors.hpp"
#include "solvers/comparators/additive_model.hpp"
#include "solvers/comparators/place_slices.hpp"
#include "solvers/comparators/scattered_predictor.hpp"
#include "solvers/comparators/simple_predictors.hpp"

namespace tessera {
namespace {

const std::string axis_mean_prefix = "axis mean ";
const std::string inverse_distance_prefix = "inverse distance ";
constexpr int largest_power = 4;

void require_axis(const Observations& training, Index axis, const char* what) {
  if (axis < -1 || axis >= static_cast<Index>(training.axes.size())) {
    throw std::invalid_argument("There is no axis " + std::to_string(axis) + " to be the " + what +
                                " of simple predictors.");
  }
}

/// -1 where no axis has places.
Index place_axis(const Observations& training, const ScatteredPredictorOptions& options) {
  if (options.place_axis >= 0 || training.axes.empty()) return options.place_axis;
  if (training.axes.size() == 1) return 0;
  for (std::size_t a = 0; a < training.axes.size(); ++a) {
    if (training.axes[a].columns.size() > 1) return static_cast<Index>(a);
  }
  return -1;
}

std::vector<Geometry> geometries(const Observations& training,
                                 const ScatteredPredictorOptions& options) {
  std::vector<Geometry> result(training.axes.size(), Geometry::euclidean);
  const Index places = place_axis(training, options);
  if (places >= 0) result[static_cast<std::size_t>(places)] = options.geometry;
  return result;
}

void require_training(const Observations& training, const ScatteredPredictorOptions& options) {
  require_valid(training);
  if (training.values.size() == 0)
    throw DataError(training.source + ": there are no training rows for simple predictors.");
  require_axis(training, options.place_axis, "place axis");
  require_axis(training, options.day_axis, "day axis");
}

bool slices_are_small(const Observations& training, std::size_t axis) {
  const PlaceSlices slices(training, axis, Geometry::euclidean);
  for (Index slice = 0; slice < slices.slice_count(); ++slice) {
    if (static_cast<Index>(slices.in_slice(slice).size()) > kriging_place_limit) return false;
  }
  return true;
}

std::vector<std::string> axis_mean_names(const Observations& training) {
  std::vector<std::string> names;
  for (const ObservedAxis& axis : training.axes) names.push_back(axis_mean_prefix + axis.name);
  return names;
}

}  // namespace

std::vector<std::string> scattered_predictor_names(const Observations& training,
                                                   const ScatteredPredictorOptions& options) {
  require_training(training, options);
  std::vector<std::string> names{"mean"};
  for (std::string& name : axis_mean_names(training)) names.push_back(std::move(name));
  if (training.axes.size() > 1) names.push_back("additive");
  names.push_back("lookup");
  names.push_back("nearest neighbours");
  const Index places = place_axis(training, options);
  if (places >= 0) {
    for (int power = 1; power <= largest_power; ++power)
      names.push_back(inverse_distance_prefix + std::to_string(power));
    if (slices_are_small(training, static_cast<std::size_t>(places))) names.push_back("kriging");
  }
  names.push_back("climatology");
  return names;
}

std::unique_ptr<ScatteredPredictor> make_scattered_predictor(
    const std::string& name, const Observations& training,
    const ScatteredPredictorOptions& options) {
  const std::vector<std::string> names = scattered_predictor_names(training, options);
  if (std::ranges::find(names, name) == names.end()) {
    std::string text = "There is no simple predictor \"" + name + "\" for these data; there are: ";
    for (std::size_t i = 0; i < names.size(); ++i) text += (i ? ", " : "") + names[i];
    throw DataError(text + ".");
  }
  const std::vector<Geometry> geometry = geometries(training, options);
  if (name == "mean") return mean_predictor(training);
  if (name == "additive") return additive_predictor(training, choose_ridge(training));
  if (name == "lookup") return lookup_predictor(training, geometry);
  if (name == "nearest neighbours") return neighbour_predictor(training, geometry);
  if (name == "climatology") return climatology_predictor(training, options.day_axis);
  const std::vector<std::string> means = axis_mean_names(training);
  const auto mean = std::ranges::find(means, name);
  if (mean != means.end()) {
    const auto axis = static_cast<std::size_t>(mean - means.begin());
    return axis_mean_predictor(training, axis, geometry[axis]);
  }
  const auto places = static_cast<std::size_t>(place_axis(training, options));
  if (name == "kriging") return kriging_predictor(training, places, options.geometry);
  const int power = std::stoi(name.substr(inverse_distance_prefix.size()));
  return inverse_distance_predictor(training, places, options.geometry, power);
}

}  // namespace tessera
