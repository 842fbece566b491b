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
  Eigen::MatrixXd points;      ///< of the cells, raw units
  bool complete_grid = false;  ///< one cell for every combination of coordinates, none repeated
};

/// Rows of `data` (positions; the order does not matter). Throws DataError for a link that the
/// values do not allow.
PreparedData prepare(const TrainingData& data, const std::vector<Index>& rows, Link link);

/// Fits the components of these sections from a random start, then the local process to what they
/// leave.
struct FittedMember {
  Member member;
  MemberReport report;
};
FittedMember fit_member(const PreparedData& data, const std::vector<Section>& sections,
                        const std::string& name, const ModelFitOptions& options,
                        std::mt19937_64& random, Monitor& monitor);

}  // namespace tessera::tucker
