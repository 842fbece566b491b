#include "apps/pde/observations.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "apps/pde/deck_formula.hpp"
#include "data/deck/constant_expression.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"
#include "data/tables/csv.hpp"

namespace tessera::pde {
namespace {

using Eigen::VectorXd;

bool complete(const ObservationOptions& o, Faults& faults) {
  if (!o.column.value.empty()) return true;
  faults.add(o.file.where, o.file.path,
             "measurements need a Column too: the one that holds their values.");
  return false;
}

Eigen::MatrixXd read_points(const CsvTable& table, const BoundaryValueProblem& problem) {
  Eigen::MatrixXd points(static_cast<Index>(table.rows.size()),
                         static_cast<Index>(problem.names.axes.size()));
  for (std::size_t k = 0; k < problem.names.axes.size(); ++k) {
    const std::vector<double> column = numeric_column(table, problem.names.axes[k]);
    const auto [lower, upper] = problem.ranges[k];
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (!(column[i] >= lower && column[i] <= upper))
        throw DataError(fmt::format("{}:{}: {} = {:.9g} lies outside the axis, [{:.9g}, {:.9g}]",
                                    table.file.string(), table.lines[i], problem.names.axes[k],
                                    column[i], lower, upper));
      points(static_cast<Index>(i), static_cast<Index>(k)) = column[i];
    }
  }
  return points;
}

VectorXd to_vector(const std::vector<double>& v) {
  return Eigen::Map<const VectorXd>(v.data(), static_cast<Index>(v.size()));
}

/// A number, a column, or nothing for `learned`.
VectorXd read_noise(const LocatedText& text, const CsvTable& table, Faults& faults) {
  if (text.value.empty() || text.value == "learned") return {};
  if (!is_identifier(text.value)) {
    double value = 0;
    try {
      value = evaluate_constant(text.value);
    } catch (const std::invalid_argument&) {
    }
    if (value > 0) return VectorXd::Constant(1, value);
    faults.add(
        text.where, text.path,
        fmt::format("found {}, expected a positive standard deviation, the name of a column, "
                    "or `learned`.",
                    printable(text.value)));
    return {};
  }
  const VectorXd noise = to_vector(numeric_column(table, text.value));
  for (Index i = 0; i < noise.size(); ++i)
    if (!(noise[i] > 0))
      throw DataError(fmt::format("{}:{}: the noise {} is not positive", table.file.string(),
                                  table.lines[static_cast<std::size_t>(i)], noise[i]));
  return noise;
}

std::optional<gp_pde::PointObservations> read_group(const ObservationOptions& o,
                                                    const ExpressionNames& names,
                                                    const BoundaryValueProblem& problem,
                                                    const std::filesystem::path& folder,
                                                    Faults& faults) {
  if (!complete(o, faults)) return std::nullopt;
  LocatedText text = o.expression;
  if (text.value.empty()) text = {problem.names.unknowns.front(), o.file.where, o.file.path};
  const auto expression = parse_expression(text, names, faults);
  if (!expression) return std::nullopt;
  if (!expression->linear) {
    faults.add(text.where, text.path,
               "what was measured must be linear in " + problem.names.unknowns.front() +
                   " and its derivatives.");
    return std::nullopt;
  }
  const CsvTable table = read_csv(folder / o.file.value);
  gp_pde::PointObservations group;
  group.points = read_points(table, problem);
  group.values = to_vector(numeric_column(table, o.column.value));
  group.noise = read_noise(o.noise, table, faults);
  group.expression = at_points(*expression, problem, group.points);
  group.model =
      o.noise_model == "student-t" ? gp_pde::NoiseModel::student_t : gp_pde::NoiseModel::gaussian;
  group.degrees_of_freedom = o.degrees_of_freedom;
  return group;
}

}  // namespace

std::optional<ExpressionFormula> parse_expression(const LocatedText& text,
                                                  const ExpressionNames& names, Faults& faults) {
  ExpressionFormula e;
  try {
    e.formula = Formula::parse(text.value, names.all);
  } catch (const FormulaError& error) {
    faults.add(text.where, text.path, with_caret(error.what(), error));
    return std::nullopt;
  }
  std::map<std::string, Formula> sources;
  for (const std::string& name : e.formula.names())
    if (const auto d = derivative_of_name(name, names.all);
        d && names.sources.contains(d->function))
      sources.emplace(name, differentiate(names.sources.at(d->function), d->orders, names.all));
  e.formula = e.formula.substitute(sources);
  for (const std::string& name : e.formula.names()) {
    const auto d = derivative_of_name(name, names.all);
    if (!d || d->function != names.all.unknowns.front()) continue;
    e.names.push_back(name);
    e.orders.push_back(d->orders);
  }
  e.linear = e.formula.is_linear_in(e.names) && !e.names.empty();
  std::map<std::string, Formula> zeros;
  for (const std::string& name : e.names) {
    e.coefficients.push_back(e.formula.derivative(name));
    zeros.emplace(name, Formula());
  }
  if (e.linear) {
    const auto rest = e.formula.substitute(zeros).constant_value();
    e.linear = rest && *rest == 0;
  }
  return e;
}

gp_pde::LinearExpression on_grid(const ExpressionFormula& e, const BoundaryValueProblem& problem,
                                 const std::vector<VectorXd>& coordinates) {
  return {e.orders,
          FormulaOnGrid(e.coefficients, problem.names, problem.functions).evaluate(coordinates)};
}

gp_pde::LinearExpression at_points(const ExpressionFormula& e, const BoundaryValueProblem& problem,
                                   const Eigen::MatrixXd& points) {
  gp_pde::LinearExpression expression{e.orders, {}};
  const FormulaOnGrid evaluator(e.coefficients, problem.names, problem.functions);
  for (std::size_t t = 0; t < e.orders.size(); ++t)
    expression.coefficients.push_back(VectorXd::Zero(points.rows()));
  for (Index i = 0; i < points.rows(); ++i) {
    std::vector<VectorXd> at;
    for (Index k = 0; k < points.cols(); ++k) at.push_back(VectorXd::Constant(1, points(i, k)));
    const std::vector<VectorXd> values = evaluator.evaluate(at);
    for (std::size_t t = 0; t < values.size(); ++t) expression.coefficients[t][i] = values[t][0];
  }
  return expression;
}

std::vector<gp_pde::PointObservations> read_observations(const Options& options,
                                                         const BoundaryValueProblem& problem,
                                                         const ExpressionNames& names,
                                                         const std::filesystem::path& deck_folder,
                                                         Faults& faults) {
  std::vector<gp_pde::PointObservations> groups;
  if (!has_observations(options)) return groups;
  if (auto group = read_group(options.observations, names, problem, deck_folder, faults))
    groups.push_back(std::move(*group));
  for (const auto& [name, further] : options.further_observations)
    if (auto group = read_group(further, names, problem, deck_folder, faults))
      groups.push_back(std::move(*group));
  return groups;
}

}  // namespace tessera::pde
