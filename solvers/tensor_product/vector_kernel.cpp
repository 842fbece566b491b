#include <algorithm>
#include <array>
#include <stdexcept>

#include "solvers/tensor_product/grid.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/method_rule.hpp"
#include "solvers/tensor_product/product_kernel.hpp"
#include "solvers/tensor_product/vector_components.hpp"

namespace tessera {
namespace {

constexpr Index components = 3;

/// The scalar factor times all three components of one lane group.
template <class Real>
class ComponentProduct {
 public:
  ComponentProduct(int scalar, int field, int out_degree, TensorProductMethod method,
                   InstructionSet level)
      : scalar_(spherical_function_dimension(scalar) * lane_count<Real>),
        field_(spherical_function_dimension(field) * lane_count<Real>),
        out_(spherical_function_dimension(out_degree) * lane_count<Real>) {
    const std::array<int, 2> degrees{scalar, field};
    if (method == TensorProductMethod::automatic)
      method = choose_method(degrees, out_degree, sizeof(Real) == sizeof(double));
    switch (method) {
      case TensorProductMethod::sparse:
        kernel_ = make_sparse_gaunt_kernel<Real>(degrees, out_degree, level);
        break;
      case TensorProductMethod::fourier:
        kernel_ = make_fourier_kernel<Real>(degrees, out_degree);
        break;
      default:
        kernel_ = grid::make_component_kernel<Real>(degrees, out_degree,
                                                    static_cast<int>(components), level);
        at_once_ = true;
    }
  }

  double operations() const { return (at_once_ ? 1 : 3) * kernel_->operations(); }
  /// Of which the kernel's own comes first.
  std::size_t workspace_bytes() const {
    return kernel_bytes() + static_cast<std::size_t>(scalar_) * sizeof(Real);
  }

  void execute(const Real* x, const Real* y, Real* out, std::byte* workspace) const {
    for (Index a = 0; a < calls(); ++a) {
      const Real* const factors[] = {x, y + a * field_};
      kernel_->execute({0, 1, 1}, {factors, nullptr, out + a * out_}, workspace);
    }
  }

  void adjoint(const Real* x, const Real* y, const Real* out_bar, Real* x_bar, Real* y_bar,
               std::byte* workspace) const {
    auto* const term = reinterpret_cast<Real*>(workspace + kernel_bytes());
    for (Index a = 0; a < calls(); ++a) {
      const Real* const factors[] = {x, y + a * field_};
      Real* const bars[] = {x_bar == nullptr || a == 0 ? x_bar : term,
                            y_bar == nullptr ? nullptr : y_bar + a * field_};
      kernel_->adjoint({0, 1, 1}, {factors, nullptr, out_bar + a * out_, bars, nullptr}, workspace);
      if (bars[0] == term) std::transform(term, term + scalar_, x_bar, x_bar, std::plus<>());
    }
  }

 private:
  Index calls() const { return at_once_ ? 1 : components; }
  std::size_t kernel_bytes() const { return (kernel_->workspace_bytes() + 63) / 64 * 64; }

  Index scalar_, field_, out_;  ///< numbers of one function
  bool at_once_ = false;
  std::unique_ptr<const ProductKernel<Real>> kernel_;
};

template <class Real>
class VectorKernel final : public ProductKernel<Real> {
 public:
  VectorKernel(int scalar, int field, int out_degree, TensorProductMethod method,
               InstructionSet level)
      : scalar_(spherical_function_dimension(scalar) * lane_count<Real>),
        field_(components * spherical_function_dimension(field) * lane_count<Real>),
        out_(components * spherical_function_dimension(out_degree) * lane_count<Real>),
        field_components_(field),
        out_components_(out_degree),
        rows_(grid::grid_kernels<Real>(level).apply_rows),
        product_(scalar, field, out_degree, method, level) {}

  double operations() const override {
    const auto entries = [](const grid::SparseRows<Real>& m) { return m.begin[m.rows]; };
    return product_.operations() + entries(field_components_.to_components()) +
           entries(out_components_.to_field());
  }

  /// Components of field and output, and of their gradients, then the product's own.
  std::size_t workspace_bytes() const override {
    return static_cast<std::size_t>(2 * field_ + out_) * sizeof(Real) + product_.workspace_bytes();
  }

  void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
               std::byte* workspace) const override {
    const Scratch scratch(*this, workspace);
    for (Index n = range.begin; n < range.end; ++n) {
      rows_(field_components_.to_components(), arrays.factors[1] + n * field_, scratch.field);
      product_.execute(arrays.factors[0] + n * scalar_, scratch.field, scratch.out,
                       scratch.product);
      rows_(out_components_.to_field(), scratch.out, arrays.out + n * out_);
    }
  }

  void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
               std::byte* workspace) const override {
    const Scratch scratch(*this, workspace);
    Real* const x_bar = arrays.factor_bars[0];
    Real* const y_bar = arrays.factor_bars[1];
    for (Index n = range.begin; n < range.end; ++n) {
      rows_(field_components_.to_components(), arrays.factors[1] + n * field_, scratch.field);
      rows_(out_components_.to_components(), arrays.out_bar + n * out_, scratch.out);
      product_.adjoint(arrays.factors[0] + n * scalar_, scratch.field, scratch.out,
                       x_bar == nullptr ? nullptr : x_bar + n * scalar_,
                       y_bar == nullptr ? nullptr : scratch.field_bar, scratch.product);
      if (y_bar != nullptr)
        rows_(field_components_.to_field(), scratch.field_bar, y_bar + n * field_);
    }
  }

 private:
  struct Scratch {
    Scratch(const VectorKernel& k, std::byte* workspace)
        : field(reinterpret_cast<Real*>(workspace)),
          field_bar(field + k.field_),
          out(field_bar + k.field_),
          product(reinterpret_cast<std::byte*>(out + k.out_)) {}
    Real *field, *field_bar, *out;
    std::byte* product;
  };

  Index scalar_, field_, out_;  ///< numbers of a lane group
  VectorComponents<Real> field_components_, out_components_;
  void (*rows_)(const grid::SparseRows<Real>&, const Real*, Real*);
  ComponentProduct<Real> product_;
};

}  // namespace

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_vector_kernel(int scalar, int field, int out_degree,
                                                              TensorProductMethod method,
                                                              InstructionSet level) {
  if (scalar < 0 || field < 0 || out_degree < 0)
    throw std::invalid_argument("degrees of a product are not negative");
  return std::make_unique<VectorKernel<Real>>(scalar, field, out_degree, method, level);
}
template std::unique_ptr<const ProductKernel<float>> make_vector_kernel(int, int, int,
                                                                        TensorProductMethod,
                                                                        InstructionSet);
template std::unique_ptr<const ProductKernel<double>> make_vector_kernel(int, int, int,
                                                                         TensorProductMethod,
                                                                         InstructionSet);

}  // namespace tessera
