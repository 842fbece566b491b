#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "solvers/comparators/axis_modes.hpp"
#include "solvers/comparators/box_operator.hpp"
#include "solvers/linear/triangular_sylvester.hpp"

namespace tessera::comparators {
namespace {

constexpr const char* near_singular =
    "the equation is close to a resonance of the box; digits are lost";

/// The modes of both axes; an axis along which L does not act has none (its matrix is zero).
struct Modes {
  AxisModes first;
  AxisModes second;
};

AxisModes zero_modes(Index n) {
  AxisModes modes;
  modes.values = Eigen::VectorXd::Zero(n);
  return modes;
}

AxisModes modes_along(const BoxOperator& op, std::size_t k) {
  if (op.along(k).size() == 0) return zero_modes(op.axis(k).size());
  return axis_modes(op.axis(k), op.along(k), op.coefficients(k));
}

Modes all_modes(const BoxOperator& op) {
  Modes modes;
  modes.first = modes_along(op, 0);
  double ratio = 0;
  modes.second = op.proportional(ratio) ? modes.first.scaled(ratio) : modes_along(op, 1);
  return modes;
}

/// The size of L on waves of half a period: what distances to a resonance are measured by.
double natural_size(const BoxOperator& op) {
  double size = std::abs(op.shift());
  for (std::size_t k = 0; k < 2; ++k)
    for (std::size_t o = 1; o < op.coefficients(k).size(); ++o)
      size += std::abs(op.coefficients(k)[o]) * std::pow(std::numbers::pi, static_cast<double>(o));
  return size;
}

class ModalInverse final : public BoxInverse {
 public:
  explicit ModalInverse(const BoxOperator& op)
      : rows_(op.rows()), columns_(op.columns()), modes_(all_modes(op)) {
    check_resonance(op);
    if (modes_.first.diagonal() && modes_.second.diagonal()) {
      reciprocal_.resize(rows_, columns_);
      for (Index j = 0; j < columns_; ++j)
        reciprocal_.col(j) =
            (modes_.first.values.array() + (modes_.second.values[j] + op.shift())).inverse();
    } else if (modes_.first.diagonal()) {
      modes_.first.values.array() += op.shift();
    } else if (modes_.second.diagonal()) {
      modes_.second.values.array() += op.shift();
    } else {
      modes_.first.triangular.diagonal().array() += op.shift();
    }
  }

  void solve_folded(Eigen::VectorXd& x) const override {
    auto u = x.reshaped(rows_, columns_);
    work_.resize(rows_, columns_);
    transform(modes_.first.to.get(), modes_.second.to.get(), u);
    solve_modes(u);
    transform(modes_.first.from.get(), modes_.second.from.get(), u);
  }

  const char* warning() const override { return close_ ? near_singular : ""; }
  // Triangular factors of axes with conditions at one end are far from normal.
  int refinements() const override {
    return modes_.first.diagonal() && modes_.second.diagonal() ? 1 : 2;
  }

 private:
  void check_resonance(const BoxOperator& op) {
    const Eigen::ArrayXcd one = modes_.first.eigenvalues();
    const Eigen::ArrayXcd two = modes_.second.eigenvalues();
    double smallest = std::numeric_limits<double>::infinity();
    for (const std::complex<double>& value : two)
      smallest = std::min(smallest, (one + (value + op.shift())).abs2().minCoeff());
    smallest = std::sqrt(smallest);
    const double size = natural_size(op);
    if (!(smallest > 1e-10 * size))
      throw std::runtime_error("the equation is at a resonance of the box and has no solution");
    close_ = smallest < 1e-6 * size;
  }

  /// u becomes A u B^T; no matrix: the identity.
  void transform(const AxisMatrix* a, const AxisMatrix* b, Eigen::Ref<Eigen::MatrixXd> u) const {
    if (a != nullptr)
      multiply_left(*a, u, work_);
    else
      work_ = u;
    if (b != nullptr)
      multiply_right(work_, *b, u);
    else
      u = work_;
  }

  void solve_modes(Eigen::Ref<Eigen::MatrixXd> u) const {
    const AxisModes& first = modes_.first;
    const AxisModes& second = modes_.second;
    if (reciprocal_.size() > 0) {
      u.array() *= reciprocal_.array();
    } else if (first.diagonal()) {
      solve_diagonal_triangular(first.values, second.triangular, u);
    } else if (second.diagonal()) {
      Eigen::MatrixXd turned = u.transpose();
      solve_diagonal_triangular(second.values, first.triangular, turned);
      u = turned.transpose();
    } else {
      solve_triangular_sylvester(first.triangular, second.triangular, u);
    }
  }

  Index rows_;
  Index columns_;
  Modes modes_;
  Eigen::MatrixXd reciprocal_;
  bool close_ = false;
  mutable Eigen::MatrixXd work_;
};

}  // namespace

std::unique_ptr<BoxInverse> modal_inverse(const BoxOperator& op) {
  return std::make_unique<ModalInverse>(op);
}

}  // namespace tessera::comparators
