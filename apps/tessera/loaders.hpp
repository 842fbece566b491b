#pragma once

#include "data/fields/predictor.hpp"

namespace tessera {

/// How to build a predictor again from the record under `/model` of a result, by record type.
PredictorLoaders predictor_loaders();

}  // namespace tessera
