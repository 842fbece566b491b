#pragma once

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// Amplitude spectra of equidistant samples under a squared Hann window (whose side lobes fall
/// off with the fifth power of the distance), one column a signal; the mean is removed first.
struct Periodogram {
  double resolution = 0;       ///< frequency of row 1, cycles per unit length
  Eigen::MatrixXd amplitudes;  ///< rows: multiples of the resolution up to Nyquist
};

/// `samples`: one signal a column, first and last sample at the ends of an axis of this length.
Periodogram periodogram(const Eigen::MatrixXd& samples, double length);

/// Highest frequency at which any column exceeds `threshold` times its own maximum; 0 where all
/// columns vanish.
double highest_frequency(const Periodogram& p, double threshold);

/// A line that stands out of the spectrum above `lowest`.
struct SpectralPeak {
  bool found = false;
  double frequency = 0;   ///< highest frequency above the threshold
  double prominence = 0;  ///< largest amplitude above `lowest` over the median there
  double share = 0;       ///< of the frequencies above `lowest` that exceed the threshold
};
SpectralPeak content_above(const Periodogram& p, double lowest, double threshold);

}  // namespace tessera::gp_pde
