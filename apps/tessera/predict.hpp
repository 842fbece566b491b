#pragma once

#include <string>
#include <vector>

#include "data/fields/predictor.hpp"

namespace tessera {

/// `tessera predict RESULT POINTS [--derivative x=1]... [--output FILE]`.
struct PredictionRequest {
  std::string result;                    ///< result folder or result.h5
  std::string points;                    ///< CSV file with a column per axis; dates as dates
  std::vector<std::string> derivatives;  ///< `axis=order`
  std::string output;                    ///< CSV file; empty: standard output
};

/// Evaluates the model of a result at the rows of a CSV file. An axis in days since 1970-01-01
/// takes a column of dates or of such numbers. Writes the axes' columns as they were given, `mean`
/// and, where the model has them, `standard_deviation` (of the function) and
/// `predictive_standard_deviation` (of a new observation). DataError for a result without a model
/// that can be loaded, a missing column, a point outside the domain; DeckError for a bad
/// derivative.
void predict_at_points(const PredictionRequest& request, const PredictorLoaders& loaders);

}  // namespace tessera
