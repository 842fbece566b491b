#include "solvers/comparators/box_operator.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace tessera::comparators {
namespace {

constexpr const char* near_singular =
    "the equation is close to a resonance of the box; digits are lost";

void fold(Eigen::MatrixXd& x) {
  fold_rows(x);
  if (x.cols() > 1) fold_columns(x);
}

void unfold(Eigen::MatrixXd& x) {
  unfold_rows(x);
  if (x.cols() > 1) unfold_columns(x);
}

class DiagonalInverse final : public BoxInverse {
 public:
  explicit DiagonalInverse(const BoxOperator& op) : first_(op.axis(0)) {
    const Eigen::VectorXd one = op.scales()[0] * first_.values;
    Eigen::VectorXd two = Eigen::VectorXd::Zero(1);
    if (op.dimension() == 2) {
      second_ = &op.axis(1);
      two = op.scales()[1] * second_->values;
    }
    reciprocal_ = one.replicate(1, two.size());
    reciprocal_.rowwise() += two.transpose();
    reciprocal_.array() += op.shift();
    const double scale = std::max(std::abs(op.shift()), one.cwiseAbs().minCoeff());
    const double smallest = reciprocal_.cwiseAbs().minCoeff();
    if (!(smallest > 1e-14 * scale))
      throw std::runtime_error("the equation is at a resonance of the box and has no solution");
    close_ = smallest < 1e-6 * scale;
    reciprocal_ = reciprocal_.cwiseInverse();
  }

  void solve(const Eigen::VectorXd& b, Eigen::VectorXd& x) const override {
    Eigen::MatrixXd from = b.reshaped(reciprocal_.rows(), reciprocal_.cols());
    Eigen::MatrixXd to;
    fold(from);
    multiply_left(first_.inverse, from, 1, to);
    if (second_ != nullptr) {
      from.setZero();
      add_multiply_right(to, second_->inverse, 1, from);
      from.array() *= reciprocal_.array();
      to.setZero();
      add_multiply_right(from, second_->vectors, 1, to);
    } else {
      to.array() *= reciprocal_.array();
    }
    multiply_left(first_.vectors, to, 1, from);
    unfold(from);
    x = from.reshaped();
  }

  const char* warning() const override { return close_ ? near_singular : ""; }

 private:
  const UnitAxis& first_;
  const UnitAxis* second_ = nullptr;
  Eigen::MatrixXd reciprocal_;
  bool close_ = false;
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

  void solve(const Eigen::VectorXd& b, Eigen::VectorXd& x) const override {
    Eigen::MatrixXd folded = b;
    fold_rows(folded);
    const Index e = even_.rows();
    folded.topRows(e) = even_.solve(folded.topRows(e)).eval();
    if (folded.rows() > e)
      folded.bottomRows(folded.rows() - e) =
          odd_.solve(folded.bottomRows(folded.rows() - e)).eval();
    unfold_rows(folded);
    x = folded.col(0);
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

void BoxOperator::apply(const Eigen::VectorXd& u, Eigen::VectorXd& out) const {
  Eigen::MatrixXd x = u.reshaped(rows_, columns_);
  Eigen::MatrixXd y;
  fold(x);
  multiply_left(axes_[0]->second_derivative, x, scales_[0], y);
  if (axes_.size() == 2) add_multiply_right(x, axes_[1]->second_derivative, scales_[1], y);
  if (shift_ != 0) y += shift_ * x;
  unfold(y);
  out = y.reshaped();
}

std::unique_ptr<BoxInverse> diagonal_inverse(const BoxOperator& op) {
  return std::make_unique<DiagonalInverse>(op);
}

std::unique_ptr<BoxInverse> lu_inverse(const BoxOperator& op) {
  return std::make_unique<LuInverse>(op);
}

}  // namespace tessera::comparators
