#pragma once

#include "apps/pde/options.hpp"
#include "data/deck/faults.hpp"
#include "models/formula/formula.hpp"

namespace tessera::pde {

/// The names of a deck and what they mean. Adds a fault for every name that is reserved, means two
/// things or is none, for a wrong number of axes, unknowns or equations, for ranges beyond double
/// precision and for entries of maps by axis without such an axis.
FormulaNames collect_names(const Options& options, const std::string& deck_file, Faults& faults);

}  // namespace tessera::pde
