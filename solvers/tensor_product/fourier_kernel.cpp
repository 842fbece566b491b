#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

#include "solvers/fft/fourier_plan.hpp"
#include "solvers/tensor_product/fourier_series.hpp"
#include "solvers/tensor_product/lanes.hpp"
#include "solvers/tensor_product/product_kernel.hpp"

namespace tessera {
namespace {

using Complex = std::complex<double>;
constexpr int largest_degree = 16;

int sum(std::span<const int> degrees) {
  return std::accumulate(degrees.begin(), degrees.end(), 0);
}

void check(std::span<const int> degrees, int out_degree) {
  if (degrees.size() < 2) throw std::invalid_argument("a product has two factors or more");
  for (const int degree : degrees)
    if (degree < 0 || degree > largest_degree)
      throw std::invalid_argument("method fourier takes factors of degree 0 to 16, not " +
                                  std::to_string(degree) +
                                  "; method grid takes any degree and gives the same product");
  if (out_degree < 0) throw std::invalid_argument("degrees of a product are not negative");
}

/// One product at a time, in double precision: two factors are the real and imaginary parts of one
/// transform to the points of the torus. The length of transforms follows from the sum of degrees
/// also where fewer coefficients are wanted: all |u| up to that sum contribute to each of them.
template <class Real>
class FourierKernel final : public ProductKernel<Real> {
 public:
  FourierKernel(std::span<const int> degrees, int out_degree)
      : degrees_(degrees.begin(), degrees.end()),
        out_degree_(out_degree),
        reached_(std::min(out_degree, sum(degrees))),
        n_(fast_fourier_length(2 * sum(degrees) + 1)),
        series_(std::max(reached_, *std::max_element(degrees.begin(), degrees.end())), sum(degrees),
                n_),
        plan_(make_fourier_plan({n_, n_}, 1, FourierPlan::Kind::complex_to_complex,
                                FourierBackend::fftw, FourierArrays::aligned)) {}

  double operations() const override {
    const double points = static_cast<double>(n_) * static_cast<double>(n_);
    double transforms = 1 + static_cast<double>((degrees_.size() + 1) / 2);
    double conversions = 0;
    for (const int l : degrees_) conversions += (l + 1.0) * (l + 1.0) * (l + 1.0);
    conversions += (reached_ + 1.0) * (reached_ + 1.0) * (sum(degrees_) + 1.0);
    return conversions + 5 * transforms * points * std::log2(static_cast<double>(n_));
  }

  std::size_t workspace_bytes() const override {
    return 2 * aligned_points() * sizeof(Complex) +
           points() * (degrees_.size() + 1) * sizeof(double);
  }

  void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
               std::byte* workspace) const override {
    for_each_channel(range, [&](Index group, Index lane) {
      const Scratch s(*this, workspace);
      values_at_points(arrays.factors, group, lane, s);
      for (std::size_t p = 0; p < points(); ++p) {
        double product = 1;
        for (std::size_t i = 0; i < degrees_.size(); ++i) product *= s.values[i * points() + p];
        s.first[p] = product / static_cast<double>(points());
      }
      plan_->forward(s.first, s.second);
      Real* const out = arrays.out + start(group, out_degree_, lane);
      series_.integrate(reached_, s.second, lane_count<Real>, out);
      for (Index i = spherical_function_dimension(reached_);
           i < spherical_function_dimension(out_degree_); ++i)
        out[i * lane_count<Real>] = 0;
    });
  }

  void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
               std::byte* workspace) const override {
    for_each_channel(range, [&](Index group, Index lane) {
      const Scratch s(*this, workspace);
      values_at_points(arrays.factors, group, lane, s);
      std::fill_n(s.first, points(), Complex());
      series_.transpose_integral(reached_, arrays.out_bar + start(group, out_degree_, lane),
                                 lane_count<Real>, s.first);
      plan_->backward(s.first, s.second);
      double* const gradient = s.values + degrees_.size() * points();
      for (std::size_t p = 0; p < points(); ++p)
        gradient[p] = s.second[p].real() / static_cast<double>(points());
      for (std::size_t i = 0; i < degrees_.size(); ++i) {
        if (arrays.factor_bars[i] == nullptr) continue;
        for (std::size_t p = 0; p < points(); ++p) {
          double product = gradient[p];
          for (std::size_t j = 0; j < degrees_.size(); ++j)
            if (j != i) product *= s.values[j * points() + p];
          s.first[p] = product;
        }
        plan_->forward(s.first, s.second);
        series_.transpose_series(degrees_[i], s.second, lane_count<Real>,
                                 arrays.factor_bars[i] + start(group, degrees_[i], lane));
      }
    });
  }

 private:
  struct Scratch {
    Scratch(const FourierKernel& k, std::byte* workspace)
        : first(reinterpret_cast<Complex*>(workspace)),
          second(first + k.aligned_points()),
          values(reinterpret_cast<double*>(second + k.aligned_points())) {}
    Complex *first, *second;  ///< at multiples of 64 bytes, as the plan wants
    double* values;
  };

  std::size_t points() const { return static_cast<std::size_t>(n_ * n_); }
  std::size_t aligned_points() const {
    constexpr std::size_t unit = 64 / sizeof(Complex);
    return (points() + unit - 1) / unit * unit;
  }
  static Index start(Index group, int degree, Index lane) {
    return group * spherical_function_dimension(degree) * lane_count<Real> + lane;
  }

  template <class Work>
  void for_each_channel(const LaneRange& range, const Work& work) const {
    for (Index group = range.begin; group < range.end; ++group)
      for (Index lane = 0; lane < lane_count<Real>; ++lane) work(group, lane);
  }

  void values_at_points(const Real* const* factors, Index group, Index lane,
                        const Scratch& s) const {
    const std::size_t count = degrees_.size();
    for (std::size_t i = 0; i < count; i += 2) {
      std::fill_n(s.first, points(), Complex());
      for (std::size_t j = i; j < std::min(i + 2, count); ++j)
        series_.add_series(degrees_[j], factors[j] + start(group, degrees_[j], lane),
                           lane_count<Real>, j == i ? Complex(1, 0) : Complex(0, 1), s.first);
      plan_->backward(s.first, s.second);
      for (std::size_t p = 0; p < points(); ++p) {
        s.values[i * points() + p] = s.second[p].real();
        if (i + 1 < count) s.values[(i + 1) * points() + p] = s.second[p].imag();
      }
    }
  }

  std::vector<int> degrees_;
  int out_degree_, reached_;
  Index n_;
  FourierSeries series_;
  std::unique_ptr<FourierPlan> plan_;
};

}  // namespace

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_fourier_kernel(std::span<const int> degrees,
                                                               int out_degree) {
  check(degrees, out_degree);
  return std::make_unique<FourierKernel<Real>>(degrees, out_degree);
}
template std::unique_ptr<const ProductKernel<float>> make_fourier_kernel(std::span<const int>, int);
template std::unique_ptr<const ProductKernel<double>> make_fourier_kernel(std::span<const int>,
                                                                          int);

}  // namespace tessera
