#include "solvers/fft/fourier_plan.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "solvers/fft/backends.hpp"

namespace tessera {

std::unique_ptr<FourierPlan> make_fourier_plan(std::vector<Index> shape, Index batch,
                                               FourierPlan::Kind kind, FourierBackend backend,
                                               FourierArrays arrays) {
  if (shape.empty()) throw std::invalid_argument("A Fourier transform needs at least one axis.");
  for (const Index n : shape) {
    if (n < 1) {
      throw std::invalid_argument("A Fourier transform has no length " + std::to_string(n) + ".");
    }
  }
  if (batch < 1) {
    throw std::invalid_argument("A batch of Fourier transforms has no size " +
                                std::to_string(batch) + ".");
  }
  if (backend == FourierBackend::fftw)
    return fft::make_fftw_plan(std::move(shape), batch, kind, arrays);
  return fft::make_kissfft_plan(std::move(shape), batch, kind);
}

Index fast_fourier_length(Index least, Index step) {
  for (Index n = (least + step - 1) / step * step;; n += step) {
    Index rest = n;
    for (const Index prime : {2, 3, 5})
      while (rest % prime == 0) rest /= prime;
    if (rest == 1) return n;
  }
}

}  // namespace tessera
