#pragma once

#include <random>

#include "data/fields/monitor.hpp"
#include "solvers/tucker/cells.hpp"
#include "solvers/tucker/factor_model.hpp"
#include "solvers/tucker/fit.hpp"
#include "solvers/tucker/fit_model.hpp"

namespace tessera::tucker {

/// Training rows on one link's scale, indexed by the distinct coordinates of the axes.
struct PreparedData {
  ModelDescription description;
  Cells cells;                 ///< standardised values
  bool complete_grid = false;  ///< one cell for every combination of coordinates, none repeated
};

/// Rows of `data` (positions, each once; the order does not matter). Throws DataError for a link
/// that the values do not allow.
PreparedData prepare(const TrainingData& data, const std::vector<Index>& rows, Link link);

/// Fits the components of these sections, then the local process to what they leave. Scattered
/// entries start from random functions; a complete grid (whose sums over entries are then mode
/// products) from its singular vectors (hosvd_start.hpp) and with free weights from the first sweep
/// on, so that the members of a model differ in their first length scales only.
struct FittedMember {
  Member member;
  MemberReport report;
};
FittedMember fit_member(const PreparedData& data, const std::vector<Section>& sections,
                        const std::string& name, const ModelFitOptions& options,
                        std::mt19937_64& random, Monitor& monitor);

}  // namespace tessera::tucker
