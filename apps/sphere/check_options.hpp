#pragma once

#include <string>

#include "apps/sphere/options.hpp"
#include "data/deck/faults.hpp"

namespace tessera::sphere {

/// What the schema cannot see of a deck with Equations, expressions aside: axes, names, sections
/// that contradict each other.
void check_axes(const Options& options, const std::string& deck_file, Faults& faults);
void check_names(const Options& options, const std::string& deck_file, Faults& faults);
void check_output(const Options& options, const std::string& deck_file, Faults& faults);
void check_sections(const Options& options, const std::string& deck_file, Faults& faults);

/// Of all decks: the axes and numbers of points of `Output > Grid`.
void check_output_grid(const Options& options, Faults& faults);

}  // namespace tessera::sphere
