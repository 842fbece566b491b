#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"
#include "models/formula/formula.hpp"

namespace tessera {

/// Evaluates formulas on tensor grids. Subexpressions that depend on one axis only are computed
/// once per coordinate of that axis, not once per grid point, so that sin(x)*sin(y) on an n x n
/// grid costs 2 n sines. The same bits as an evaluation point by point.
class GridEvaluator {
 public:
  /// `fields`: the names besides the axes that may occur, with a value at every grid point.
  /// Throws std::invalid_argument when any other name occurs.
  GridEvaluator(const std::vector<Formula>& formulas, std::vector<std::string> axes,
                std::vector<std::string> fields = {});

  std::size_t outputs() const { return outputs_; }

  /// `coordinates`: one list per axis. `fields`: one array per name, first axis fastest.
  /// Each output has a value per grid point.
  std::vector<Eigen::VectorXd> evaluate(const std::vector<Eigen::VectorXd>& coordinates,
                                        const std::vector<const double*>& fields = {}) const;

 private:
  struct AxisPart {
    Tape tape;  ///< input: the axis; outputs: the subexpressions the main tape needs
  };

  std::vector<AxisPart> axis_parts_;
  Tape main_;  ///< inputs: the fields, then each axis part's outputs in turn
  std::size_t fields_ = 0;
  std::size_t outputs_ = 0;
};

}  // namespace tessera
