#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "models/formula/grid_evaluator.hpp"

namespace tessera {

/// A function of some or all axes that is known by its values, not by a formula (arrays from a
/// file), with derivatives along the axes.
class GivenFunction {
 public:
  virtual ~GivenFunction() = default;
  /// Values on a tensor grid, one coordinate list per axis of the problem, of the derivative of
  /// order orders[k] along axis k.
  virtual Eigen::VectorXd evaluate(const std::vector<Eigen::VectorXd>& coordinates,
                                   const std::vector<int>& orders) const = 0;
};

using GivenFunctions = std::map<std::string, std::shared_ptr<const GivenFunction>>;

/// Evaluates formulas on tensor grids, with the values of given functions put in where their names
/// (and their derivatives' names) occur. Keeps the values of given functions on the last grid: an
/// iteration evaluates on the same one again and again. Not thread-safe where there are any.
class FormulaOnGrid {
 public:
  /// `fields`: canonical names of unknowns and derivatives, with values at every grid point.
  /// Throws std::invalid_argument where another name occurs.
  FormulaOnGrid(const std::vector<Formula>& formulas, const FormulaNames& names,
                const GivenFunctions& functions, std::vector<std::string> fields = {});

  /// As GridEvaluator::evaluate.
  std::vector<Eigen::VectorXd> evaluate(const std::vector<Eigen::VectorXd>& coordinates,
                                        const std::vector<const double*>& fields = {}) const;

 private:
  struct Occurrence {
    std::shared_ptr<const GivenFunction> function;
    std::vector<int> orders;
  };
  std::vector<Occurrence> occurrences_;
  std::unique_ptr<const GridEvaluator> evaluator_;
  mutable std::vector<Eigen::VectorXd> last_coordinates_;
  mutable std::vector<Eigen::VectorXd> last_values_;
};

}  // namespace tessera
