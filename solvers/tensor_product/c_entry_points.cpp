#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <variant>

#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/tensor_product.h"
#include "solvers/tensor_product/tensor_product_plan.hpp"

using tessera::Index;
using tessera::ProductBatch;
using tessera::TensorProductPlan;

struct tessera_product {
  std::variant<TensorProductPlan<float>, TensorProductPlan<double>> plan;
  std::string out_irreps;
};

namespace {

template <class Value, std::size_t count>
Value at(const Value (&values)[count], int index, const char* what) {
  if (index < 0 || index >= static_cast<int>(count))
    throw std::invalid_argument(std::string("no ") + what + " has the number " +
                                std::to_string(index));
  return values[index];
}

tessera::TensorProductOptions read_options(const tessera_product_options& given) {
  using namespace tessera;
  constexpr Coupling couplings[] = {Coupling::clebsch_gordan, Coupling::gaunt, Coupling::vector};
  constexpr TensorProductMethod methods[] = {TensorProductMethod::automatic,
                                             TensorProductMethod::sparse, TensorProductMethod::grid,
                                             TensorProductMethod::fourier};
  constexpr ProductWeights weights[] = {ProductWeights::none, ProductWeights::uuu,
                                        ProductWeights::uvu, ProductWeights::per_degree};
  TensorProductOptions options;
  options.coupling = at(couplings, given.coupling, "coupling");
  for (std::size_t k = 0; k < given.factor_count; ++k)
    options.factors.push_back(parse_irreps(given.factors[k]));
  if (given.out != nullptr) options.out = parse_irreps(given.out);
  options.method = at(methods, given.method, "method");
  options.weights = at(weights, given.weights, "kind of weights");
  options.weights_per_sample = given.weights_per_sample != 0;
  options.sum_paths = given.sum_paths != 0;
  if (given.second_channels != 0) options.second_channels = given.second_channels;
  return options;
}

void put_message(const char* text, char* message, std::size_t size) {
  if (message == nullptr || size == 0) return;
  const std::size_t length = std::min(std::strlen(text), size - 1);
  std::memcpy(message, text, length);
  message[length] = '\0';
}

template <class Real>
const TensorProductPlan<Real>* plan_of(const tessera_product* product) {
  return std::get_if<TensorProductPlan<Real>>(&product->plan);
}

template <class Real>
int execute(const tessera_product* product, const ProductBatch& batch, const Real* const* factors,
            const Real* weights, Real* out, void* workspace) {
  const TensorProductPlan<Real>* const plan = plan_of<Real>(product);
  if (plan == nullptr) return 1;
  plan->execute(batch, factors, weights, out, workspace);
  return 0;
}

template <class Real>
int adjoint(const tessera_product* product, const ProductBatch& batch, const Real* const* factors,
            const Real* weights, const Real* out_bar, Real* const* factor_bars, Real* weights_bar,
            void* workspace) {
  const TensorProductPlan<Real>* const plan = plan_of<Real>(product);
  if (plan == nullptr) return 1;
  plan->adjoint(batch, factors, weights, out_bar, factor_bars, weights_bar, workspace);
  return 0;
}

template <class Get>
auto of_plan(const tessera_product* product, Get get) {
  return std::visit(get, product->plan);
}

}  // namespace

extern "C" {

int tessera_product_create(const tessera_product_options* options, tessera_product** product,
                           char* message, std::size_t message_size) {
  *product = nullptr;
  try {
    const tessera::TensorProductOptions read = read_options(*options);
    *product = options->single_precision != 0
                   ? new tessera_product{TensorProductPlan<float>(read), {}}
                   : new tessera_product{TensorProductPlan<double>(read), {}};
    (*product)->out_irreps =
        of_plan(*product, [](const auto& plan) { return tessera::to_string(plan.out()); });
    return 0;
  } catch (const std::exception& error) {
    put_message(error.what(), message, message_size);
    delete *product;
    *product = nullptr;
    return 1;
  }
}

void tessera_product_destroy(tessera_product* product) {
  delete product;
}

const char* tessera_product_out_irreps(const tessera_product* product) {
  return product->out_irreps.c_str();
}

std::ptrdiff_t tessera_product_out_dimension(const tessera_product* product) {
  return of_plan(product, [](const auto& plan) { return tessera::dimension(plan.out()); });
}

std::ptrdiff_t tessera_product_factor_dimension(const tessera_product* product,
                                                std::size_t factor) {
  return of_plan(product, [factor](const auto& plan) {
    return factor < plan.factors().size() ? tessera::dimension(plan.factors()[factor]) : Index{0};
  });
}

std::ptrdiff_t tessera_product_weight_count(const tessera_product* product) {
  return of_plan(product, [](const auto& plan) { return plan.weight_count(); });
}

std::size_t tessera_product_workspace_bytes(const tessera_product* product, int threads) {
  return of_plan(product, [threads](const auto& plan) { return plan.workspace_bytes(threads); });
}

std::size_t tessera_lanes_size_float(std::ptrdiff_t samples, std::ptrdiff_t channels,
                                     std::ptrdiff_t dimension) {
  return static_cast<std::size_t>(tessera::lane_array_size<float>(samples, channels, dimension));
}

std::size_t tessera_lanes_size_double(std::ptrdiff_t samples, std::ptrdiff_t channels,
                                      std::ptrdiff_t dimension) {
  return static_cast<std::size_t>(tessera::lane_array_size<double>(samples, channels, dimension));
}

void tessera_lanes_pack_float(std::ptrdiff_t samples, std::ptrdiff_t channels,
                              std::ptrdiff_t dimension, const float* in, float* out) {
  tessera::pack_lanes(samples, channels, dimension, in, out);
}

void tessera_lanes_pack_double(std::ptrdiff_t samples, std::ptrdiff_t channels,
                               std::ptrdiff_t dimension, const double* in, double* out) {
  tessera::pack_lanes(samples, channels, dimension, in, out);
}

void tessera_lanes_unpack_float(std::ptrdiff_t samples, std::ptrdiff_t channels,
                                std::ptrdiff_t dimension, const float* in, float* out) {
  tessera::unpack_lanes(samples, channels, dimension, in, out);
}

void tessera_lanes_unpack_double(std::ptrdiff_t samples, std::ptrdiff_t channels,
                                 std::ptrdiff_t dimension, const double* in, double* out) {
  tessera::unpack_lanes(samples, channels, dimension, in, out);
}

int tessera_product_execute_float(const tessera_product* product, std::ptrdiff_t samples,
                                  std::ptrdiff_t channels, int threads, const float* const* factors,
                                  const float* weights, float* out, void* workspace) {
  return execute(product, {samples, channels, threads}, factors, weights, out, workspace);
}

int tessera_product_execute_double(const tessera_product* product, std::ptrdiff_t samples,
                                   std::ptrdiff_t channels, int threads,
                                   const double* const* factors, const double* weights, double* out,
                                   void* workspace) {
  return execute(product, {samples, channels, threads}, factors, weights, out, workspace);
}

int tessera_product_adjoint_float(const tessera_product* product, std::ptrdiff_t samples,
                                  std::ptrdiff_t channels, int threads, const float* const* factors,
                                  const float* weights, const float* out_bar,
                                  float* const* factor_bars, float* weights_bar, void* workspace) {
  return adjoint(product, {samples, channels, threads}, factors, weights, out_bar, factor_bars,
                 weights_bar, workspace);
}

int tessera_product_adjoint_double(const tessera_product* product, std::ptrdiff_t samples,
                                   std::ptrdiff_t channels, int threads,
                                   const double* const* factors, const double* weights,
                                   const double* out_bar, double* const* factor_bars,
                                   double* weights_bar, void* workspace) {
  return adjoint(product, {samples, channels, threads}, factors, weights, out_bar, factor_bars,
                 weights_bar, workspace);
}

}  // extern "C"
