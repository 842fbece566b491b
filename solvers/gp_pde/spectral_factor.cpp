#include "solvers/gp_pde/spectral_factor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace tessera::gp_pde {
namespace {

constexpr double period_growth = 1.02;
/// The shortest period that is tried at all is 2 L; the longest, so many L.
constexpr double longest_period = 1e4;

/// Sum over j != 0 of |k(r - j T)|, |r| <= L: for every r at most the sum over j >= 1 of
/// e(j T - L) + e(j T) with the decreasing envelope e >= |k|. Infinite where it does not converge
/// within reach.
double periodisation(const Kernel1D& kernel, double length, double period) {
  const double variance = kernel.value(0);
  double sum = 0;
  for (int j = 1; j <= 2000; ++j) {
    const double first = kernel.envelope(j * period - length);
    sum += first + kernel.envelope(j * period);
    if (first <= 1e-20 * variance) return sum;
  }
  return std::numeric_limits<double>::infinity();
}

/// Smallest band with spectral_tail(band) <= target, to 2 percent; infinite where none is found.
double band_of(const Kernel1D& kernel, double length, double target) {
  double above = 1 / length;
  for (int k = 0; kernel.spectral_tail(above) > target; ++k, above *= 2)
    if (k == 100) return std::numeric_limits<double>::infinity();
  double below = 0;
  while (above - below > 0.02 * above) {
    const double middle = 0.5 * (below + above);
    (kernel.spectral_tail(middle) > target ? below : above) = middle;
  }
  return above;
}

/// The shortest period, in steps of 2 percent, with a periodisation below the target; the longest
/// that was tried where there is none.
double period_of(const Kernel1D& kernel, double length, double target) {
  double period = 2 * length;
  while (periodisation(kernel, length, period) > target && period < longest_period * length)
    period *= period_growth;
  return period;
}

SpectralFactor factor_of(const Kernel1D& kernel, double length, double period, Index count) {
  SpectralFactor f;
  f.period = period;
  f.frequencies = Eigen::VectorXd::LinSpaced(count, 0, static_cast<double>(count - 1) / period);
  f.weights = f.frequencies.unaryExpr(
      [&](double s) { return (s == 0 ? 1 : 2) * kernel.spectral_density(s) / period; });
  f.periodisation_bound = periodisation(kernel, length, period);
  // The weights left out are a sum of rectangles under the density, below its integral where the
  // density decreases. Where it does not (a peak beyond the last frequency), Poisson summation at
  // r = 0 gives what is missing: all weights add up to k(0) and at most the periodisation.
  f.tail_bound = kernel.spectral_tail(f.frequencies(count - 1));
  const double missing = kernel.value(0) - f.weights.sum();
  if (missing > f.tail_bound) f.tail_bound = missing + f.periodisation_bound;
  return f;
}

/// The period for a given number of frequencies with the smallest bound: a longer one lowers the
/// periodisation and the band. Where no periodisation is finite, the longest that keeps the band.
double best_period(const Kernel1D& kernel, double length, Index count, double longest,
                   double band) {
  double best = std::clamp(static_cast<double>(count - 1) / band, 2 * length, longest);
  double smallest = std::numeric_limits<double>::infinity();
  for (double period = 2 * length; period <= longest; period *= period_growth) {
    const double bound = periodisation(kernel, length, period) +
                         kernel.spectral_tail(static_cast<double>(count - 1) / period);
    if (bound >= smallest) continue;
    smallest = bound;
    best = period;
  }
  return best;
}

std::string reason(const Kernel1D& kernel, const SpectralFactor& f, double tolerance,
                   double needed_frequencies) {
  const double variance = kernel.value(0);
  std::ostringstream text;
  text << "The kernel \"" << kernel.name() << "\" and its " << f.frequencies.size()
       << " random waves differ by up to " << f.bound() / variance
       << " of the variance, not by the tolerance " << tolerance << ": ";
  if (f.tail_bound > tolerance * variance / 2)
    text << "the spectrum falls off so slowly that " << f.tail_bound / variance
         << " of the variance lies beyond the last frequency " << f.frequencies.tail(1)(0)
         << (f.periodisation_bound > tolerance * variance / 2 ? "; " : ". ");
  if (!std::isfinite(f.periodisation_bound))
    text << "the covariance falls off so slowly that the sum over its periods does not converge. ";
  else if (f.periodisation_bound > tolerance * variance / 2)
    text << "the covariance over the distance between two periods is still "
         << f.periodisation_bound / variance << " of the variance. ";
  if (std::isfinite(needed_frequencies))
    text << "About " << std::ceil(needed_frequencies) << " frequencies would do.";
  else
    text << "No number of frequencies would do; a smoother kernel or the Gram form has no such "
            "limit.";
  return text.str();
}

/// A kernel of lines is periodic itself: with T a multiple of its period nothing is lost but lines
/// beyond the last frequency.
SpectralFactor factor_of_lines(const Kernel1D& kernel, const std::vector<SpectralLine>& lines,
                               double length, const SpectralFactorOptions& options) {
  double spacing = 0;
  for (const SpectralLine& line : lines)
    if (line.frequency > 0) {
      spacing = line.frequency;
      break;
    }
  const double variance = kernel.value(0);
  SpectralFactor f;
  const double repeats = spacing > 0 ? std::max(1.0, std::ceil(2 * length * spacing)) : 1;
  f.period = spacing > 0 ? repeats / spacing : 2 * length;
  std::vector<double> weights(1, 0.0);
  double needed = 1;
  for (const SpectralLine& line : lines) {
    const double index = std::round(line.frequency * f.period);
    if (kernel.spectral_tail(line.frequency) > options.tolerance * variance)
      needed = index + repeats + 1;
    if (std::abs(line.frequency * f.period - index) > 1e-6)
      throw std::invalid_argument("The lines of the kernel \"" + kernel.name() +
                                  "\" are no multiples of one frequency.");
    if (index >= static_cast<double>(options.maximum_frequencies)) continue;
    weights.resize(std::max(weights.size(), static_cast<std::size_t>(index) + 1));
    weights[static_cast<std::size_t>(index)] += line.variance;
  }
  f.weights = Eigen::Map<Eigen::VectorXd>(weights.data(), static_cast<Index>(weights.size()));
  f.frequencies = Eigen::VectorXd::LinSpaced(f.weights.size(), 0,
                                             static_cast<double>(f.weights.size() - 1) / f.period);
  f.tail_bound = std::max(kernel.spectral_tail(f.frequencies.tail(1)(0) * (1 + 1e-12)),
                          variance - f.weights.sum());
  if (f.bound() > options.tolerance * variance)
    f.remark = reason(kernel, f, options.tolerance, needed);
  return f;
}

}  // namespace

SpectralFactor spectral_factor(const Kernel1D& kernel, double length,
                               const SpectralFactorOptions& options) {
  if (!(length > 0) || !std::isfinite(length))
    throw std::invalid_argument("The length of an axis must be positive and finite, found " +
                                std::to_string(length) + ".");
  if (!(options.tolerance > 0) || options.maximum_frequencies < 2)
    throw std::invalid_argument(
        "A spectral factor needs a positive tolerance and at least two frequencies.");
  if (const auto lines = kernel.line_spectrum(); !lines.empty())
    return factor_of_lines(kernel, lines, length, options);

  const double half = 0.5 * options.tolerance * kernel.value(0);
  double period = period_of(kernel, length, half);
  const double band = band_of(kernel, length, half);
  const double needed = periodisation(kernel, length, period) <= half
                            ? std::ceil(band * period) + 1
                            : std::numeric_limits<double>::infinity();
  Index count = options.maximum_frequencies;
  if (needed <= static_cast<double>(count))
    count = std::max<Index>(2, static_cast<Index>(needed));
  else
    period = best_period(kernel, length, count, period, band);
  SpectralFactor f = factor_of(kernel, length, period, count);
  if (f.bound() > 2 * half) f.remark = reason(kernel, f, options.tolerance, needed);
  return f;
}

}  // namespace tessera::gp_pde
