#include <algorithm>
#include <span>
#include <string>

#include "solvers/comparators/collocation.hpp"
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

/// L^-1 R(u) = 0 in folded coordinates. Its Jacobian is I + L^-1 diag(dg/du): no product with L is
/// needed for it.
class PreconditionedSystem final : public NonlinearSystem {
 public:
  PreconditionedSystem(const Collocation& collocation, const BoxInverse& inverse)
      : collocation_(collocation), inverse_(inverse), identity_(size()), jacobian_(*this) {}

  Index size() const override { return collocation_.size(); }
  void linearise(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    residual(z, r);
    Eigen::VectorXd u = z;
    collocation_.op().unfold(u);
    collocation_.derivative(u, dg_);
  }
  /// The line search has often just been where the next linearisation is: that residual is kept.
  void residual(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    if (kept_at_.size() != z.size() || kept_at_ != z) {
      collocation_.folded_residual(z, kept_);
      inverse_.solve_folded(kept_);
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
      const ConstVector v(in.data(), rows());
      Vector result(out.data(), rows());
      product_ = v;
      s_.collocation_.op().unfold(product_);
      product_.array() *= s_.dg_.array();
      s_.collocation_.op().fold(product_);
      s_.inverse_.solve_folded(product_);
      result = v + product_;
    }

   private:
    const PreconditionedSystem& s_;
    mutable Eigen::VectorXd product_;
  };

  const Collocation& collocation_;
  const BoxInverse& inverse_;
  Eigen::VectorXd dg_;
  Eigen::VectorXd kept_at_;
  Eigen::VectorXd kept_;
  Identity identity_;
  Jacobian jacobian_;
};

/// R(u) = 0 on one axis with LU of the whole Jacobian as its preconditioner: GMRES then ends after
/// one step, or a second that refines.
class LuSystem final : public NonlinearSystem {
 public:
  explicit LuSystem(const Collocation& collocation) : collocation_(collocation) {
    const BoxOperator& op = collocation.op();
    linear_ = op.scales()[0] * unfold_matrix(op.axis(0).second_derivative);
    linear_.diagonal().array() += op.shift();
  }

  Index size() const override { return collocation_.size(); }
  void linearise(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    residual(z, r);
    Eigen::VectorXd dg;
    collocation_.derivative(z, dg);
    jacobian_.matrix = linear_;
    jacobian_.matrix.diagonal() += dg;
    inverse_.lu.compute(jacobian_.matrix);
  }
  void residual(const Eigen::VectorXd& z, Eigen::VectorXd& r) override {
    Eigen::VectorXd folded = z;
    collocation_.op().fold(folded);
    collocation_.folded_residual(folded, r);
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

  const Collocation& collocation_;
  Eigen::MatrixXd linear_;
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

}  // namespace

Eigen::VectorXd solve_linear(const Collocation& collocation, const BoxInverse& inverse, bool refine,
                             ComparatorResult& result) {
  result.unknowns = collocation.size();
  result.remark = inverse.warning();
  Eigen::VectorXd u = collocation.folded_residual_at_zero();
  inverse.solve_folded(u);
  u = -u;
  if (refine) {
    Eigen::VectorXd r;
    collocation.folded_residual(u, r);
    inverse.solve_folded(r);
    u -= r;
    ++result.operator_applications;
  }
  collocation.op().unfold(u);
  result.solved = u.allFinite();
  if (!result.solved) result.remark = "the solution is not finite";
  return u;
}

void solve_nonlinear(const Collocation& collocation, const BoxInverse& inverse, Eigen::VectorXd& u,
                     ComparatorResult& result) {
  NewtonOptions options;
  options.relative_tolerance = 1e-12;
  // The error of one step enters the next squared: more digits per step would be thrown away.
  options.krylov.relative_tolerance = 1e-5;
  options.krylov.maximum_iterations = 150;
  options.krylov.restart = 50;
  PreconditionedSystem system(collocation, inverse);
  collocation.op().fold(u);
  run_newton(system, options, u, result);
  collocation.op().unfold(u);
}

void solve_nonlinear_by_lu(const Collocation& collocation, Eigen::VectorXd& u,
                           ComparatorResult& result) {
  NewtonOptions options;
  // With exact steps the error after a step of relative length 1e-8 is at rounding.
  options.relative_tolerance = 1e-8;
  LuSystem system(collocation);
  run_newton(system, options, u, result);
}

}  // namespace tessera::comparators
