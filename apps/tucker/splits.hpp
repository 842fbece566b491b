#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "apps/common/run_context.hpp"
#include "apps/tucker/data_set.hpp"
#include "apps/tucker/options.hpp"

namespace tessera::tucker {

/// Rows of DataSet::observations (positions, not the file's numbers) to learn from and to hold out,
/// in increasing order; no row is in both. Rows in neither take no part.
struct Split {
  std::string name;
  std::vector<Index> train;
  std::vector<Index> test;
};

/// The splits that `Validation` of a checked deck asks for, in its order; reports pool those of one
/// deck. Without a split: one, named `none`, of all rows and no test row. Kinds of split:
///   random               each held-out row is drawn
///   distinct coordinates combinations of coordinates are drawn, with all their rows
///   leading block        the last coordinates of the time axis; fold i > 0 ends where fold i - 1
///                        starts, and trains on what lies before it only
///   held-out sites       coordinates (places) of one axis are drawn, with all their rows
///   rows                 row numbers from a CSV file
///   any other name       groups of the data file, by name or pattern (`disjoint*`)
/// Of the drawn kinds, fold i of n holds out the i-th share `Fraction` of one random order; folds
/// are disjoint. They depend on the data and the seed only. Throws DeckError for a name that there
/// is not, DataError for row numbers that the data do not have, or a split without training or test
/// rows.
std::vector<Split> make_splits(const Options& options, const DataSet& data,
                               const RandomStreams& random,
                               const std::filesystem::path& deck_folder);

/// Splits the training rows of `outer` for the choice of link and ranks: `Inner Fraction` of them
/// is held out, in the way in which the test rows of `outer` are, as their coordinates show: beyond
/// all training rows along an axis, at places that training does not have, at other
/// combinations of coordinates, or at random. Values are not looked at. Without test rows:
/// distinct coordinates. Of more training rows than `Inner Rows` so many are drawn first, those of
/// one combination of coordinates together; the other rows are in neither part.
Split make_inner_split(const Options& options, const DataSet& data, const Split& outer,
                       const RandomStreams& random);

/// A kind of split that is made here, as the deck calls it.
bool is_split_kind(const std::string& name);
const std::vector<std::string>& split_kinds();

}  // namespace tessera::tucker
