#include "apps/pde/output.hpp"

#include "apps/pde/run.hpp"
#include "models/formula/grid_evaluator.hpp"

namespace tessera::pde {

using Eigen::VectorXd;

std::vector<VectorXd> equidistant(const gp_pde::SplitProblem& p, Index points) {
  std::vector<VectorXd> coordinates;
  for (const auto& [lower, upper] : p.problem.ranges)
    coordinates.push_back(VectorXd::LinSpaced(points, lower, upper));
  return coordinates;
}

VectorXd exact_values(const gp_pde::SplitProblem& p, const std::vector<VectorXd>& coordinates) {
  return GridEvaluator({*p.problem.exact}, p.problem.names.axes).evaluate(coordinates).front();
}

double relative_difference(const VectorXd& a, const VectorXd& reference) {
  const double scale = reference.norm();
  return (a - reference).norm() / (scale > 0 ? scale : 1.0);
}

FieldWriter::FieldWriter(const Options& options, const gp_pde::SplitProblem& problem,
                         Outcome& outcome)
    : outcome_(outcome) {
  for (std::size_t k = 0; k < problem.axes(); ++k) {
    const auto& [name, axis] = options.axes[k];
    grid_.axes.push_back(uniform_axis(name, axis.range.first, axis.range.second,
                                      static_cast<std::size_t>(output_points(options, name)),
                                      axis.units));
    const auto& c = grid_.axes.back().coordinates;
    coordinates_.push_back(Eigen::Map<const VectorXd>(c.data(), static_cast<Index>(c.size())));
  }
}

void FieldWriter::add(const std::string& name, const std::string& long_name,
                      const VectorXd& values) {
  outcome_.fields.push_back({name, long_name, {}, grid_, {values.begin(), values.end()}});
}

}  // namespace tessera::pde
