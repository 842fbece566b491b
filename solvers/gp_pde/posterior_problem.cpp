#include "solvers/gp_pde/posterior_problem.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace tessera::gp_pde {
namespace {

[[noreturn]] void fail(const std::string& sentence) {
  throw std::invalid_argument(sentence);
}

void require_orders(const std::vector<std::vector<int>>& all, std::size_t axes,
                    const std::string& where) {
  if (all.empty()) fail(where + " has no terms");
  for (const auto& orders : all) {
    if (orders.size() != axes)
      fail(where + ": a term has " + std::to_string(orders.size()) +
           " derivative orders, the box has " + std::to_string(axes) + " axes");
    for (const int o : orders)
      if (o < 0 || o > 8)
        fail(where + ": derivative orders are 0 to 8, found " + std::to_string(o));
  }
}

void require_group(const PosteriorProblem& p, std::size_t g) {
  const PointObservations& o = p.observations[g];
  const std::string where = "group " + std::to_string(g) + " of the observations";
  const Index n = o.values.size();
  require_orders(o.expression.orders, p.axes.size(), where);
  if (o.points.rows() != n || o.points.cols() != static_cast<Index>(p.axes.size()))
    fail(where + ": points are " + std::to_string(o.points.rows()) + " x " +
         std::to_string(o.points.cols()) + " for " + std::to_string(n) + " values on " +
         std::to_string(p.axes.size()) + " axes");
  if (!o.values.allFinite() || !o.points.allFinite()) fail(where + ": a number is not finite");
  if (o.noise.size() > 1 && o.noise.size() != n)
    fail(where + ": " + std::to_string(o.noise.size()) + " noise values for " + std::to_string(n) +
         " observations; give one, one each, or none to have it learned");
  for (const double s : o.noise)
    if (!(s > 0) || !std::isfinite(s)) fail(where + ": noise must be positive and finite");
  if (!o.expression.coefficients.empty() &&
      o.expression.coefficients.size() != o.expression.orders.size())
    fail(where + ": the expression needs a coefficient for every term");
  for (const Eigen::VectorXd& c : o.expression.coefficients)
    if (c.size() != 1 && c.size() != n)
      fail(where + ": a coefficient has " + std::to_string(c.size()) + " values for " +
           std::to_string(n) + " observations; give one or one each");
  if (o.model == NoiseModel::student_t && !(o.degrees_of_freedom > 0))
    fail(where + ": Student-t noise needs positive degrees of freedom");
  for (Index i = 0; i < n; ++i)
    for (std::size_t k = 0; k < p.axes.size(); ++k) {
      const auto [lower, upper] = p.priors[k]->range();
      const double x = o.points(i, static_cast<Index>(k));
      if (!(x >= lower && x <= upper))
        fail(where + ", row " + std::to_string(i) + ": " + p.axes[k].name + " = " +
             std::to_string(x) + " lies outside the domain [" + std::to_string(lower) + ", " +
             std::to_string(upper) + "]");
    }
}

}  // namespace

void require_valid(const PosteriorProblem& p, const PosteriorOptions& options) {
  if (p.axes.empty() || p.axes.size() > 2)
    fail("a posterior is on a box of 1 or 2 axes, found " + std::to_string(p.axes.size()));
  if (p.priors.size() != p.axes.size()) fail("a posterior needs a prior for each axis");
  for (const auto& prior : p.priors)
    if (!prior) fail("a posterior needs a prior for each axis");
  if (!std::isfinite(p.mean) || !std::isfinite(p.variance))
    fail("mean and variance of the prior must be finite");
  if (p.equation) {
    require_orders(p.equation->fields, p.axes.size(), "the equation");
    if (!p.equation->residual || !p.equation->derivatives)
      fail("the equation needs its residual and its derivatives");
  }
  for (const SideData& s : p.sides) {
    if (s.axis >= p.axes.size() || s.coefficients.empty() || !s.data)
      fail("side data need an axis of the box, coefficients and data");
  }
  for (std::size_t g = 0; g < p.observations.size(); ++g) require_group(p, g);
  if (!(options.exact_share > 0) || !(options.exact_share < 1))
    fail("the share of the prior's standard deviation that stands for exact lies between 0 and 1");
  if (!(options.tail_share > 0) || options.maximum_unknowns < 1 || options.maximum_iterations < 1)
    fail("the tail share, the number of unknowns and the number of iterations must be positive");
}

}  // namespace tessera::gp_pde
