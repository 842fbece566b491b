#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/deck/location.hpp"
#include "data/deck/schema.hpp"

namespace tessera::sphere {

/// A term of the prior: (spectrum on the sphere) x (covariance in time). Texts are a number or
/// `learned`.
struct PriorTermOptions {
  std::string spectrum = "matern";
  LocatedText smoothness{"1.5", {}, {}};
  LocatedText length_scale{"learned", {}, {}};
  LocatedText standard_deviation{"learned", {}, {}};
  std::vector<double> variances;         ///< of `table`
  std::vector<double> centres;           ///< of `spectral mixture`: one for each bump ...
  std::vector<double> widths;            ///< ... or one for all
  std::vector<double> shares;            ///< the same; empty: equal
  LocatedText bumps{"learned", {}, {}};  ///< `learned` or `fixed`
  std::vector<double> degrees;           ///< first and last
  std::string time = "constant";
  LocatedText time_scale{"learned", {}, {}};
};

/// What the sections Observations, Prior, Model and Validation of a deck say.
struct GaussianProcessOptions {
  LocatedText file;  ///< of Observations; empty: the deck is about equations in time
  LocatedText column;
  LocatedText units;
  LocatedText noise{"learned", {}, {}};
  LocatedText missing_value;
  std::string copies = "keep";

  Index mean_degree = 0;
  std::vector<std::pair<std::string, PriorTermOptions>> terms;
  std::string state = "automatic";
  Index starts = 2;
  Index maximum_iterations = 60;
  double relative_decrease = 1e-6;

  LocatedText split;
  double fraction = 0.2;
  Index folds = 1;
};

/// Declares the sections on the root of the schema.
void describe(Section& root, GaussianProcessOptions& options);

/// Whether a text of the deck is `learned` (or `automatic`); else it is a number.
bool is_learned(const LocatedText& text);

}  // namespace tessera::sphere
