#include "solvers/comparators/newton_systems.hpp"

#include <algorithm>
#include <span>
#include <string>

#include <Eigen/LU>

#include "solvers/nonlinear/newton.hpp"

namespace tessera::comparators {
namespace {

class Identity final : public LinearOperator {
 public:
  explicit Identity(Index size) : size_(size) {}
  Index rows() const override { return size_; }
  Index columns() const override { return size_; }
  void apply(std::span<const double> in, std::span<double> out) const override {
    std::copy(in.begin(), in.end(), out.begin());
  }

 private:
  Index size_;
};

using ConstVector = Eigen::Map<const Eigen::VectorXd>;
using Vector = Eigen::Map<Eigen::VectorXd>;

/// L^-1 R(u) = 0. Its Jacobian is I + L^-1 (dR/du - L): terms with constant coefficients need no
/// product.
class PreconditionedSystem final : public NonlinearSystem {
 public:
  PreconditionedSystem(Collocation& collocation, const BoxInverse& inverse)
      : collocation_(collocation), inverse_(inverse), identity_(size()), jacobian_(*this) {}

  Index size() const override { return collocation_.size(); }
  void linearise(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    residual(z, r);
    collocation_.linearise(z);
  }
  /// The line search has often just been where the next linearisation is: that residual is kept.
  void residual(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    if (kept_at_.size() != z.size() || kept_at_ != z) {
      collocation_.residual(z, kept_);
      if (kept_.allFinite()) inverse_.solve_folded(kept_);
      kept_at_ = z;
    }
    r = kept_;
  }
  const LinearOperator& jacobian() const override { return jacobian_; }
  const LinearOperator& preconditioner() const override { return identity_; }

 private:
  class Jacobian final : public LinearOperator {
   public:
    explicit Jacobian(const PreconditionedSystem& s) : s_(s) {}
    Index rows() const override { return s_.size(); }
    Index columns() const override { return s_.size(); }
    void apply(std::span<const double> in, std::span<double> out) const override {
      const Eigen::VectorXd v = ConstVector(in.data(), rows());
      s_.collocation_.apply_deviation(v, product_);
      s_.inverse_.solve_folded(product_);
      Vector(out.data(), rows()) = v + product_;
    }

   private:
    const PreconditionedSystem& s_;
    mutable Eigen::VectorXd product_;
  };

  Collocation& collocation_;
  const BoxInverse& inverse_;
  Eigen::VectorXd kept_at_;
  Eigen::VectorXd kept_;
  Identity identity_;
  Jacobian jacobian_;
};

/// R(u) = 0 on one axis with LU of the whole Jacobian as its preconditioner: GMRES then ends after
/// one step, or a second that refines.
class LuSystem final : public NonlinearSystem {
 public:
  explicit LuSystem(Collocation& collocation) : collocation_(collocation) {}

  Index size() const override { return collocation_.size(); }
  void linearise(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    residual(z, r);
    Eigen::VectorXd folded = z;
    collocation_.op().fold(folded);
    collocation_.linearise(folded);
    jacobian_.matrix = collocation_.jacobian_matrix();
    inverse_.lu.compute(jacobian_.matrix);
  }
  void residual(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    Eigen::VectorXd folded = z;
    collocation_.op().fold(folded);
    collocation_.residual(folded, r);
    collocation_.op().unfold(r);
  }
  const LinearOperator& jacobian() const override { return jacobian_; }
  const LinearOperator& preconditioner() const override { return inverse_; }

 private:
  struct Dense final : LinearOperator {
    Eigen::MatrixXd matrix;
    Index rows() const override { return matrix.rows(); }
    Index columns() const override { return matrix.cols(); }
    void apply(std::span<const double> in, std::span<double> out) const override {
      Vector(out.data(), rows()).noalias() = matrix * ConstVector(in.data(), columns());
    }
  };
  struct Inverse final : LinearOperator {
    Eigen::PartialPivLU<Eigen::MatrixXd> lu;
    Index rows() const override { return lu.rows(); }
    Index columns() const override { return lu.cols(); }
    void apply(std::span<const double> in, std::span<double> out) const override {
      Vector(out.data(), rows()) = lu.solve(ConstVector(in.data(), columns()));
    }
  };

  Collocation& collocation_;
  Dense jacobian_;
  Inverse inverse_;
};

void run_newton(NonlinearSystem& system, const NewtonOptions& options, Eigen::VectorXd& u,
                ComparatorResult& result) {
  SilentMonitor silent;
  const NewtonResult found = newton(system, u, options, silent);
  result.newton_iterations = found.iterations;
  result.operator_applications += found.operator_applications;
  result.solved = found.converged && u.allFinite();
  if (!result.solved)
    result.remark =
        "Newton's method did not converge in " + std::to_string(found.iterations) + " iterations";
}

std::span<double> view(Eigen::VectorXd& x) {
  return {x.data(), static_cast<std::size_t>(x.size())};
}

}  // namespace

void solve_by_gmres(Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                    ComparatorResult& result) {
  PreconditionedSystem system(collocation, inverse);
  KrylovOptions options;
  options.maximum_iterations = 300;
  options.restart = 100;
  Eigen::VectorXd r;
  Eigen::VectorXd step(u.size());
  bool converged = true;
  for (int pass = 0; pass < 2; ++pass) {
    if (pass == 0)
      system.linearise(u, r);
    else
      system.residual(u, r);
    // The preconditioned residual is about the error.
    const double needed = 1e-14 * u.norm() / r.norm();
    if (!(needed < 1) && r.allFinite()) break;
    r = -r;
    step.setZero();
    options.relative_tolerance = std::clamp(needed, 1e-9, 1e-2);
    const KrylovResult found = gmres(system.jacobian(), nullptr, view(r), view(step), options);
    result.operator_applications += found.operator_applications + 1;
    // The second correction is at the level of rounding, which GMRES may not resolve.
    converged = pass == 0 ? found.converged : converged && step.norm() < 1e-3 * u.norm();
    u += step;
  }
  result.newton_iterations = 1;
  result.solved = converged && u.allFinite();
  if (!result.solved)
    result.remark =
        "GMRES did not converge in " + std::to_string(options.maximum_iterations) + " iterations";
}

void solve_by_newton(Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                     ComparatorResult& result) {
  NewtonOptions options;
  options.relative_tolerance = 1e-12;
  // The error of one step enters the next squared: more digits per step would be thrown away.
  options.krylov.relative_tolerance = 1e-5;
  options.krylov.maximum_iterations = 150;
  options.krylov.restart = 50;
  PreconditionedSystem system(collocation, inverse);
  run_newton(system, options, u, result);
}

void solve_by_lu(Collocation& collocation, bool linear, Eigen::VectorXd& u,
                 ComparatorResult& result) {
  LuSystem system(collocation);
  collocation.op().unfold(u);
  if (linear) {
    Eigen::VectorXd r;
    Eigen::VectorXd step(u.size());
    system.linearise(u, r);
    for (int pass = 0; pass < 2; ++pass) {
      if (pass > 0) system.residual(u, r);
      system.preconditioner().apply(view(r), view(step));
      u -= step;
      ++result.operator_applications;
    }
    result.newton_iterations = 1;
    result.solved = u.allFinite();
    if (!result.solved) result.remark = "the equation has no unique solution on these points";
  } else {
    NewtonOptions options;
    // With exact steps the error after a step of relative length 1e-8 is at rounding.
    options.relative_tolerance = 1e-8;
    run_newton(system, options, u, result);
  }
  collocation.op().fold(u);
}

}  // namespace tessera::comparators
