#pragma once

#include <string>
#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"
#include "apps/tucker/splits.hpp"
#include "solvers/tucker/fit_model.hpp"
#include "solvers/tucker/predictive_law.hpp"

// From deck and measurements to what the solver takes.
namespace tessera::tucker {

/// The axis with the names under which its coordinates stand in results and in tables of points for
/// `tessera predict`: the axis's own name, of places the names of their columns (without folders).
ObservedAxis named_axis(const DataSet& data, std::size_t axis);

/// Name of the measured quantity as a variable of the result: letters, digits and _, other than
/// those of the axes.
std::string quantity_name(const DataSet& data);

/// These rows (positions in the data), in their order.
TrainingData training_data(const Options& options, const DataSet& data,
                           const std::vector<Index>& rows);

/// The components that the deck asks for. Ranks left to us are capped by the distinct coordinates
/// of the section's axes among the rows, 0: to be chosen. Throws DataError for a rank of the deck
/// beyond them.
std::vector<Section> sections_of(const Options& options, const DataSet& data,
                                 const std::vector<Index>& rows);

/// Law of an observation around the model's mean, of the deck's noise.
PredictiveLaw predictive_law(const Options& options);

/// The fit of a model to these rows; the context gives threads and ranks.
ModelFitOptions fit_options(const Options& options, const DataSet& data,
                            const std::vector<Index>& rows, const RunContext& context);

/// The inner split of `rows` as positions among them. Empty where link and ranks are given and the
/// rows are too few to hold some of them out.
InnerSplit inner_split(const Options& options, const DataSet& data, const Split& outer,
                       const RandomStreams& random);

}  // namespace tessera::tucker
