#include "models/pde/given_function.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tessera {
namespace {

bool same(const std::vector<Eigen::VectorXd>& a, const std::vector<Eigen::VectorXd>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Eigen::VectorXd& x, const Eigen::VectorXd& y) {
                      return x.size() == y.size() && x == y;
                    });
}

}  // namespace

FormulaOnGrid::FormulaOnGrid(const std::vector<Formula>& formulas, const FormulaNames& names,
                             const GivenFunctions& functions, std::vector<std::string> fields) {
  std::set<std::string> found;
  for (const Formula& formula : formulas)
    for (const std::string& name : formula.names())
      if (const auto d = derivative_of_name(name, names); d && functions.contains(d->function))
        found.insert(name);
  for (const std::string& name : found) {
    const DerivativeName d = *derivative_of_name(name, names);
    occurrences_.push_back({functions.at(d.function), d.orders});
    fields.push_back(name);
  }
  evaluator_ = std::make_unique<const GridEvaluator>(formulas, names.axes, std::move(fields));
}

std::vector<Eigen::VectorXd> FormulaOnGrid::evaluate(
    const std::vector<Eigen::VectorXd>& coordinates,
    const std::vector<const double*>& fields) const {
  if (occurrences_.empty()) return evaluator_->evaluate(coordinates, fields);
  if (!same(last_coordinates_, coordinates)) {
    last_values_.clear();
    for (const Occurrence& o : occurrences_)
      last_values_.push_back(o.function->evaluate(coordinates, o.orders));
    last_coordinates_ = coordinates;
  }
  std::vector<const double*> all = fields;
  for (const Eigen::VectorXd& values : last_values_) all.push_back(values.data());
  return evaluator_->evaluate(coordinates, all);
}

}  // namespace tessera
