#include "solvers/nonlinear/newton.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <string>

namespace tessera {
namespace {

std::span<const double> view(const Eigen::VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

std::span<double> view(Eigen::VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

double relative_to(const Eigen::VectorXd& z, double length) {
  if (length == 0) return 0;
  const double size = z.norm();
  return size > 0 ? length / size : std::numeric_limits<double>::infinity();
}

/// ||P r||, infinite where r is not finite.
double preconditioned_norm(const LinearOperator& p, const Eigen::VectorXd& r) {
  if (!r.allFinite()) return std::numeric_limits<double>::infinity();
  Eigen::VectorXd pr(r.size());
  p.apply(view(r), view(pr));
  const double norm = pr.norm();
  return std::isfinite(norm) ? norm : std::numeric_limits<double>::infinity();
}

/// One run of the method: the iterate, and what the steps share.
class Iteration {
 public:
  Iteration(NonlinearSystem& system, Eigen::VectorXd& z, const NewtonOptions& options,
            Monitor& monitor)
      : system_(system), z_(z), options_(options), monitor_(monitor), r_(z.size()), d_(z.size()) {}

  NewtonResult run() {
    while (true) {
      system_.linearise(z_, r_);
      norm_ = preconditioned_norm(system_.preconditioner(), r_);
      result_.residual = relative_to(z_, norm_);
      if (norm_ == 0) return ended(true);
      if (result_.iterations >= options_.maximum_iterations || !std::isfinite(norm_)) {
        return ended(false);
      }
      if (monitor_.should_stop()) {
        result_.stopped = true;
        return ended(false);
      }
      ++result_.iterations;
      if (!solve_for_step()) return ended(false);
      const double length = d_.norm();
      const double factor = search(length);
      report(factor);
      if (factor == 0) {
        // At rounding no step shortens the residual any more.
        result_.stagnated = result_.relative_step <= options_.stagnation_step;
        return ended(result_.stagnated);
      }
      result_.shortest_step = std::min(result_.shortest_step, factor);
      if (factor == 1 && result_.relative_step <= options_.relative_tolerance) return ended(true);
      if (factor == 1 && length > options_.stagnation_ratio * former_length_ &&
          result_.relative_step <= options_.stagnation_step) {
        result_.stagnated = true;
        return ended(true);
      }
      former_length_ = factor == 1 ? length : std::numeric_limits<double>::infinity();
    }
  }

 private:
  NewtonResult ended(bool converged) {
    result_.converged = converged;
    return result_;
  }

  /// d = -J^-1 R(z). False where GMRES gave nothing usable.
  bool solve_for_step() {
    KrylovOptions krylov = options_.krylov;
    // ||P R|| is about the length of the step: nothing below the tolerance of z is needed.
    const double needed = 0.1 * options_.relative_tolerance * z_.norm() / norm_;
    krylov.relative_tolerance = std::max(krylov.relative_tolerance, std::min(needed, 1e-2));
    r_ = -r_;
    d_.setZero();
    const KrylovResult solved =
        gmres(system_.jacobian(), &system_.preconditioner(), view(r_), view(d_), krylov);
    result_.operator_applications += solved.operator_applications;
    return d_.allFinite() && d_.norm() > 0;
  }

  /// Moves z by the first acceptable part of d and returns that part; 0 where there is none.
  double search(double length) {
    Eigen::VectorXd trial(z_.size());
    for (double t = 1; t >= options_.shortest_step; t *= 0.5) {
      trial = z_ + t * d_;
      if (t == 1) result_.relative_step = relative_to(trial, length);
      system_.residual(trial, r_);
      const double norm = preconditioned_norm(system_.preconditioner(), r_);
      // A step within the tolerance is taken even where rounding hides its gain.
      const bool within_rounding =
          t == 1 && result_.relative_step <= options_.relative_tolerance && norm <= 2 * norm_;
      if (norm <= (1 - options_.sufficient_decrease * t) * norm_ || within_rounding) {
        z_ = trial;
        result_.residual = relative_to(z_, norm);
        return t;
      }
    }
    return 0;
  }

  void report(double factor) {
    char text[120];
    std::snprintf(text, sizeof text, "Newton %td: step %.1e, residual %.1e%s", result_.iterations,
                  result_.relative_step, result_.residual,
                  factor == 1 ? "" : (factor == 0 ? ", no shorter residual" : ", shortened"));
    monitor_.progress(-1, text);
  }

  NonlinearSystem& system_;
  Eigen::VectorXd& z_;
  const NewtonOptions& options_;
  Monitor& monitor_;
  Eigen::VectorXd r_;
  Eigen::VectorXd d_;
  double norm_ = 0;
  double former_length_ = std::numeric_limits<double>::infinity();
  NewtonResult result_;
};

}  // namespace

NewtonResult newton(NonlinearSystem& system, Eigen::VectorXd& z, const NewtonOptions& options,
                    Monitor& monitor) {
  if (z.size() != system.size()) {
    throw std::invalid_argument("newton: the start has " + std::to_string(z.size()) +
                                " values, the system " + std::to_string(system.size()) + ".");
  }
  return Iteration(system, z, options, monitor).run();
}

}  // namespace tessera
