#pragma once

#include <memory>
#include <vector>

#include <Eigen/Core>

#include "solvers/comparators/axis.hpp"
#include "solvers/comparators/box_operator.hpp"
#include "solvers/comparators/box_problem.hpp"
#include "solvers/comparators/differentiation.hpp"

namespace tessera::comparators {

/// Throws std::invalid_argument unless the problem is one the comparators are made for (see
/// comparator.hpp) and `points` has one entry >= 3 for each axis.
void require_valid(const BoxProblem& problem, const std::vector<Index>& points);

/// Derivative orders that occur along an axis, in the equation, its constant part or conditions.
Orders wanted_orders(const BoxProblem& problem, std::size_t axis);

/// The conditions of an axis for the unit interval, each scaled to a largest coefficient of one;
/// `factors`, where given, receives what the data are multiplied by.
std::vector<UnitCondition> unit_conditions(const BoxProblem& problem, std::size_t axis,
                                           std::vector<double>* factors = nullptr);

/// The constant part's coefficients along an axis of unit length, highest last.
std::vector<double> unit_coefficients(const BoxProblem& problem, std::size_t axis);

/// A problem collocated on a tensor grid, divided by its row scaling. Unknowns: values at the
/// points of the axes that are not eliminated, first axis fastest, in folded coordinates
/// (parity.hpp), which are an orthogonal change of basis. The equation holds at the same points.
class Collocation {
 public:
  Collocation(const BoxProblem& problem, std::vector<std::shared_ptr<const Axis>> axes);

  const BoxOperator& op() const { return op_; }
  Index size() const { return op_.size(); }
  /// L u + terms of the side data + R at zero fields: the residual of a separable problem, and of
  /// the linear one that Newton's method starts from. Folded, as all vectors here.
  void constant_residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const;
  const Eigen::VectorXd& constant_terms() const { return constant_terms_; }
  /// R(u).
  void residual(const Eigen::VectorXd& u, Eigen::VectorXd& r) const;
  /// Makes u the point of linearisation.
  void linearise(const Eigen::VectorXd& u);
  /// out = (dR/du - L) v there.
  void apply_deviation(const Eigen::VectorXd& v, Eigen::VectorXd& out) const;
  /// dR/du there as a matrix, for problems on one axis.
  Eigen::MatrixXd jacobian_matrix() const;
  /// Values at all points, sides and corners included; one column for one axis.
  Eigen::MatrixXd all_values(const Eigen::VectorXd& u) const;
  /// The unknowns among values at all points.
  Eigen::VectorXd unknowns(const Eigen::MatrixXd& all) const;

 private:
  /// A derivative that R or L contains.
  struct Term {
    std::size_t first = 0;       ///< order along the first axis
    std::size_t second = 0;      ///< order along the second
    int field = -1;              ///< position among the problem's fields, -1: not among them
    double constant = 0;         ///< coefficient in L
    double scale = 1;            ///< from the unit box to the problem's
    Eigen::VectorXd from_sides;  ///< its part made by the side data; empty: zero
    Eigen::VectorXd deviation;   ///< coefficient in dR/du - L times scale; empty: zero
  };

  void list_terms();
  void read_side_data();
  void add_side_terms(Term& term) const;
  Eigen::VectorXd scaled_residual(const std::vector<const double*>& fields) const;
  /// Every field at u, and where the caller's functions find them. The last ones are kept: Newton's
  /// method linearises where it has just asked for the residual.
  std::vector<const double*> field_values(const Eigen::VectorXd& u) const;

  const BoxProblem& problem_;
  std::vector<std::shared_ptr<const Axis>> axes_;  ///< two
  Coordinates all_points_;                         ///< of the problem's axes
  Coordinates inner_points_;
  BoxOperator op_;
  Eigen::VectorXd reciprocal_scaling_;  ///< of the rows; empty: 1
  std::vector<Term> terms_;             ///< by order along the first axis
  Eigen::MatrixXd first_data_;          ///< conditions of axis 0 x unknown points of axis 1
  Eigen::MatrixXd second_data_;         ///< unknown points of axis 0 x conditions of axis 1
  Eigen::MatrixXd corner_data_;         ///< conditions of axis 0 x conditions of axis 1
  Eigen::VectorXd constant_terms_;
  mutable Eigen::VectorXd kept_at_;
  mutable std::vector<Eigen::VectorXd> kept_fields_;
};

/// Coordinates of the evaluation grid on the unit interval. Throws std::invalid_argument for the
/// wrong number of axes and for coordinates outside the range.
std::vector<Eigen::VectorXd> unit_coordinates(const BoxProblem& problem,
                                              const std::vector<Eigen::VectorXd>& evaluation);

}  // namespace tessera::comparators
