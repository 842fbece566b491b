#include <algorithm>
#include <complex>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unsupported/Eigen/FFT>

#include "solvers/fft/backends.hpp"

namespace tessera::fft {
namespace {

using Complex = std::complex<double>;
using Transform = Eigen::FFT<double>;

/// Eigen's object keeps twiddle factors of the lengths it has seen and is not thread-safe: one per
/// thread.
Transform& transform() {
  thread_local Transform object(Transform::impl_type(),
                                Transform::Flag(Transform::Unscaled | Transform::HalfSpectrum));
  return object;
}

/// Eigen's transforms of one line; it crashes for length 1, where the transform is the identity.
void transform_line(const Complex* in, Complex* out, Index n, bool is_forward) {
  if (n == 1) {
    *out = *in;
  } else if (is_forward) {
    transform().fwd(out, in, n);
  } else {
    transform().inv(out, in, n);
  }
}

void transform_line(const double* in, Complex* out, Index n) {
  if (n == 1) {
    *out = *in;
  } else {
    transform().fwd(out, in, n);
  }
}

void transform_line(const Complex* in, double* out, Index n) {
  if (n == 1) {
    *out = in->real();
  } else {
    transform().inv(out, in, n);
  }
}

/// Several axes are transformed one after the other (row-column algorithm).
class KissfftPlan final : public PlanBase {
 public:
  KissfftPlan(std::vector<Index> shape, Index batch, Kind kind)
      : PlanBase(std::move(shape), batch, kind) {
    for (const Index n : PlanBase::shape()) {
      if (n > std::numeric_limits<int>::max() / 2) {
        throw std::invalid_argument("kissfft transforms no axis of length " + std::to_string(n) +
                                    ".");
      }
    }
  }

  void forward(const Complex* in, Complex* out) const override {
    require_kind(Kind::complex_to_complex);
    std::copy_n(in, coefficients() * batch(), out);
    transform_axes(out, 0, true);
  }

  void backward(const Complex* in, Complex* out) const override {
    require_kind(Kind::complex_to_complex);
    std::copy_n(in, coefficients() * batch(), out);
    transform_axes(out, 0, false);
  }

  void forward(const double* in, Complex* out) const override {
    require_kind(Kind::real_to_complex);
    for (Index line = 0; line < lines(); ++line) {
      transform_line(in + line * shape()[0], out + line * kept(), shape()[0]);
    }
    transform_axes(out, 1, true);
  }

  void backward(const Complex* in, double* out) const override {
    require_kind(Kind::real_to_complex);
    std::vector<Complex> work(in, in + coefficients() * batch());
    transform_axes(work.data(), 1, false);
    for (Index line = 0; line < lines(); ++line) {
      transform_line(work.data() + line * kept(), out + line * shape()[0], shape()[0]);
    }
  }

 private:
  /// Lines along the first axis.
  Index lines() const { return points() / shape()[0] * batch(); }

  /// In place along the axes from `first` on, of all arrays of coefficients.
  void transform_axes(Complex* values, std::size_t first, bool is_forward) const {
    Index stride = first == 0 ? 1 : kept();
    for (std::size_t axis = first; axis < shape().size(); ++axis) {
      const Index n = shape()[axis];
      const Index blocks = coefficients() * batch() / (stride * n);
      std::vector<Complex> line(static_cast<std::size_t>(n)), result(line.size());
      for (Index block = 0; block < blocks; ++block) {
        for (Index offset = 0; offset < stride; ++offset) {
          Complex* const start = values + block * stride * n + offset;
          for (Index j = 0; j < n; ++j) line[static_cast<std::size_t>(j)] = start[j * stride];
          transform_line(line.data(), result.data(), n, is_forward);
          for (Index j = 0; j < n; ++j) start[j * stride] = result[static_cast<std::size_t>(j)];
        }
      }
      stride *= n;
    }
  }
};

}  // namespace

std::unique_ptr<FourierPlan> make_kissfft_plan(std::vector<Index> shape, Index batch,
                                               FourierPlan::Kind kind) {
  return std::make_unique<KissfftPlan>(std::move(shape), batch, kind);
}

}  // namespace tessera::fft
