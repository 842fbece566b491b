#include "apps/pde/arrays.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "apps/common/array_file.hpp"
#include "data/deck/scalars.hpp"
#include "data/fields/errors.hpp"
#include "solvers/gp_pde/array_function.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;
using gp_pde::ArrayAxis;
using gp_pde::ArrayFunction;

/// Share of a spacing by which coordinates may be off: printed with few digits, they are.
constexpr double coordinate_tolerance = 1e-3;
/// Beyond this the report warns.
constexpr double poor_fit = 1e-6;

/// Throws std::invalid_argument with a sentence without the name of the file.
void require_equidistant(const Axis& axis) {
  const std::vector<double>& x = axis.coordinates;
  constexpr std::size_t fewest = 8;
  if (x.size() < fewest)
    throw std::invalid_argument(
        fmt::format("{} has {} points; an array needs at least {}.", axis.name, x.size(), fewest));
  const double step = (x.back() - x.front()) / static_cast<double>(x.size() - 1);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = x.front() + static_cast<double>(i) * step;
    if (std::abs(x[i] - expected) > coordinate_tolerance * step)
      throw std::invalid_argument(fmt::format(
          "the coordinates of {} are not equidistant: number {} is {}, expected {:.9g}.", axis.name,
          i + 1, shortest(x[i]), expected));
  }
}

/// Number of points to take; throws std::invalid_argument where they do not cover the axis.
std::size_t points_to_take(const Axis& axis, std::pair<double, double> range, bool periodic) {
  const std::vector<double>& x = axis.coordinates;
  const double step = (x.back() - x.front()) / static_cast<double>(x.size() - 1);
  const double tolerance = coordinate_tolerance * step;
  const std::string found =
      fmt::format("{} runs from {} to {}", axis.name, shortest(x.front()), shortest(x.back()));
  if (periodic) {
    const double length = range.second - range.first;
    const double covered = x.back() - x.front();
    if (std::abs(covered - length) <= tolerance) return x.size() - 1;  // the end is the start
    if (std::abs(covered + step - length) <= tolerance) return x.size();
    throw std::invalid_argument(
        fmt::format("{}, which is not one period of length {}.", found, shortest(length)));
  }
  if (x.front() > range.first + tolerance || x.back() < range.second - tolerance)
    throw std::invalid_argument(fmt::format("{} and does not cover the axis, [{}, {}].", found,
                                            shortest(range.first), shortest(range.second)));
  return x.size();
}

/// The field with its axes in the problem's order, as many points along each as `taken`.
Tensor arranged(const Field& field, const std::vector<std::size_t>& order,
                const std::vector<Index>& taken) {
  std::vector<Index> strides;
  Index stride = 1;
  for (const Axis& axis : field.grid.axes) {
    strides.push_back(stride);
    stride *= static_cast<Index>(axis.coordinates.size());
  }
  Tensor t(taken);
  for (Index p = 0; p < t.values.size(); ++p) {
    Index rest = p;
    Index at = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      at += strides[order[i]] * (rest % taken[i]);
      rest /= taken[i];
    }
    t.values[p] = field.values[static_cast<std::size_t>(at)];
  }
  return t;
}

std::shared_ptr<const ArrayFunction> fitted(const Field& field,
                                            const BoundaryValueProblem& problem) {
  std::vector<ArrayAxis> axes;
  std::vector<std::size_t> order;
  std::vector<Index> taken;
  for (std::size_t k = 0; k < problem.names.axes.size(); ++k)
    for (std::size_t i = 0; i < field.grid.axes.size(); ++i) {
      const Axis& axis = field.grid.axes[i];
      if (axis.name != problem.names.axes[k]) continue;
      require_equidistant(axis);
      const bool periodic = problem.periodic[k];
      taken.push_back(static_cast<Index>(points_to_take(axis, problem.ranges[k], periodic)));
      order.push_back(i);
      axes.push_back({k, problem.ranges[k], periodic,
                      Eigen::Map<const VectorXd>(axis.coordinates.data(), taken.back())});
    }
  return std::make_shared<const ArrayFunction>(problem.names.axes.size(), axes,
                                               arranged(field, order, taken));
}

}  // namespace

std::vector<std::string> array_names(const Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, array] : options.arrays) names.push_back(name);
  return names;
}

GivenFunctions read_arrays(const Options& options, const BoundaryValueProblem& problem,
                           const std::filesystem::path& deck_folder) {
  GivenFunctions functions;
  for (const auto& [name, array] : options.arrays) {
    std::filesystem::path file = array.file.value;
    if (file.is_relative()) file = deck_folder / file;
    try {
      const Field field = read_array_file(file, array.dataset.value, problem.names.axes);
      functions[name] = fitted(field, problem);
    } catch (const DataError& error) {
      throw DataError(deck_message(array.file.where, "Arrays > " + name, error.what()));
    } catch (const std::invalid_argument& error) {
      throw DataError(
          deck_message(array.file.where, "Arrays > " + name, file.string() + ": " + error.what()));
    }
  }
  return functions;
}

double largest_array_residual(const BoundaryValueProblem& problem) {
  double largest = 0;
  for (const auto& [name, function] : problem.functions)
    if (const auto* array = dynamic_cast<const ArrayFunction*>(function.get()))
      largest = std::max(largest, array->residual());
  return largest;
}

void report_arrays(const BoundaryValueProblem& problem, Outcome& outcome) {
  for (const auto& [name, function] : problem.functions) {
    const auto* array = dynamic_cast<const ArrayFunction*>(function.get());
    if (array == nullptr) continue;
    std::string line = fmt::format("array {}:", name);
    double estimated = 0;
    for (std::size_t i = 0; i < array->axes(); ++i) {
      const gp_pde::ArrayFit& fit = array->fit(i);
      const std::string& axis = problem.names.axes[array->axis(i)];
      line += fmt::format(" {} points along {} fitted by {} functions of band {:.4g},",
                          array->points(i), axis, fit.rank, fit.band);
      estimated = std::max(estimated, fit.estimated_error);
      outcome.summary.emplace_back("arrays/" + name + "/band_" + axis, fit.band);
    }
    line += fmt::format(" residual {:.1e}, estimated error between the points {:.1e}",
                        array->residual(), estimated);
    if (estimated > poor_fit)
      line += " (the points do not resolve the array: more points, or more digits, are needed)";
    outcome.report.push_back(line);
    outcome.summary.emplace_back("arrays/" + name + "/residual", array->residual());
    outcome.summary.emplace_back("arrays/" + name + "/estimated_error", estimated);
  }
  if (!problem.functions.empty())
    outcome.report.push_back("the estimated error of the solution leaves out that of the arrays");
}

}  // namespace tessera::pde
