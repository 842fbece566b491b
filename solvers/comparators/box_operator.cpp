#include "solvers/comparators/box_operator.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace tessera::comparators {
namespace {

constexpr const char* near_singular =
    "the equation is close to a resonance of the box; digits are lost";

class DiagonalInverse final : public BoxInverse {
 public:
  explicit DiagonalInverse(const BoxOperator& op) : first_(op.axis(0)) {
    const Eigen::VectorXd one = op.scales()[0] * first_.values;
    Eigen::VectorXd two = Eigen::VectorXd::Zero(1);
    if (op.dimension() == 2) {
      second_ = &op.axis(1);
      two = op.scales()[1] * second_->values;
    }
    reciprocal_.resize(one.size(), two.size());
    for (Index j = 0; j < two.size(); ++j) reciprocal_.col(j) = one.array() + (two[j] + op.shift());
    const double scale = std::max(std::abs(op.shift()), one.cwiseAbs().minCoeff());
    const double smallest = reciprocal_.cwiseAbs().minCoeff();
    if (!(smallest > 1e-14 * scale))
      throw std::runtime_error("the equation is at a resonance of the box and has no solution");
    close_ = smallest < 1e-6 * scale;
    reciprocal_ = reciprocal_.cwiseInverse();
  }

  void solve_folded(Eigen::VectorXd& x) const override {
    auto u = x.reshaped(reciprocal_.rows(), reciprocal_.cols());
    work_.resize(u.rows(), u.cols());
    multiply_left(first_.inverse, u, work_);
    if (second_ != nullptr) {
      multiply_right(work_, second_->inverse, u);
      u.array() *= reciprocal_.array();
      multiply_right(u, second_->vectors, work_);
    } else {
      work_.array() *= reciprocal_.array();
    }
    multiply_left(first_.vectors, work_, u);
  }

  const char* warning() const override { return close_ ? near_singular : ""; }

 private:
  const UnitAxis& first_;
  const UnitAxis* second_ = nullptr;
  Eigen::MatrixXd reciprocal_;
  bool close_ = false;
  mutable Eigen::MatrixXd work_;
};

class LuInverse final : public BoxInverse {
 public:
  explicit LuInverse(const BoxOperator& op) {
    if (op.dimension() != 1) throw std::invalid_argument("lu_inverse is for one axis");
    const auto factorise = [&](const Eigen::MatrixXd& block) {
      Eigen::MatrixXd a = op.scales()[0] * block;
      a.diagonal().array() += op.shift();
      return Eigen::PartialPivLU<Eigen::MatrixXd>(std::move(a));
    };
    even_ = factorise(op.axis(0).second_derivative.even);
    if (op.axis(0).second_derivative.odd.size() > 0)
      odd_ = factorise(op.axis(0).second_derivative.odd);
  }

  void solve_folded(Eigen::VectorXd& x) const override {
    const Index e = even_.rows();
    x.head(e) = even_.solve(x.head(e)).eval();
    if (x.size() > e) x.tail(x.size() - e) = odd_.solve(x.tail(x.size() - e)).eval();
  }

  const char* warning() const override { return ""; }

 private:
  Eigen::PartialPivLU<Eigen::MatrixXd> even_;
  Eigen::PartialPivLU<Eigen::MatrixXd> odd_;
};

}  // namespace

BoxOperator::BoxOperator(std::vector<std::shared_ptr<const UnitAxis>> axes,
                         std::vector<double> scales, double shift)
    : axes_(std::move(axes)),
      scales_(std::move(scales)),
      shift_(shift),
      rows_(axes_[0]->second_derivative.size()),
      columns_(axes_.size() == 2 ? axes_[1]->second_derivative.size() : 1) {}

void BoxOperator::fold(Eigen::VectorXd& u) const {
  auto x = u.reshaped(rows_, columns_);
  fold_rows(x);
  if (columns_ > 1) fold_columns(x);
}

void BoxOperator::unfold(Eigen::VectorXd& u) const {
  auto x = u.reshaped(rows_, columns_);
  unfold_rows(x);
  if (columns_ > 1) unfold_columns(x);
}

void BoxOperator::apply_folded(const Eigen::VectorXd& u, Eigen::VectorXd& out) const {
  out.resize(u.size());
  const auto x = u.reshaped(rows_, columns_);
  auto y = out.reshaped(rows_, columns_);
  multiply_left(axes_[0]->second_derivative, x, y);
  out = scales_[0] * out + shift_ * u;
  if (axes_.size() == 2) add_multiply_right(x, axes_[1]->second_derivative, scales_[1], y);
}

std::unique_ptr<BoxInverse> diagonal_inverse(const BoxOperator& op) {
  return std::make_unique<DiagonalInverse>(op);
}

std::unique_ptr<BoxInverse> lu_inverse(const BoxOperator& op) {
  return std::make_unique<LuInverse>(op);
}

}  // namespace tessera::comparators
