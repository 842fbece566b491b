#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/monitor.hpp"
#include "data/fields/types.hpp"
#include "solvers/gp_pde/spectral_mixture_fit.hpp"
#include "solvers/gp_pde/spectrum.hpp"
#include "solvers/optimize/relevance_determination.hpp"

namespace tessera::gp_pde {

/// Signals on one axis that share a spectrum: fibres of a solution, or of source and side data.
struct AxisSamples {
  Eigen::VectorXd points;  ///< increasing; best symmetric (equidistant, Gauss-Legendre)
  Eigen::MatrixXd values;  ///< points x signals
  double length = 0;       ///< of the axis, raw units
};

struct LearnOptions {
  /// `flat band`, `periodogram`, `relevance determination`, `evidence` (Gaussian mixture), or
  /// `automatic`: all of them, and the one with the best score.
  std::string method = "automatic";
  /// Cycles per unit length; 0: from the periodogram (equidistant points only), see below.
  double band = 0;
  double noise = 1e-12;          ///< standard deviation relative to the signals, at least
  double density_floor = 1e-6;   ///< of the learned density, relative to its maximum
  double tone_threshold = 1e-3;  ///< of the periodogram's maximum: belongs to the band
  double band_margin = 5;        ///< periods per length added to the highest such frequency
  double largest_band = 0.42;    ///< times points per length
  RelevanceOptions relevance;    ///< its noise floor is `noise`
  EvidenceFitOptions evidence;   ///< its noise floor is `noise`
};

struct SpectrumCandidate {
  std::string method;
  Spectrum spectrum;
  Eigen::VectorXd densities;  ///< at the frequencies of LearnedSpectrum
  double log_evidence = 0;    ///< of the signals, each scaled to a mean square of one
  Index parameters = 0;       ///< free ones that stand above the noise
  double score = 0;           ///< log evidence - parameters / 2 log(number of samples)
  double noise = 0;           ///< relative to the signals
  Index iterations = 0;
  std::string remark;                         ///< in words, for the log
  std::vector<SpectralComponent> components;  ///< `evidence` only; weights for signals of one
};

struct LearnedSpectrum {
  std::string method;  ///< of the chosen candidate
  Spectrum spectrum;
  Eigen::VectorXd frequencies;  ///< m / (2 length), cycles per unit length
  Eigen::VectorXd densities;    ///< two-sided, at the frequencies; units of signal^2 * length
  double log_evidence = 0;
  double noise = 0;
  std::vector<SpectrumCandidate> candidates;  ///< all that were tried, the chosen one among them
  std::string words;                          ///< what was done and why this candidate
};

/// Learns the spectral density of one axis's prior. For a well-posed problem without noise data and
/// solution determine each other, so that the evidence of samples of the solution stands for that
/// of the data, up to a constant.
///
/// All candidates live on the frequencies m / (2 length) up to the band (the prior made periodic
/// with twice the length) and are compared by log evidence, each with noise of its own at or above
/// `noise`; a free weight or parameter costs half the logarithm of the number of samples (Schwarz
/// 1978), which stands for the prior's volume that maximisation ignores. The flat band is always
/// among them. The band must exceed the highest tone by some periods per length: a tone between two
/// frequencies is a sum of many, and at the band's very edge a sum of huge ones that cancel.
///
/// Throws std::invalid_argument for samples that do not fit together, are not finite or fewer than
/// 16, for an unknown method, and where band or method need equidistant points; Interrupted where
/// the monitor asks to stop. Signals that vanish give the flat band.
LearnedSpectrum learn_spectrum(const AxisSamples& samples, const LearnOptions& options,
                               Monitor& monitor);

}  // namespace tessera::gp_pde
