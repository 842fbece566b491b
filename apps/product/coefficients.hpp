#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/product/options.hpp"
#include "data/hdf5/array_file.hpp"
#include "models/equivariant/convention.hpp"
#include "solvers/tensor_product/options.hpp"

namespace tessera::product {

/// Coefficients of one factor.
struct Coefficients {
  Irreps irreps;          ///< multiplicities are all `channels`
  Convention convention;  ///< of the file
  Index samples = 1;
  Index channels = 1;
  std::vector<double> values;  ///< [sample][dimension(irreps)], default Convention
};

/// Reads a factor and converts it. `is_field`: without irreps it is a vector field. The components
/// of clebsch_gordan belong to no harmonics, so that their normalisation is left alone. Throws
/// DeckError and DataError with the place in the deck, what was found and what is allowed.
Coefficients read_coefficients(const Named<FactorOptions>::value_type& factor, Coupling coupling,
                               bool is_field, const std::filesystem::path& deck_folder);

/// The convention that conversions of this coupling go by.
Convention converted_part(Convention convention, Coupling coupling);

/// An array of finite numbers. Errors as above.
hdf5::NumericArray read_finite_array(const LocatedText& file, const LocatedText& dataset,
                                     const std::filesystem::path& deck_folder);

/// `[16][81]`
std::string shape_words(const std::vector<std::size_t>& extents);

}  // namespace tessera::product
