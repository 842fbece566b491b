#pragma once

#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::gp_pde {

/// A component cos(2 pi s x + phase) exp(decay x) of signals on an axis.
struct Tone {
  double frequency = 0;    ///< s, cycles per unit length
  double decay = 0;        ///< per unit length; negative: the component fades towards the upper end
  double amplitude = 0;    ///< sqrt(2) times its root mean square, in the strongest signal
  Index multiplicity = 1;  ///< poles within a tenth of a period per length: 2 for x sin(k x)
  double spread = 0;       ///< largest change of the frequency seen in part of the axis
};

struct ToneOptions {
  double singular_value_cut = 1e-9;  ///< relative to the largest one of the Hankel matrix
  Index largest_rows = 200;          ///< of the Hankel matrix
  double fewest_periods = 3;         ///< in the domain
  double largest_decay = 0.3;        ///< times the length: beyond it is trend
  double largest_spread = 0.02;      ///< times the length: beyond it is no tone
  double residual_drop = 10;         ///< the fit must become worse by this factor without the tone
};

struct ToneAnalysis {
  std::vector<Tone> tones;  ///< by rising frequency
  /// All other poles: less than three periods, damped, or without a counterpart in each part of the
  /// axis. Their amplitudes are not determined one by one (0 here), only their sum.
  std::vector<Tone> trend;
  double trend_share = 0;   ///< norm of that sum over the norm of the signals
  double fit_residual = 0;  ///< norm of what tones and trend together leave, over the norm
  /// The poles explain the samples (fit residual below 1e-5). Where not, as for narrow layers and
  /// noise, the tones stand but there may be others.
  bool complete = false;
};

/// Tones of equidistant samples (one signal a column; first and last sample at the ends of an axis
/// of this length), which share their frequencies: a matrix pencil on the signals' stacked Hankel
/// matrices (Hua & Sarkar 1990; in the form of ESPRIT, Roy & Kailath 1989).
///
/// Any analytic function has poles; those of a layer or a chirp lie close to the unit circle too. A
/// pole counts as a tone only if the pencils of [0, 0.6], [0.2, 0.8] and [0.4, 1] of the axis find
/// the same frequency, and if the least-squares fit of all poles becomes clearly worse without it.
/// Where the singular values end in a plateau (noise), the cut is three times that plateau.
///
/// Give samples of the solution rather than of the source: a nonlinear source also holds the tones'
/// products, and their aliases. Throws std::invalid_argument for less than 16 samples, a length
/// that is not positive, or samples that are not finite.
ToneAnalysis find_tones(const Eigen::MatrixXd& samples, double length,
                        const ToneOptions& options = {});

}  // namespace tessera::gp_pde
