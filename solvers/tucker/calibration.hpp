#pragma once

#include <optional>
#include <random>
#include <vector>

#include "solvers/tucker/fit_model.hpp"

// How far off predicted standard deviations are, measured on held-out training rows: the factor
// that brings 90 % of the errors into the 90 % intervals.
namespace tessera::tucker {

/// Errors of held-out rows divided by their predicted standard deviations, and the coordinate of
/// the held-out axis (place, day) at which each lies.
struct ScaledErrors {
  std::vector<double> magnitude;
  std::vector<Index> place;  ///< numbers; equal ones are one place
};

/// The 0.9 quantile of the magnitudes over that of a standard normal's.
double row_calibration(std::vector<double> magnitude);

/// The same where whole places are held out and rows of one place err together: every place weighs
/// the same, and the logarithm of the factor is shrunk towards 0 as the posterior mean under a
/// normal prior. Its variance as an estimate from n places is Woodruff's (1952): half the distance
/// between the quantiles at 0.9 +- sqrt(0.9 * 0.1 / n), squared, and at least that of n
/// independent normal errors. 1 without places.
double place_calibration(const ScaledErrors& errors);

/// The weight of the estimate in that shrinkage, for the variance of its logarithm.
double shrinkage_weight(double variance);

/// What a split of training rows holds out, if not single rows or combinations.
struct HeldOut {
  std::vector<Index> number;  ///< of every row's coordinate on the axis, in their order
  Index places = 0;           ///< distinct held-out coordinates that the other rows do not have
  /// Whether all of them lie beyond those of the other rows: a forecast, one sample.
  bool beyond = false;
};

/// The axis of which most of the held-out rows have coordinates that the other rows do not have.
std::optional<HeldOut> held_out(const TrainingData& data, const InnerSplit& inner);

/// More splits of the same kind, so that every place of the axis is held out once, by `inner` or by
/// one of these, in parts of about as many places as `inner` has. None for a forecast, nor where
/// `inner` has places enough to calibrate by itself.
std::vector<InnerSplit> further_folds(const HeldOut& held, const InnerSplit& inner,
                                      std::mt19937_64& random);

}  // namespace tessera::tucker
