#include "solvers/optimize/optimize.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <vector>

// The one algorithm only: the solver header that offers all of them takes five times as long.
#include <ROL_Bounds.hpp>
#include <ROL_StdVector.hpp>
#include <ROL_TypeB_LinMoreAlgorithm.hpp>

namespace tessera {
namespace {

using RolVector = ROL::Vector<double>;

Eigen::Map<const Eigen::VectorXd> view(const RolVector& x) {
  const std::vector<double>& values = *dynamic_cast<const ROL::StdVector<double>&>(x).getVector();
  return {values.data(), static_cast<Index>(values.size())};
}

ROL::Ptr<ROL::StdVector<double>> rol_vector(const Eigen::VectorXd& x) {
  return ROL::makePtr<ROL::StdVector<double>>(
      ROL::makePtr<std::vector<double>>(x.data(), x.data() + x.size()));
}

/// Value and gradient of the last point are kept: ROL asks for both at every accepted point.
class Objective final : public ROL::Objective<double> {
 public:
  explicit Objective(const DifferentiableFunction& f) : f_(f) {}

  double value(const RolVector& x, double&) override {
    evaluate(x);
    return value_;
  }

  void gradient(RolVector& g, const RolVector& x, double&) override {
    evaluate(x);
    std::vector<double>& out = *dynamic_cast<ROL::StdVector<double>&>(g).getVector();
    std::copy(gradient_.begin(), gradient_.end(), out.begin());
  }

  Index evaluations() const { return evaluations_; }

 private:
  void evaluate(const RolVector& x) {
    if (x_.size() == view(x).size() && x_ == view(x)) return;
    x_ = view(x);
    gradient_.setZero(x_.size());
    value_ = f_(x_, gradient_);
    ++evaluations_;
    // A trust region shrinks at infinity; at NaN the ratio test is blind.
    if (std::isnan(value_) || !gradient_.allFinite())
      value_ = std::numeric_limits<double>::infinity();
  }

  const DifferentiableFunction& f_;
  Eigen::VectorXd x_;
  Eigen::VectorXd gradient_;
  double value_ = 0;
  Index evaluations_ = 0;
};

class Status final : public ROL::StatusTest<double> {
 public:
  Status(const OptimizeOptions& options, Monitor& monitor) : options_(options), monitor_(monitor) {}

  bool check(ROL::AlgorithmState<double>& state) override {
    if (values_.empty() || state.value != values_.back()) values_.push_back(state.value);
    if (static_cast<Index>(values_.size()) > options_.decrease_window + 1) values_.pop_front();
    if (std::isnan(state.gnorm)) return stop("not a number", false);
    if (state.gnorm <= options_.gradient_tolerance) return stop("gradient tolerance", true);
    if (static_cast<Index>(values_.size()) == options_.decrease_window + 1 &&
        values_.front() - values_.back() <
            options_.relative_decrease * (1 + std::abs(values_.back())))
      return stop("decrease tolerance", true);
    if (state.snorm <= options_.step_tolerance) return stop("step tolerance", true);
    if (state.iter >= options_.maximum_iterations) return stop("maximum iterations", false);
    if (monitor_.should_stop()) return stop("stopped on request", false);
    monitor_.progress(
        static_cast<double>(state.iter) / static_cast<double>(options_.maximum_iterations), "");
    return true;
  }

  bool converged() const { return converged_; }
  const std::string& reason() const { return reason_; }

 private:
  bool stop(const char* reason, bool converged) {
    reason_ = reason;
    converged_ = converged;
    return false;
  }

  const OptimizeOptions& options_;
  Monitor& monitor_;
  std::deque<double> values_;
  bool converged_ = false;
  std::string reason_;
};

ROL::ParameterList parameters(const OptimizeOptions& options) {
  ROL::ParameterList list;
  auto& region = list.sublist("Step").sublist("Trust Region");
  region.set("Initial Radius", options.initial_radius);
  auto& secant = list.sublist("General").sublist("Secant");
  secant.set("Type", "Limited-Memory BFGS");
  secant.set("Use as Hessian", true);
  secant.set("Maximum Storage", static_cast<int>(options.secant_pairs));
  // The model is cheap beside the function: solve the subproblem well.
  list.sublist("General").sublist("Krylov").set("Iteration Limit", 100);
  return list;
}

void check(const DifferentiableFunction& f, const Eigen::VectorXd& start,
           const Eigen::VectorXd& lower, const Eigen::VectorXd& upper) {
  if (start.size() == 0 || lower.size() != start.size() || upper.size() != start.size())
    throw std::invalid_argument("minimize: start and bounds must have the same size, at least 1");
  if (!(lower.array() <= upper.array()).all())
    throw std::invalid_argument("minimize: a lower bound is above its upper bound");
  Eigen::VectorXd gradient = Eigen::VectorXd::Zero(start.size());
  if (!std::isfinite(f(start.cwiseMax(lower).cwiseMin(upper), gradient)) || !gradient.allFinite())
    throw std::invalid_argument("minimize: the function is not finite at the start");
}

}  // namespace

OptimizeResult minimize(const DifferentiableFunction& f, const Eigen::VectorXd& start,
                        const Eigen::VectorXd& lower, const Eigen::VectorXd& upper,
                        const OptimizeOptions& options, Monitor& monitor) {
  check(f, start, lower, upper);
  const auto x = rol_vector(start.cwiseMax(lower).cwiseMin(upper));
  ROL::Bounds<double> bounds(rol_vector(lower), rol_vector(upper));
  Objective objective(f);
  ROL::ParameterList list = parameters(options);
  ROL::TypeB::LinMoreAlgorithm<double> algorithm(list);
  const auto status = ROL::makePtr<Status>(options, monitor);
  algorithm.setStatusTest(status, false);
  std::ostringstream silence;
  algorithm.run(*x, objective, bounds, silence);

  const auto state = algorithm.getState();
  OptimizeResult result;
  result.x = Eigen::VectorXd(view(*state->iterateVec)).cwiseMax(lower).cwiseMin(upper);
  result.value = state->value;
  result.gradient_norm = state->gnorm;
  result.iterations = state->iter;
  result.evaluations = objective.evaluations();
  result.converged = status->converged();
  result.reason = status->reason();
  return result;
}

}  // namespace tessera
