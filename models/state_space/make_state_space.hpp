#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/state_space/state_space.hpp"

namespace tessera {

/// Names that make_state_space knows, beside sums of them.
std::vector<std::string> state_space_names();

/// A process by the name of its kernel, with values for some of its parameters by their names:
///   matern 1/2, matern 3/2, matern 5/2   variance, length_scale
///   periodic                             variance, length_scale (dimensionless), period
/// or a sum, the names joined by " + ", whose parameters are named `<summand>/<parameter>`, such as
/// `matern 3/2/length_scale` (sum_state_space.hpp). What is not given is 1; the variances of a sum,
/// which are the shares of its summands, are then 1 / number of summands. Throws DeckError: an
/// unknown kernel or parameter (with all names and the nearest), a value out of bounds.
std::unique_ptr<StateSpace> make_state_space(const std::string& kernel,
                                             const std::map<std::string, double>& values = {});

}  // namespace tessera
