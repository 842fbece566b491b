#include <algorithm>
#include <limits>
#include <optional>

#include "apps/tucker/drawn_splits.hpp"
#include "data/fields/errors.hpp"

namespace tessera::tucker {
namespace {

std::vector<bool> seen_in(const std::vector<Index>& number, const std::vector<Index>& rows) {
  std::vector<bool> seen(number.size(), false);
  for (const Index row : rows)
    seen[static_cast<std::size_t>(number[static_cast<std::size_t>(row)])] = true;
  return seen;
}

/// Whether no test row has a number that a training row has.
bool is_disjoint(const std::vector<Index>& number, const Split& split) {
  const std::vector<bool> seen = seen_in(number, split.train);
  return std::none_of(split.test.begin(), split.test.end(), [&](Index row) {
    return seen[static_cast<std::size_t>(number[static_cast<std::size_t>(row)])];
  });
}

/// Whether all test rows have greater numbers than all training rows.
bool is_beyond(const std::vector<Index>& number, const Split& split) {
  Index last = -1;
  for (const Index row : split.train) last = std::max(last, number[static_cast<std::size_t>(row)]);
  return std::all_of(split.test.begin(), split.test.end(),
                     [&](Index row) { return number[static_cast<std::size_t>(row)] > last; });
}

std::optional<std::size_t> forecast_axis(const DataSet& data, const Split& split) {
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    if (!data.axes[k].has_two_columns && is_beyond(distinct_numbers(data, k), split)) return k;
  return std::nullopt;
}

/// The axis of fewest coordinates of which training has none of the test rows'.
std::optional<std::size_t> site_axis(const DataSet& data, const Split& split) {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    if (is_disjoint(distinct_numbers(data, k), split) &&
        (!best || data.axes[k].distinct < data.axes[*best].distinct))
      best = k;
  return best;
}

/// `outer` with a random part of its training rows, at most about `largest`, where it has more;
/// rows of one combination of coordinates stay together.
Split thinned(const Split& outer, Index largest, const std::vector<Index>& combination,
              std::mt19937_64& generator) {
  const auto count = static_cast<Index>(outer.train.size());
  if (count <= largest) return outer;
  const double share = static_cast<double>(largest) / static_cast<double>(count);
  return {outer.name, draw_fold(grouped_by(combination, outer.train), share, 0, generator).test,
          outer.test};
}

}  // namespace

Split make_inner_split(const Options& options, const DataSet& data, const Split& all,
                       const RandomStreams& random) {
  const double fraction = options.validation.inner_fraction;
  std::mt19937_64 generator = random.stream("inner split of " + all.name);
  const std::vector<Index> combination = combination_numbers(data);
  const Split outer = thinned(all, options.validation.inner_rows, combination, generator);
  const auto draw = [&](const RowGroups& groups) {
    return draw_fold(groups, fraction, 0, generator);
  };
  Split split;
  const bool has_test = !outer.test.empty();
  if (const auto axis = has_test ? forecast_axis(data, all) : std::nullopt)
    split = last_fold(grouped_by(distinct_numbers(data, *axis), outer.train), fraction, 0);
  else if (const auto site = has_test ? site_axis(data, all) : std::nullopt)
    split = draw(grouped_by(distinct_numbers(data, *site), outer.train));
  else if (!has_test || is_disjoint(combination, all))
    split = draw(grouped_by(combination, outer.train));
  else
    split = draw(grouped_alone(outer.train));
  if (split.train.empty() || split.test.empty())
    throw DataError(data.observations.source + ": the " + std::to_string(outer.train.size()) +
                    " training rows of the split " + outer.name +
                    " are too few to hold a part of them out for the choice of link and ranks; set "
                    "\"Link\" and \"Rank\" yourself");
  split.name = outer.name + " (inner)";
  return split;
}

}  // namespace tessera::tucker
