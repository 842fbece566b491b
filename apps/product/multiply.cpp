#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>

#include <fmt/format.h>

#include "apps/product/batch.hpp"
#include "apps/product/fma_peak.hpp"
#include "apps/product/multiplication.hpp"
#include "apps/product/names.hpp"
#include "apps/product/result.hpp"
#include "apps/product/stopwatch.hpp"
#include "data/deck/words.hpp"

namespace tessera::product {
namespace {

constexpr double timing_seconds = 5e-3;

/// A plan's refusal is the deck's fault.
template <class Real>
TensorProductPlan<Real> make_plan(const Options& deck, const TensorProductOptions& options) {
  try {
    return TensorProductPlan<Real>(options);
  } catch (const std::invalid_argument& error) {
    const LocatedText& at = deck.factors.front().second.file;
    throw DeckError(deck_message({at.where.file, 0, 0}, "Product > Method", error.what()));
  }
}

/// Of one execution; repeated while that takes little time.
template <class Body>
double seconds_of(int threads, const Body& body) {
  std::vector<double> times;
  double total = 0;
  do {
    const double start = seconds(threads);
    body();
    times.push_back(seconds(threads) - start);
    total += times.back();
  } while (total < timing_seconds && times.size() < 100);
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

template <class Real>
ProductResult computed(const Options& deck, const Multiplication& m, RunContext& context) {
  ProductResult result;
  context.monitor->stage("set-up");
  const double start = wall_seconds();
  const TensorProductPlan<Real> plan = make_plan<Real>(deck, m.options);
  result.setup_time_s = wall_seconds() - start;
  const Batch<Real> batch(plan, m);
  context.monitor->stage("product");
  std::vector<std::byte> workspace(plan.workspace_bytes(context.threads));
  std::vector<Real> out = batch.make_out(plan);
  result.solve_time_s = seconds_of(
      context.threads, [&] { batch.execute(plan, context.threads, out.data(), workspace.data()); });
  const double products = static_cast<double>(std::max<Index>(m.samples * m.channels, 1));
  result.ns_per_product = 1e9 * result.solve_time_s / products;
  result.gflops = 2 * plan.operations() / result.ns_per_product;
  result.peak_gflops = fma_peak(sizeof(Real) == 8) * context.threads;
  result.method = plan.method();
  result.instruction_set = std::string(name(plan.instruction_set()));
  result.coefficients = batch.unpacked(plan, out);
  if (deck.output.check) {
    context.monitor->stage("check");
    result.reference_error = batch.reference_error(plan, result.coefficients);
  }
  return result;
}

}  // namespace

void multiply(const Options& deck, const Multiplication& m, RunContext& context, Outcome& outcome) {
  const ProductResult result = deck.product.precision == "double"
                                   ? computed<double>(deck, m, context)
                                   : computed<float>(deck, m, context);
  report_product(deck, m, result, outcome);
  add_product_fields(m, result, outcome);
}

}  // namespace tessera::product
