#include "solvers/linear/kronecker.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace tessera {
namespace {

using ConstMatrixMap = Eigen::Map<const Eigen::MatrixXd>;
using MatrixMap = Eigen::Map<Eigen::MatrixXd>;

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index n : shape) text += (text.empty() ? "" : " x ") + std::to_string(n);
  return text;
}

/// A tensor seen as (left, modes before), (length of the mode), (right, modes behind).
struct ModeView {
  Index left = 1;
  Index length = 1;
  Index right = 1;
};

ModeView view_of_mode(const std::vector<Index>& shape, int mode, Index matrix_length,
                      Index result_length, std::size_t in_size, std::size_t out_size) {
  if (mode < 0 || static_cast<std::size_t>(mode) >= shape.size()) {
    throw std::invalid_argument("mode_product: a tensor of shape " + shape_text(shape) +
                                " has no mode " + std::to_string(mode) + ".");
  }
  ModeView view;
  const auto k = static_cast<std::size_t>(mode);
  for (std::size_t i = 0; i < k; ++i) view.left *= shape[i];
  view.length = shape[k];
  for (std::size_t i = k + 1; i < shape.size(); ++i) view.right *= shape[i];
  const Index others = view.left * view.right;
  if (view.length != matrix_length || static_cast<Index>(in_size) != others * view.length ||
      static_cast<Index>(out_size) != others * result_length) {
    throw std::invalid_argument(
        "mode_product: mode " + std::to_string(mode) + " of shape " + shape_text(shape) + " (" +
        std::to_string(in_size) + " values) does not fit a matrix that maps " +
        std::to_string(matrix_length) + " to " + std::to_string(result_length) + " into " +
        std::to_string(out_size) + " values.");
  }
  return view;
}

/// Y = X x_k op(A) where `op` is the identity or the transpose.
template <bool transposed>
void multiply_mode(const Eigen::Ref<const Eigen::MatrixXd>& a, const double* in, double* out,
                   const ModeView& view) {
  const Index m = transposed ? a.cols() : a.rows();
  if (view.left == 1) {
    const ConstMatrixMap x(in, view.length, view.right);
    MatrixMap y(out, m, view.right);
    if constexpr (transposed) {
      y.noalias() = a.transpose() * x;
    } else {
      y.noalias() = a * x;
    }
    return;
  }
  for (Index r = 0; r < view.right; ++r) {
    const ConstMatrixMap x(in + r * view.left * view.length, view.left, view.length);
    MatrixMap y(out + r * view.left * m, view.left, m);
    if constexpr (transposed) {
      y.noalias() = x * a;
    } else {
      y.noalias() = x * a.transpose();
    }
  }
}

bool is_identity(const Eigen::MatrixXd& factor) {
  return factor.size() == 0;
}

std::vector<Index> output_shape_of(const KroneckerTerm& term,
                                   const std::vector<Index>& input_shape) {
  if (term.factors.size() != input_shape.size()) {
    throw std::invalid_argument("KroneckerOperator: a term has " +
                                std::to_string(term.factors.size()) + " factors for the shape " +
                                shape_text(input_shape) + ".");
  }
  std::vector<Index> shape = input_shape;
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const Eigen::MatrixXd& factor = term.factors[k];
    if (is_identity(factor)) continue;
    if (factor.cols() != input_shape[k]) {
      throw std::invalid_argument("KroneckerOperator: the factor of mode " + std::to_string(k) +
                                  " has " + std::to_string(factor.cols()) +
                                  " columns for the shape " + shape_text(input_shape) + ".");
    }
    shape[k] = factor.rows();
  }
  if (term.coefficient.size() != 0 && term.coefficient.size() != tensor_size(shape)) {
    throw std::invalid_argument("KroneckerOperator: a coefficient has " +
                                std::to_string(term.coefficient.size()) +
                                " values for the output shape " + shape_text(shape) + ".");
  }
  return shape;
}

/// The modes that have a factor, those that shrink the tensor most first: the cheapest order.
std::vector<int> cheapest_mode_order(const KroneckerTerm& term) {
  std::vector<int> order;
  for (std::size_t k = 0; k < term.factors.size(); ++k) {
    if (!is_identity(term.factors[k])) order.push_back(static_cast<int>(k));
  }
  std::stable_sort(order.begin(), order.end(), [&](int i, int j) {
    const Eigen::MatrixXd& a = term.factors[static_cast<std::size_t>(i)];
    const Eigen::MatrixXd& b = term.factors[static_cast<std::size_t>(j)];
    return a.rows() * b.cols() < b.rows() * a.cols();
  });
  return order;
}

}  // namespace

Index tensor_size(const std::vector<Index>& shape) {
  Index size = 1;
  for (const Index n : shape) size *= n;
  return size;
}

void mode_product(const Eigen::Ref<const Eigen::MatrixXd>& a, std::span<const double> in,
                  const std::vector<Index>& shape, int mode, std::span<double> out) {
  const ModeView view = view_of_mode(shape, mode, a.cols(), a.rows(), in.size(), out.size());
  multiply_mode<false>(a, in.data(), out.data(), view);
}

void mode_product_transposed(const Eigen::Ref<const Eigen::MatrixXd>& a, std::span<const double> in,
                             const std::vector<Index>& shape, int mode, std::span<double> out) {
  const ModeView view = view_of_mode(shape, mode, a.rows(), a.cols(), in.size(), out.size());
  multiply_mode<true>(a, in.data(), out.data(), view);
}

KroneckerOperator::KroneckerOperator(std::vector<Index> input_shape,
                                     std::vector<KroneckerTerm> terms)
    : input_shape_(std::move(input_shape)), terms_(std::move(terms)) {
  if (terms_.empty()) throw std::invalid_argument("KroneckerOperator: there are no terms.");
  for (const KroneckerTerm& term : terms_) {
    const std::vector<Index> shape = output_shape_of(term, input_shape_);
    if (&term == &terms_.front()) output_shape_ = shape;
    if (shape != output_shape_) {
      throw std::invalid_argument("KroneckerOperator: one term maps to the shape " +
                                  shape_text(output_shape_) + ", another to " + shape_text(shape) +
                                  ".");
    }
    mode_orders_.push_back(cheapest_mode_order(term));
    std::vector<Index> between = input_shape_;
    for (const int mode : mode_orders_.back()) {
      const auto k = static_cast<std::size_t>(mode);
      between[k] = term.factors[k].rows();
      workspace_ = std::max(workspace_, tensor_size(between));
    }
  }
}

void KroneckerOperator::apply(std::span<const double> in, std::span<double> out) const {
  if (static_cast<Index>(in.size()) != columns() || static_cast<Index>(out.size()) != rows()) {
    throw std::invalid_argument("KroneckerOperator: applied to " + std::to_string(in.size()) +
                                " values for " + std::to_string(out.size()) + ", but it is " +
                                std::to_string(rows()) + " x " + std::to_string(columns()) + ".");
  }
  Eigen::VectorXd first(workspace_), second(workspace_);
  Eigen::Map<Eigen::VectorXd> result(out.data(), rows());
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    const KroneckerTerm& term = terms_[t];
    std::vector<Index> shape = input_shape_;
    std::span<const double> source = in;
    Eigen::VectorXd* target = &first;
    for (const int mode : mode_orders_[t]) {
      const auto k = static_cast<std::size_t>(mode);
      std::vector<Index> next = shape;
      next[k] = term.factors[k].rows();
      const std::span<double> product(target->data(), static_cast<std::size_t>(tensor_size(next)));
      mode_product(term.factors[k], source, shape, mode, product);
      source = product;
      shape = std::move(next);
      target = target == &first ? &second : &first;
    }
    const Eigen::Map<const Eigen::VectorXd> product(source.data(), rows());
    if (t == 0) result.setZero();
    if (term.coefficient.size() == 0) {
      result += term.scale * product;
    } else {
      result.array() += term.scale * term.coefficient.array() * product.array();
    }
  }
}

}  // namespace tessera
