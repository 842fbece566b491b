#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/state_space/state_space.hpp"

namespace tessera {

/// The sum of independent processes: stacked states, block-diagonal matrices, named
/// `<first> + <second> + ...`. Its parameters are those of the summands one after another, named
/// `<summand>/<parameter>`; the k-th summand of an equal name is `<summand> #k`. Throws
/// std::invalid_argument for no summands.
std::unique_ptr<StateSpace> sum_state_space(std::vector<std::unique_ptr<StateSpace>> summands);

/// The names by which a sum of processes of these names prefixes its parameters, without the slash.
std::vector<std::string> summand_labels(const std::vector<std::string>& names);

}  // namespace tessera
