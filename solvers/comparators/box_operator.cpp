#include "solvers/comparators/box_operator.hpp"

#include <utility>

#include <Eigen/LU>

namespace tessera::comparators {
namespace {

using Kind = AxisMatrix::Kind;

/// sum_o c_o D_o of one axis. Even and odd orders on a folded axis together: the whole matrix in
/// folded coordinates.
AxisMatrix combine(const Axis& axis, const std::vector<double>& coefficients) {
  AxisMatrix sum;
  for (std::size_t o = 1; o < coefficients.size(); ++o) {
    if (coefficients[o] == 0) continue;
    const AxisMatrix& d = axis.derivative[o];
    if (sum.size() == 0) {
      sum = {d.kind, coefficients[o] * d.even, coefficients[o] * d.odd};
    } else if (sum.kind == d.kind) {
      sum.even += coefficients[o] * d.even;
      if (d.odd.size() > 0) sum.odd += coefficients[o] * d.odd;
    } else {
      sum = {Kind::whole, sum.dense() + coefficients[o] * d.dense(), {}};
    }
  }
  return sum;
}

class LuInverse final : public BoxInverse {
 public:
  explicit LuInverse(const BoxOperator& op) {
    const AxisMatrix& a = op.along(0);
    const auto factorise = [&](Eigen::MatrixXd block) {
      block.diagonal().array() += op.shift();
      return Eigen::PartialPivLU<Eigen::MatrixXd>(std::move(block));
    };
    if (a.size() == 0)
      even_ = factorise(Eigen::MatrixXd::Zero(op.rows(), op.rows()));
    else if (a.kind == Kind::keeps)
      even_ = factorise(a.even);
    else
      even_ = factorise(a.dense());
    if (a.kind == Kind::keeps && a.odd.size() > 0) odd_ = factorise(a.odd);
  }

  void solve_folded(Eigen::VectorXd& x) const override {
    const Index e = even_.rows();
    x.head(e) = even_.solve(x.head(e)).eval();
    if (x.size() > e) x.tail(x.size() - e) = odd_.solve(x.tail(x.size() - e)).eval();
  }

  const char* warning() const override { return ""; }
  int refinements() const override { return 1; }

 private:
  Eigen::PartialPivLU<Eigen::MatrixXd> even_;
  Eigen::PartialPivLU<Eigen::MatrixXd> odd_;
};

}  // namespace

BoxOperator::BoxOperator(std::vector<std::shared_ptr<const Axis>> axes,
                         std::vector<std::vector<double>> coefficients, double shift)
    : axes_(std::move(axes)), coefficients_(std::move(coefficients)), shift_(shift) {
  for (std::size_t k = 0; k < 2; ++k) along_.push_back(combine(*axes_[k], coefficients_[k]));
}

bool BoxOperator::proportional(double& ratio) const {
  const auto& a = coefficients_[0];
  const auto& b = coefficients_[1];
  if (axes_[0] != axes_[1] || a.size() != b.size() || along_[0].size() == 0) return false;
  ratio = 0;
  for (std::size_t o = 0; o < a.size(); ++o)
    if (a[o] != 0) ratio = b[o] / a[o];
  for (std::size_t o = 0; o < a.size(); ++o)
    if (b[o] != ratio * a[o]) return false;
  return true;
}

void BoxOperator::fold(Eigen::Ref<Eigen::VectorXd> u) const {
  Eigen::Map<Eigen::MatrixXd> x(u.data(), rows(), columns());
  if (axes_[0]->folded) fold_rows(x);
  if (axes_[1]->folded) fold_columns(x);
}

void BoxOperator::unfold(Eigen::Ref<Eigen::VectorXd> u) const {
  Eigen::Map<Eigen::MatrixXd> x(u.data(), rows(), columns());
  if (axes_[0]->folded) unfold_rows(x);
  if (axes_[1]->folded) unfold_columns(x);
}

void BoxOperator::apply_folded(const Eigen::VectorXd& u, Eigen::VectorXd& out) const {
  out.resize(u.size());
  const auto x = u.reshaped(rows(), columns());
  auto y = out.reshaped(rows(), columns());
  if (along_[0].size() > 0)
    multiply_left(along_[0], x, y);
  else
    out.setZero();
  if (shift_ != 0) out += shift_ * u;
  if (along_[1].size() > 0) add_multiply_right(x, along_[1], y);
}

std::unique_ptr<BoxInverse> lu_inverse(const BoxOperator& op) {
  return std::make_unique<LuInverse>(op);
}

}  // namespace tessera::comparators
