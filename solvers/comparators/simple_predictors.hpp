#pragma once

#include <memory>
#include <string>
#include <vector>

#include "solvers/comparators/scattered_predictor.hpp"

// One maker per predictor of scattered_predictor.hpp, which says what each computes. The training
// rows are valid and at least one.
namespace tessera {

std::unique_ptr<ScatteredPredictor> mean_predictor(const Observations& training);
std::unique_ptr<ScatteredPredictor> axis_mean_predictor(const Observations& training,
                                                        std::size_t axis, Geometry geometry);
/// `ridge`: one per axis, as choose_ridge gives it.
std::unique_ptr<ScatteredPredictor> additive_predictor(const Observations& training,
                                                       std::vector<double> ridge);
std::unique_ptr<ScatteredPredictor> lookup_predictor(const Observations& training,
                                                     const std::vector<Geometry>& geometries);
std::unique_ptr<ScatteredPredictor> neighbour_predictor(const Observations& training,
                                                        const std::vector<Geometry>& geometries);
std::unique_ptr<ScatteredPredictor> inverse_distance_predictor(const Observations& training,
                                                               std::size_t axis, Geometry geometry,
                                                               int power);
std::unique_ptr<ScatteredPredictor> kriging_predictor(const Observations& training,
                                                      std::size_t axis, Geometry geometry);
std::unique_ptr<ScatteredPredictor> climatology_predictor(const Observations& training,
                                                          Index day_axis);

/// Largest number of places in a slice that kriging_predictor takes.
inline constexpr Index kriging_place_limit = 2000;

}  // namespace tessera
