#include "solvers/gp_pde/learn_spectrum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/periodogram.hpp"

namespace tessera::gp_pde {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr Index fewest_points = 16;
constexpr std::array<const char*, 4> methods{"flat band", "periodogram", "relevance determination",
                                             "evidence"};

void check(const AxisSamples& samples, const LearnOptions& options) {
  const Vector& x = samples.points;
  if (x.size() < fewest_points || samples.values.rows() != x.size() || !samples.values.allFinite())
    throw std::invalid_argument(
        "learning a spectrum needs at least 16 points and as many finite values in each signal");
  if (!(samples.length > 0) || !((x.tail(x.size() - 1) - x.head(x.size() - 1)).array() > 0).all())
    throw std::invalid_argument(
        "learning a spectrum needs increasing points on an axis of positive length");
  if (options.method != "automatic" &&
      std::find(methods.begin(), methods.end(), options.method) == methods.end())
    throw std::invalid_argument("unknown method \"" + options.method +
                                "\" for a spectrum; there are automatic, flat band, periodogram, "
                                "relevance determination and evidence");
}

/// From the first to the last end of the axis with equal steps.
bool equidistant(const AxisSamples& samples) {
  const Index n = samples.points.size();
  const Vector regular =
      Vector::LinSpaced(n, samples.points[0], samples.points[0] + samples.length);
  return (samples.points - regular).cwiseAbs().maxCoeff() <
         1e-6 * samples.length / static_cast<double>(n);
}

/// Signals that do not vanish, each with a mean square of one; `mean_square`: the mean of theirs.
Matrix normalised(const Matrix& values, double& mean_square) {
  Matrix kept(values.rows(), values.cols());
  Index count = 0;
  mean_square = 0;
  for (Index j = 0; j < values.cols(); ++j) {
    const double square = values.col(j).squaredNorm() / static_cast<double>(values.rows());
    if (!(square > 0)) continue;
    mean_square += square;
    kept.col(count++) = values.col(j) / std::sqrt(square);
  }
  if (count > 0) mean_square /= static_cast<double>(count);
  return kept.leftCols(count);
}

double choose_band(const AxisSamples& samples, const LearnOptions& options) {
  if (options.band > 0) return options.band;
  if (!equidistant(samples))
    throw std::invalid_argument(
        "learning a spectrum from points that are not equidistant needs the band");
  const double highest =
      highest_frequency(periodogram(samples.values, samples.length), options.tone_threshold);
  const double wanted = highest + options.band_margin / samples.length;
  return std::min(
      wanted, options.largest_band * static_cast<double>(samples.points.size()) / samples.length);
}

/// Tries the methods on one set of samples.
class Candidates {
 public:
  Candidates(const AxisSamples& samples, Matrix signals, double band, const LearnOptions& options,
             Monitor& monitor)
      : samples_(samples),
        signals_(std::move(signals)),
        band_(band),
        options_(options),
        monitor_(monitor),
        regression_(spectral_regression(samples.points, signals_, 2 * samples.length, band)),
        evidence_(regression_.blocks, options.noise) {
    options_.relevance.noise_floor = options.noise;
    options_.evidence.noise_floor = options.noise;
  }

  const SpectralRegression& regression() const { return regression_; }

  SpectrumCandidate fit(const std::string& method) {
    monitor_.progress(-1, "learning a spectrum: " + method);
    SpectrumCandidate candidate = method == "flat band"     ? flat_band()
                                  : method == "periodogram" ? from_periodogram()
                                  : method == "evidence"    ? mixture()
                                                            : relevance();
    if (monitor_.should_stop()) throw Interrupted("stopped while learning a spectrum");
    candidate.method = method;
    candidate.score = candidate.log_evidence - 0.5 * static_cast<double>(candidate.parameters) *
                                                   std::log(static_cast<double>(signals_.size()));
    return candidate;
  }

 private:
  SpectrumCandidate from_weights(const Vector& g, double noise, double log_evidence) const {
    SpectrumCandidate c;
    c.densities = densities_of(regression_, g);
    c.spectrum = spectrum_of(regression_, c.densities, band_, options_.density_floor);
    c.noise = noise;
    c.log_evidence = log_evidence;
    return c;
  }

  SpectrumCandidate from_fit(const EvidenceFit& fit) const {
    SpectrumCandidate c = from_weights(fit.weights, fit.noise, fit.log_evidence);
    c.parameters = 1;
    c.iterations = fit.iterations;
    return c;
  }

  SpectrumCandidate flat_band() {
    const Vector density = Vector::Ones(regression_.frequencies.size());
    SpectrumCandidate c = from_fit(
        fit_scale(evidence_, weights_of(regression_, density), options_.evidence, monitor_));
    c.spectrum = {band_, {}};
    c.remark = "equal density up to the band";
    return c;
  }

  SpectrumCandidate from_periodogram() {
    const Periodogram p = periodogram(signals_, samples_.length);
    const Vector power = p.amplitudes.cwiseAbs2().rowwise().sum();
    Vector density(regression_.frequencies.size());
    for (Index m = 0; m < density.size(); ++m) {
      const double position = regression_.frequencies[m] / p.resolution;
      const auto row = std::min(static_cast<Index>(position), power.size() - 2);
      const double part = position - static_cast<double>(row);
      density[m] = (1 - part) * power[row] + part * power[row + 1];
    }
    // The mean is not in the periodogram.
    density[0] = std::max(density[0], density.maxCoeff());
    density = density.cwiseMax(options_.density_floor * density.maxCoeff());
    SpectrumCandidate c = from_fit(
        fit_scale(evidence_, weights_of(regression_, density), options_.evidence, monitor_));
    c.remark = "squared Hann-windowed amplitudes over a weak floor";
    return c;
  }

  SpectrumCandidate relevance() {
    const RelevanceResult r = relevance_determination(evidence_, options_.relevance, monitor_);
    SpectrumCandidate c = from_weights(r.weights, r.noise, r.log_evidence);
    c.parameters = (r.weights.array() > r.noise * r.noise).count();
    c.iterations = static_cast<Index>(r.history.size());
    std::ostringstream words;
    words << c.parameters << " of " << r.weights.size()
          << " frequencies stand above the noise; best "
          << "step " << r.best_step << " of " << r.history.size() << ", " << r.reason;
    c.remark = words.str();
    return c;
  }

  SpectrumCandidate mixture() {
    EvidenceFit fit = fit_mixture(evidence_, regression_, options_.evidence, monitor_);
    SpectrumCandidate c = from_fit(fit);
    const auto above = std::count_if(fit.components.begin(), fit.components.end(),
                                     [&](const SpectralComponent& component) {
                                       return component.weight > fit.noise * fit.noise;
                                     });
    c.parameters = 3 * static_cast<Index>(above);
    c.components = std::move(fit.components);
    std::ostringstream words;
    words << above << " of " << c.components.size() << " Gaussians stand above the noise; "
          << c.iterations << " trust-region steps, " << fit.reason;
    c.remark = words.str();
    return c;
  }

  const AxisSamples& samples_;
  Matrix signals_;
  double band_;
  LearnOptions options_;
  Monitor& monitor_;
  SpectralRegression regression_;
  WeightEvidence evidence_;
};

/// The flat band always, as the yardstick.
std::vector<std::string> wanted_methods(const AxisSamples& samples, const LearnOptions& options) {
  std::vector<std::string> wanted{methods.front()};
  for (std::size_t i = 1; i < methods.size(); ++i) {
    const std::string method = methods[i];
    if (options.method != "automatic" && options.method != method) continue;
    if (method == "periodogram" && !equidistant(samples)) {
      if (options.method == method)
        throw std::invalid_argument("a periodogram needs equidistant points from end to end");
      continue;
    }
    wanted.push_back(method);
  }
  return wanted;
}

const SpectrumCandidate& choose(const std::vector<SpectrumCandidate>& candidates,
                                const std::string& method) {
  if (method != "automatic")
    return *std::find_if(candidates.begin(), candidates.end(),
                         [&](const SpectrumCandidate& c) { return c.method == method; });
  return *std::max_element(candidates.begin(), candidates.end(),
                           [](const auto& a, const auto& b) { return a.score < b.score; });
}

std::string describe(const LearnedSpectrum& learned, const std::string& asked_for) {
  std::ostringstream words;
  words << learned.method
        << (asked_for == "automatic" ? ", the best score of:" : ", as asked for:");
  words.precision(7);
  for (const SpectrumCandidate& c : learned.candidates)
    words << " " << c.method << " " << c.score << " (log evidence " << c.log_evidence << ", "
          << c.parameters << " parameters, " << c.remark << ");";
  words << " score = log evidence - parameters / 2 log(samples)";
  return words.str();
}

}  // namespace

LearnedSpectrum learn_spectrum(const AxisSamples& samples, const LearnOptions& options,
                               Monitor& monitor) {
  check(samples, options);
  const double band = choose_band(samples, options);
  double mean_square = 0;
  Matrix signals = normalised(samples.values, mean_square);
  LearnedSpectrum learned;
  if (signals.cols() == 0) {
    learned.method = methods.front();
    learned.spectrum = {band, {}};
    learned.words = "flat band: all signals vanish";
    return learned;
  }
  Candidates candidates(samples, std::move(signals), band, options, monitor);
  for (const std::string& method : wanted_methods(samples, options))
    learned.candidates.push_back(candidates.fit(method));
  const SpectrumCandidate& chosen = choose(learned.candidates, options.method);
  learned.method = chosen.method;
  learned.spectrum = chosen.spectrum;
  learned.frequencies = candidates.regression().frequencies;
  learned.densities = mean_square * chosen.densities;
  learned.log_evidence = chosen.log_evidence;
  learned.noise = chosen.noise;
  learned.words = describe(learned, options.method);
  return learned;
}

}  // namespace tessera::gp_pde
