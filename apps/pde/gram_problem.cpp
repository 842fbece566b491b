#include <algorithm>
#include <cmath>

#include "apps/pde/gram_run.hpp"
#include "data/deck/words.hpp"

namespace tessera::pde {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Gram matrices are dense, and factored in every step.
constexpr Index most_points = 2000;

[[noreturn]] void refuse(const Options& options, const std::string& what) {
  throw DeckError(deck_message({options.equations.front().where.file, 0, 0}, "Model > Method",
                               "\"gram\" " + what + " Use \"collocation\"."));
}

[[noreturn]] void refuse_equation(const Options& options, const std::string& what) {
  const LocatedText& equation = options.equations.front();
  throw DeckError(deck_message(equation.where, equation.path,
                               what +
                                   " The method \"gram\" (Model > Method) takes pure derivatives "
                                   "with constant coefficients and a term in the unknown; use "
                                   "\"collocation\"."));
}

/// The data of all sides on the model's grid; inside: NaN.
class SideValues {
 public:
  SideValues(const gp_pde::SplitProblem& problem, const std::vector<VectorXd>& x)
      : values_(MatrixXd::Constant(x[0].size(), x.size() > 1 ? x[1].size() : 1, std::nan(""))) {
    for (std::size_t i = 0; i < problem.problem.conditions.size(); ++i) {
      const SideCondition& c = problem.problem.conditions[i];
      const VectorXd data = gp_pde::side_data(problem, i, x) / c.coefficients[0];
      if (c.axis == 0)
        values_.row(c.upper ? values_.rows() - 1 : 0) = data.transpose();
      else
        values_.col(c.upper ? values_.cols() - 1 : 0) = data;
    }
  }
  const MatrixXd& values() const { return values_; }

 private:
  MatrixXd values_;
};

void require_sides(const Options& options, const gp_pde::SplitProblem& problem) {
  if (has_observations(options)) refuse(options, "takes no Observations.");
  for (std::size_t k = 0; k < problem.axes(); ++k) {
    const std::string& name = problem.problem.names.axes[k];
    if (problem.periodic(k)) refuse(options, "takes no periodic axis, and " + name + " is one.");
    for (const bool upper : {false, true}) {
      const auto values =
          std::count_if(problem.problem.conditions.begin(), problem.problem.conditions.end(),
                        [&](const SideCondition& c) {
                          return c.axis == k && c.upper == upper && c.coefficients.size() == 1;
                        });
      const auto all =
          std::count_if(problem.problem.conditions.begin(), problem.problem.conditions.end(),
                        [&](const SideCondition& c) { return c.axis == k && c.upper == upper; });
      if (values != 1 || all != 1)
        refuse(options, "needs the values of " + problem.problem.names.unknowns.front() +
                            ", and nothing else, on every side; the " +
                            (upper ? "upper" : "lower") + " end of " + name +
                            " has other conditions or none.");
    }
  }
}

void require_equation(const Options& options, const gp_pde::SplitProblem& problem) {
  for (std::size_t i = 0; i < problem.fields.size(); ++i) {
    const std::vector<int>& orders = problem.fields[i].orders;
    if (std::any_of(orders.begin(), orders.end(), [](int o) { return o > 0; }))
      refuse_equation(options, "the term in " + problem.field_names[i] +
                                   " is nonlinear, mixed, or has a coefficient that varies.");
  }
  for (const auto& [name, axis] : options.axes)
    if (axis.points > most_points)
      refuse(options, "factors dense matrices and takes at most 2000 points along an axis; " +
                          name + " has " + std::to_string(axis.points) + ".");
}

}  // namespace

gram::Problem gram_problem(const Options& options, const gp_pde::SplitProblem& problem) {
  require_sides(options, problem);
  require_equation(options, problem);
  gram::Problem g;
  g.shift = problem.shift;
  std::vector<VectorXd> x;
  for (std::size_t k = 0; k < problem.axes(); ++k) {
    const auto [lower, upper] = problem.problem.ranges[k];
    const Index points = options.axes[k].second.points;
    const std::vector<double>& constant = problem.constant[k];
    g.axes.push_back({lower, upper, points, {constant.begin() + 1, constant.end()}});
    x.push_back(VectorXd::LinSpaced(points, lower, upper));
  }
  const Index rows = x[0].size();
  const Index columns = x.size() > 1 ? x[1].size() : 1;
  const VectorXd zero = VectorXd::Zero(rows * columns);
  const std::vector<const double*> no_solution(problem.field_names.size(), zero.data());
  const VectorXd at_zero = problem.remainder_on_grid->evaluate(x, no_solution).front();
  const auto index = [g](std::span<const double> point) {
    Index at[2] = {0, 0};
    for (std::size_t k = 0; k < g.axes.size(); ++k)
      at[k] = std::lround((point[k] - g.axes[k].lower) / (g.axes[k].upper - g.axes[k].lower) *
                          static_cast<double>(g.axes[k].points - 1));
    return at[0] + g.axes[0].points * at[1];
  };
  g.source = [index, at_zero](std::span<const double> point) { return -at_zero[index(point)]; };
  g.boundary = [index, sides = SideValues(problem, x).values()](std::span<const double> point) {
    return sides.reshaped()[index(point)];
  };
  if (!problem.direct)
    g.nonlinear = [&problem, x, at_zero](const MatrixXd& u, MatrixXd& value, MatrixXd& slope) {
      value.reshaped() = problem.remainder_on_grid->evaluate(x, {u.data()}).front() - at_zero;
      slope.reshaped() = problem.derivatives_on_grid->evaluate(x, {u.data()}).front();
    };
  return g;
}

}  // namespace tessera::pde
