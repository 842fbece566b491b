#include "solvers/tensor_product/tensor_product_plan.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "solvers/tensor_product/complete_options.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/method_rule.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

namespace tessera {
namespace {

constexpr std::size_t alignment = 64;

std::size_t aligned(std::size_t bytes) {
  return (bytes + alignment - 1) / alignment * alignment;
}

std::byte* aligned(void* pointer) {
  const auto address = reinterpret_cast<std::uintptr_t>(pointer);
  return static_cast<std::byte*>(pointer) + (aligned(address) - address);
}

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_gaunt_kernel(const CompleteProduct& product) {
  const InstructionSet level = product.options.instruction_set;
  switch (product.options.method) {
    case TensorProductMethod::sparse:
      return make_sparse_gaunt_kernel<Real>(product.degrees, product.out_degree, level);
    case TensorProductMethod::fourier:
      return make_fourier_kernel<Real>(product.degrees, product.out_degree);
    default:
      return make_grid_kernel<Real>(product.degrees, product.out_degree, level);
  }
}

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_kernel(const CompleteProduct& product) {
  const TensorProductOptions& options = product.options;
  if (options.coupling == Coupling::clebsch_gordan)
    return make_clebsch_gordan_kernel<Real>(options, product.paths);
  auto kernel =
      options.coupling == Coupling::gaunt
          ? make_gaunt_kernel<Real>(product)
          : make_vector_kernel<Real>(product.degrees[0], product.degrees[1], product.out_degree,
                                     options.method, options.instruction_set);
  if (options.weights == ProductWeights::none) return kernel;
  return make_degree_weighted_kernel<Real>(options, std::move(kernel));
}

/// Part `part` of 0 .. count divided into `parts`.
struct Share {
  Share(Index count, int part, int parts)
      : begin(count * part / parts), end(count * (part + 1) / parts) {}
  Index begin, end;
};

/// Runs work(thread, workspace) on every thread. One thread is not worth a parallel region, which
/// would cost more than a small product.
template <class Work>
void for_each_thread(int threads, std::size_t bytes, void* workspace, const Work& work) {
  std::byte* const scratch = aligned(workspace);
  if (threads == 1) return work(0, scratch);
#pragma omp parallel for num_threads(threads) schedule(static, 1)
  for (int t = 0; t < threads; ++t) work(t, scratch + static_cast<std::size_t>(t) * bytes);
}

}  // namespace

template <class Real>
TensorProductPlan<Real>::TensorProductPlan(TensorProductOptions options) {
  CompleteProduct product = complete_options(std::move(options));
  product.options.instruction_set = resolve_instruction_set(product.options.instruction_set);
  if (product.options.method == TensorProductMethod::automatic)
    product.options.method = choose_method(product.degrees, product.out_degree, sizeof(Real) == 8);
  kernel_ = make_kernel<Real>(product);
  options_ = std::move(product.options);
  paths_ = std::move(product.paths);
  weight_count_ = product.weight_count;
}

template <class Real>
TensorProductPlan<Real>::~TensorProductPlan() = default;
template <class Real>
TensorProductPlan<Real>::TensorProductPlan(TensorProductPlan&&) noexcept = default;
template <class Real>
TensorProductPlan<Real>& TensorProductPlan<Real>::operator=(TensorProductPlan&&) noexcept = default;

template <class Real>
double TensorProductPlan<Real>::operations() const {
  return kernel_->operations();
}

template <class Real>
std::size_t TensorProductPlan<Real>::workspace_bytes(int threads) const {
  return static_cast<std::size_t>(threads) * aligned(kernel_->workspace_bytes()) + alignment;
}

template <class Real>
void TensorProductPlan<Real>::execute(const ProductBatch& batch, const Real* const* factors,
                                      const Real* weights, Real* out, void* workspace) const {
  const Index groups = lane_groups<Real>(batch.channels);
  const ProductArrays<Real> arrays{factors, weights, out};
  for_each_thread(batch.threads, aligned(kernel_->workspace_bytes()), workspace,
                  [&](int t, std::byte* scratch) {
                    const Share share(batch.samples * groups, t, batch.threads);
                    if (share.begin < share.end)
                      kernel_->execute({share.begin, share.end, groups}, arrays, scratch);
                  });
}

/// What threads must not share decides how work is divided: the gradient of shared weights sums
/// over samples (divide channels), that of a second factor that all channels share sums over
/// channels (divide samples). Where both are wanted there are two passes. One thread goes the same
/// way: in which order a kernel adds to weights depends on the samples of a call.
template <class Real>
void TensorProductPlan<Real>::adjoint(const ProductBatch& batch, const Real* const* factors,
                                      const Real* weights, const Real* out_bar,
                                      Real* const* factor_bars, Real* weights_bar,
                                      void* workspace) const {
  const Index groups = lane_groups<Real>(batch.channels);
  const std::size_t bytes = aligned(kernel_->workspace_bytes());
  const bool shared_second = options_.weights == ProductWeights::uvu && factor_bars[1] != nullptr;
  const bool shared_weights = weights_bar != nullptr && !options_.weights_per_sample;
  if (shared_second)
    std::fill_n(factor_bars[1],
                batch.samples * options_.second_channels * dimension(options_.factors[1]), Real{});
  if (weights_bar != nullptr)
    std::fill_n(
        weights_bar,
        lane_array_size<Real>(shared_weights ? 1 : batch.samples, batch.channels, weight_count_),
        Real{});
  const auto by_samples = [&](const AdjointArrays<Real>& arrays, Index unit) {
    for_each_thread(batch.threads, bytes, workspace, [&](int t, std::byte* scratch) {
      const Share share(batch.samples * groups / unit, t, batch.threads);
      if (share.begin < share.end)
        kernel_->adjoint({share.begin * unit, share.end * unit, groups}, arrays, scratch);
    });
  };
  const auto by_groups = [&](const AdjointArrays<Real>& arrays) {
    for_each_thread(batch.threads, bytes, workspace, [&](int t, std::byte* scratch) {
      const Share share(groups, t, batch.threads);
      for (Index s = 0; s < batch.samples && share.begin < share.end; ++s)
        kernel_->adjoint({s * groups + share.begin, s * groups + share.end, groups}, arrays,
                         scratch);
    });
  };
  AdjointArrays<Real> arrays{factors, weights, out_bar, factor_bars, weights_bar};
  if (!shared_weights) return by_samples(arrays, shared_second ? groups : 1);
  if (!shared_second) return by_groups(arrays);
  arrays.weights_bar = nullptr;
  by_samples(arrays, groups);
  Real* const none[] = {nullptr, nullptr};
  by_groups({factors, weights, out_bar, none, weights_bar});
}

template class TensorProductPlan<float>;
template class TensorProductPlan<double>;

}  // namespace tessera
