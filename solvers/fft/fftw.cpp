#include <algorithm>
#include <complex>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#include <fftw3.h>

#include "solvers/fft/backends.hpp"

namespace tessera::fft {
namespace {

using Complex = std::complex<double>;

/// FFTW's planner is not thread-safe; its executors are.
std::mutex& planner() {
  static std::mutex mutex;
  return mutex;
}

struct DestroyPlan {
  void operator()(fftw_plan plan) const {
    const std::lock_guard lock(planner());
    fftw_destroy_plan(plan);
  }
};
using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

struct Free {
  void operator()(void* memory) const { fftw_free(memory); }
};

// std::complex<double> has the layout of fftw_complex. FFTW takes no const, but a plan with
// PRESERVE_INPUT writes nothing to its input.
fftw_complex* raw(const Complex* values) {
  return reinterpret_cast<fftw_complex*>(const_cast<Complex*>(values));
}

/// FFTW's axes, slowest first, with strides for our first-axis-fastest arrays of which the first
/// axis has `in_first` and `out_first` values.
std::vector<fftw_iodim64> dimensions(const std::vector<Index>& shape, Index in_first,
                                     Index out_first) {
  std::vector<fftw_iodim64> result;
  Index in_stride = 1;
  Index out_stride = 1;
  for (std::size_t k = 0; k < shape.size(); ++k) {
    result.push_back({shape[k], in_stride, out_stride});
    in_stride *= k == 0 ? in_first : shape[k];
    out_stride *= k == 0 ? out_first : shape[k];
  }
  std::reverse(result.begin(), result.end());
  return result;
}

class FftwPlan final : public PlanBase {
 public:
  FftwPlan(std::vector<Index> shape, Index batch, Kind kind, FourierArrays arrays)
      : PlanBase(std::move(shape), batch, kind) {
    // ESTIMATE does not touch the arrays. UNALIGNED: the same plan, so the same bits, wherever
    // the arrays of a later call lie.
    const unsigned flags = FFTW_ESTIMATE | (arrays == FourierArrays::aligned ? 0U : FFTW_UNALIGNED);
    const auto total = static_cast<std::size_t>(coefficients() * batch);
    const std::unique_ptr<void, Free> a(fftw_malloc(total * sizeof(fftw_complex)));
    const std::unique_ptr<void, Free> b(fftw_malloc(total * sizeof(fftw_complex)));
    if (!a || !b) throw std::bad_alloc();
    auto* complex_a = static_cast<fftw_complex*>(a.get());
    auto* complex_b = static_cast<fftw_complex*>(b.get());
    auto* real_a = static_cast<double*>(a.get());
    const int rank = static_cast<int>(PlanBase::shape().size());
    const Index first = PlanBase::shape()[0];

    const std::lock_guard lock(planner());
    if (kind == Kind::complex_to_complex) {
      const auto axes = dimensions(PlanBase::shape(), first, first);
      const fftw_iodim64 many{batch, points(), points()};
      forward_.reset(fftw_plan_guru64_dft(rank, axes.data(), 1, &many, complex_a, complex_b,
                                          FFTW_FORWARD, flags | FFTW_PRESERVE_INPUT));
      backward_.reset(fftw_plan_guru64_dft(rank, axes.data(), 1, &many, complex_a, complex_b,
                                           FFTW_BACKWARD, flags | FFTW_PRESERVE_INPUT));
    } else {
      const auto axes = dimensions(PlanBase::shape(), first, kept());
      const auto back = dimensions(PlanBase::shape(), kept(), first);
      const fftw_iodim64 many{batch, points(), coefficients()};
      const fftw_iodim64 many_back{batch, coefficients(), points()};
      forward_.reset(fftw_plan_guru64_dft_r2c(rank, axes.data(), 1, &many, real_a, complex_b,
                                              flags | FFTW_PRESERVE_INPUT));
      // FFTW cannot keep the input of a real backward transform of several axes.
      backward_.reset(
          fftw_plan_guru64_dft_c2r(rank, back.data(), 1, &many_back, complex_b, real_a,
                                   flags | (rank == 1 ? FFTW_PRESERVE_INPUT : FFTW_DESTROY_INPUT)));
    }
    if (!forward_ || !backward_) throw std::runtime_error("FFTW made no plan for this shape.");
  }

  void forward(const Complex* in, Complex* out) const override {
    require_kind(Kind::complex_to_complex);
    fftw_execute_dft(forward_.get(), raw(in), raw(out));
  }

  void backward(const Complex* in, Complex* out) const override {
    require_kind(Kind::complex_to_complex);
    fftw_execute_dft(backward_.get(), raw(in), raw(out));
  }

  void forward(const double* in, Complex* out) const override {
    require_kind(Kind::real_to_complex);
    fftw_execute_dft_r2c(forward_.get(), const_cast<double*>(in), raw(out));
  }

  void backward(const Complex* in, double* out) const override {
    require_kind(Kind::real_to_complex);
    if (shape().size() == 1) {
      fftw_execute_dft_c2r(backward_.get(), raw(in), out);
      return;
    }
    std::vector<Complex> copy(in, in + coefficients() * batch());
    fftw_execute_dft_c2r(backward_.get(), raw(copy.data()), out);
  }

 private:
  Plan forward_;
  Plan backward_;
};

}  // namespace

std::unique_ptr<FourierPlan> make_fftw_plan(std::vector<Index> shape, Index batch,
                                            FourierPlan::Kind kind, FourierArrays arrays) {
  return std::make_unique<FftwPlan>(std::move(shape), batch, kind, arrays);
}

}  // namespace tessera::fft
