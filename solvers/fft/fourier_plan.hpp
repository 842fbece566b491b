#pragma once

#include <complex>
#include <memory>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

enum class FourierBackend {
  fftw,    ///< default
  kissfft  ///< Eigen's; slower, needs no library
};

/// Where the arrays of a plan's calls lie.
enum class FourierArrays {
  anywhere,  ///< default
  aligned    ///< at multiples of 64 bytes: FFTW is two to four times as fast
};

/// Batched discrete Fourier transforms of length n per axis, unnormalised:
/// forward X_k = sum_j x_j exp(-2 pi i j k / n), backward with the opposite sign; backward after
/// forward multiplies by the number of points.
///
/// `shape` lists the transformed axes, first axis fastest; `batch` transforms lie one after the
/// other. Real transforms keep shape[0]/2 + 1 complex values of the first axis; their backward
/// transform takes these as half of a Hermitian array. Plans are made by ESTIMATE: the same plan,
/// and the same bits, for the same arguments on the same machine, wherever the arrays lie. A plan
/// is const and thread-safe in use; the arrays need no alignment unless the plan was made for
/// aligned ones, and must not overlap; inputs are kept.
class FourierPlan {
 public:
  enum class Kind { complex_to_complex, real_to_complex };

  virtual ~FourierPlan() = default;
  virtual const std::vector<Index>& shape() const = 0;
  virtual Index batch() const = 0;
  virtual Kind kind() const = 0;

  /// Throw std::logic_error on a plan of the other kind, as do the next two.
  virtual void forward(const std::complex<double>* in, std::complex<double>* out) const = 0;
  virtual void backward(const std::complex<double>* in, std::complex<double>* out) const = 0;
  virtual void forward(const double* in, std::complex<double>* out) const = 0;
  virtual void backward(const std::complex<double>* in, double* out) const = 0;
};

/// The smallest multiple of `step` that is not below `least` and has no prime factor above 5:
/// lengths that FFTs like.
Index fast_fourier_length(Index least, Index step = 1);

/// Throws std::invalid_argument for an empty shape, lengths < 1, batch < 1. May be called from any
/// thread.
std::unique_ptr<FourierPlan> make_fourier_plan(std::vector<Index> shape, Index batch,
                                               FourierPlan::Kind kind,
                                               FourierBackend backend = FourierBackend::fftw,
                                               FourierArrays arrays = FourierArrays::anywhere);

}  // namespace tessera
