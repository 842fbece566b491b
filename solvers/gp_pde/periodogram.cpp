#include "solvers/gp_pde/periodogram.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

#include "solvers/fft/fourier_plan.hpp"

namespace tessera::gp_pde {

Periodogram periodogram(const Eigen::MatrixXd& samples, double length) {
  const Index n = samples.rows();
  const Index columns = samples.cols();
  Eigen::VectorXd window(n);
  for (Index i = 0; i < n; ++i) {
    const double hann =
        std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n));
    window[i] = hann * hann * hann * hann;
  }
  const Eigen::MatrixXd windowed =
      window.asDiagonal() * (samples.rowwise() - samples.colwise().mean());
  Eigen::MatrixXcd transformed(n / 2 + 1, columns);
  if (columns > 0)
    // A handful of short transforms: FFTW's first plan alone would take longer.
    make_fourier_plan({n}, columns, FourierPlan::Kind::real_to_complex, FourierBackend::kissfft)
        ->forward(windowed.data(), transformed.data());
  const double spacing = length / static_cast<double>(n - 1);
  return {1 / (static_cast<double>(n) * spacing), transformed.cwiseAbs() / window.sum()};
}

double highest_frequency(const Periodogram& p, double threshold) {
  double highest = 0;
  for (Index c = 0; c < p.amplitudes.cols(); ++c) {
    const double bar = threshold * p.amplitudes.col(c).maxCoeff();
    if (!(bar > 0)) continue;
    for (Index row = p.amplitudes.rows() - 1; row > 0; --row) {
      if (p.amplitudes(row, c) <= bar) continue;
      highest = std::max(highest, static_cast<double>(row) * p.resolution);
      break;
    }
  }
  return highest;
}

SpectralPeak content_above(const Periodogram& p, double lowest, double threshold) {
  SpectralPeak peak;
  const auto first = static_cast<Index>(std::ceil(lowest / p.resolution));
  if (first >= p.amplitudes.rows() || p.amplitudes.cols() == 0) return peak;
  peak.frequency = highest_frequency(p, threshold);
  peak.found = peak.frequency > lowest;
  const auto above = p.amplitudes.bottomRows(p.amplitudes.rows() - first);
  std::vector<double> sorted(above.reshaped().begin(), above.reshaped().end());
  std::sort(sorted.begin(), sorted.end());
  const double median = sorted[sorted.size() / 2];
  Index exceeding = 0;
  for (Index c = 0; c < above.cols(); ++c)
    exceeding = std::max<Index>(
        exceeding, (above.col(c).array() > threshold * p.amplitudes.col(c).maxCoeff()).count());
  peak.share = static_cast<double>(exceeding) / static_cast<double>(above.rows());
  peak.prominence = median > 0 ? sorted.back() / median
                               : (sorted.back() > 0 ? std::numeric_limits<double>::infinity() : 0);
  return peak;
}

}  // namespace tessera::gp_pde
