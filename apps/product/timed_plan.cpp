#include "apps/product/timed_plan.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include "apps/product/stopwatch.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/reference_product.hpp"
#include "solvers/tensor_product/tensor_product_plan.hpp"

namespace tessera::product {
namespace {

constexpr int setups = 3;
constexpr double long_setup_ms = 200;    ///< is measured once
constexpr int degree_of_one_check = 24;  ///< from here the reference product takes its time

std::size_t rounded(Index count) {
  return static_cast<std::size_t>((count + 15) / 16 * 16);  // keeps arrays aligned
}

template <class Real>
class TimedPlanOf final : public TimedPlan {
 public:
  TimedPlanOf(const BenchmarkCase& c, Arena<Real>& arena, int threads)
      : batch_{c.samples, c.channels, threads}, has_adjoint_(c.has_adjoint), arena_(arena) {
    set_up(c);
    method = plan_->method();
    operations = plan_->operations();
    const auto place = [&](Index samples, Index size) {
      return rounded(lane_array_size<Real>(samples, c.channels, size));
    };
    first_ = place(c.samples, dimension(plan_->factors()[0]));
    second_ = place(c.samples, dimension(plan_->factors()[1]));
    weights_ = place(1, plan_->weight_count());
    out_ = place(c.samples, dimension(plan_->out()));
    arena.reserve(first_ + second_ + weights_ + out_, out_ + first_ + second_ + weights_,
                  plan_->workspace_bytes(threads));
    error = reference_error(c.degree < degree_of_one_check ? c.channels - 1 : 0);
  }

  void run() const override {
    const Real* const x = arena_.inputs();
    const Real* const factors[] = {x, x + first_};
    const Real* const weights = plan_->weight_count() > 0 ? x + first_ + second_ : nullptr;
    Real* const out = arena_.results();
    plan_->execute(batch_, factors, weights, out, arena_.workspace());
    if (!has_adjoint_) return;
    Real* const bars[] = {out + out_, out + out_ + first_};
    plan_->adjoint(batch_, factors, weights, x + first_ + second_ + weights_, bars,
                   weights == nullptr ? nullptr : out + out_ + first_ + second_,
                   arena_.workspace());
  }

 private:
  void set_up(const BenchmarkCase& c) {
    std::vector<double> times;
    do {
      plan_.reset();
      const double start = thread_seconds();
      plan_.emplace(product_options(c));
      times.push_back(1e3 * (thread_seconds() - start));
    } while (times.size() < setups && times.back() < long_setup_ms);
    std::sort(times.begin(), times.end());
    setup_ms = times[times.size() / 2];
  }

  /// One channel of the first sample.
  std::vector<long double> channel_of(const Real* array, Index channel, Index size) const {
    constexpr Index lanes = lane_count<Real>;
    std::vector<long double> values;
    for (Index i = 0; i < size; ++i)
      values.push_back(array[(channel / lanes * size + i) * lanes + channel % lanes]);
    return values;
  }

  /// In the first channel and in `last`.
  double reference_error(Index last) const {
    TensorProductOptions options;
    options.coupling = plan_->coupling();
    options.factors = plan_->factors();
    options.out = plan_->out();
    run();
    const double first = error_of(options, 0);
    return last == 0 ? first : std::fmax(first, error_of(options, last));
  }

  double error_of(const TensorProductOptions& options, Index channel) const {
    const Real* const x = arena_.inputs();
    const std::vector<std::vector<long double>> factors{
        channel_of(x, channel, dimension(plan_->factors()[0])),
        channel_of(x + first_, channel, dimension(plan_->factors()[1]))};
    const auto weights = channel_of(x + first_ + second_, channel, plan_->weight_count());
    const auto expected = reference_product(options, plan_->paths(), factors, weights);
    const auto found = channel_of(arena_.results(), channel, dimension(plan_->out()));
    long double difference = 0, largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const long double own = std::abs(found[i] - expected[i]);
      if (std::isnan(own)) return NAN;
      difference = std::max(difference, own);
      largest = std::max(largest, std::abs(expected[i]));
    }
    return static_cast<double>(difference / largest);
  }

  std::optional<TensorProductPlan<Real>> plan_;
  ProductBatch batch_;
  bool has_adjoint_;
  Arena<Real>& arena_;
  std::size_t first_ = 0, second_ = 0, weights_ = 0, out_ = 0;  ///< numbers of each array
};

}  // namespace

std::unique_ptr<TimedPlan> make_timed_plan(const BenchmarkCase& c, Arenas& arenas, int threads) {
  if (c.double_precision)
    return std::make_unique<TimedPlanOf<double>>(c, arenas.double_precision, threads);
  return std::make_unique<TimedPlanOf<float>>(c, arenas.single_precision, threads);
}

}  // namespace tessera::product
