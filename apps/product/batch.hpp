#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "apps/product/multiplication.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/reference_product.hpp"

namespace tessera::product {

/// Coefficients in e3nn's order as [sample][channel][coefficient], so many of each: one sample or
/// channel serves all.
template <class Real>
std::vector<Real> channel_vectors(const Coefficients& c, Index samples, Index channels) {
  const Index size = dimension(c.irreps);
  std::vector<Real> out;
  out.reserve(static_cast<std::size_t>(samples * channels * (size / c.channels)));
  for (Index s = 0; s < samples; ++s)
    for (Index channel = 0; channel < channels; ++channel) {
      const double* block = c.values.data() + (c.samples == 1 ? 0 : s) * size;
      for (const IrrepBlock& b : c.irreps.blocks) {
        const Index width = 2 * b.irrep.degree + 1;
        const double* first = block + (c.channels == 1 ? 0 : channel) * width;
        for (Index i = 0; i < width; ++i) out.push_back(static_cast<Real>(first[i]));
        block += b.multiplicity * width;
      }
    }
  return out;
}

/// The arrays of a multiplication as its plan takes them.
template <class Real>
class Batch {
 public:
  Batch(const TensorProductPlan<Real>& plan, const Multiplication& m)
      : samples_(m.samples), channels_(m.channels), options_(m.options) {
    options_.out = plan.out();
    for (std::size_t k = 0; k < m.factors.size(); ++k) {
      const bool plain = options_.weights == ProductWeights::uvu && k == 1;
      plain_.push_back(channel_vectors<Real>(m.factors[k], samples_,
                                             plain ? options_.second_channels : channels_));
      packed_.push_back(plain ? plain_.back()
                              : in_lanes(samples_, dimension(plan.factors()[k]), plain_.back()));
      factors_.push_back(packed_.back().data());
    }
    weights_.assign(m.weights.begin(), m.weights.end());
    if (!weights_.empty())
      packed_weights_ =
          in_lanes(options_.weights_per_sample ? samples_ : 1, m.weight_count, weights_);
  }
  Batch(const Batch&) = delete;  // pointers into its own arrays
  Batch& operator=(const Batch&) = delete;

  std::vector<Real> make_out(const TensorProductPlan<Real>& plan) const {
    return std::vector<Real>(static_cast<std::size_t>(
        lane_array_size<Real>(samples_, channels_, dimension(plan.out()))));
  }
  void execute(const TensorProductPlan<Real>& plan, int threads, Real* out, void* workspace) const {
    plan.execute({samples_, channels_, threads}, factors_.data(),
                 packed_weights_.empty() ? nullptr : packed_weights_.data(), out, workspace);
  }
  /// [sample][channel][coefficient]
  std::vector<double> unpacked(const TensorProductPlan<Real>& plan,
                               const std::vector<Real>& out) const {
    std::vector<Real> values(
        static_cast<std::size_t>(samples_ * channels_ * dimension(plan.out())));
    unpack_lanes(samples_, channels_, dimension(plan.out()), out.data(), values.data());
    return {values.begin(), values.end()};
  }
  /// Largest difference over largest value, in the first and last channel of three samples.
  double reference_error(const TensorProductPlan<Real>& plan,
                         const std::vector<double>& result) const {
    double error = 0;
    for (const Index s : some(samples_))
      for (const Index c : {Index{0}, channels_ - 1})
        if (samples_ > 0) error = std::max(error, error_of(plan, result, s, c));
    return error;
  }

 private:
  static std::vector<Index> some(Index count) { return {0, count / 2, count - 1}; }

  std::vector<Real> in_lanes(Index samples, Index size, const std::vector<Real>& values) const {
    std::vector<Real> out(
        static_cast<std::size_t>(lane_array_size<Real>(samples, channels_, size)));
    pack_lanes(samples, channels_, size, values.data(), out.data());
    return out;
  }

  static std::vector<long double> part(const std::vector<Real>& values, Index number, Index size) {
    const auto first = values.begin() + number * size;
    return {first, first + size};
  }

  double error_of(const TensorProductPlan<Real>& plan, const std::vector<double>& result, Index s,
                  Index c) const {
    std::vector<std::vector<long double>> factors;
    for (std::size_t k = 0; k < plain_.size(); ++k) {
      const Index size = dimension(plan.factors()[k]);
      const bool plain = options_.weights == ProductWeights::uvu && k == 1;
      factors.push_back(plain ? part(plain_[k], s, size * options_.second_channels)
                              : part(plain_[k], s * channels_ + c, size));
    }
    std::vector<long double> weights;
    if (!weights_.empty())
      weights = part(weights_, (options_.weights_per_sample ? s * channels_ : 0) + c,
                     plan.weight_count());
    const auto expected = reference_product(options_, plan.paths(), factors, weights);
    const double* found = result.data() + (s * channels_ + c) * dimension(plan.out());
    long double difference = 0, largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const long double own = std::abs(found[i] - expected[i]);
      if (std::isnan(own)) return NAN;
      difference = std::max(difference, own);
      largest = std::max(largest, std::abs(expected[i]));
    }
    return static_cast<double>(largest > 0 ? difference / largest : difference);
  }

  Index samples_, channels_;
  TensorProductOptions options_;
  std::vector<std::vector<Real>> plain_, packed_;
  std::vector<const Real*> factors_;
  std::vector<Real> weights_, packed_weights_;
};

}  // namespace tessera::product
