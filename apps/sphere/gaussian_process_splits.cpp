#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>
#include <fnmatch.h>

#include "apps/sphere/gaussian_process_data.hpp"
#include "data/deck/words.hpp"
#include "data/fields/errors.hpp"

namespace tessera::sphere {
namespace {

/// Rows whose group is drawn, `folds` times, of one random order.
std::vector<StationSplit> drawn_splits(const std::string& name, const std::vector<Index>& group,
                                       double fraction, Index folds, std::mt19937_64 generator) {
  const Index count = 1 + *std::max_element(group.begin(), group.end());
  std::vector<Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), Index{0});
  // Fisher-Yates: the same numbers with every standard library.
  for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[generator() % k]);
  const auto end_of = [&](Index fold) {
    return std::min(count, static_cast<Index>(std::lround(static_cast<double>(fold) * fraction *
                                                          static_cast<double>(count))));
  };
  std::vector<StationSplit> splits;
  for (Index fold = 0; fold < folds; ++fold) {
    std::vector<char> held_out(order.size(), 0);
    for (Index k = end_of(fold); k < end_of(fold + 1); ++k)
      held_out[static_cast<std::size_t>(order[static_cast<std::size_t>(k)])] = 1;
    StationSplit split{folds == 1 ? name : fmt::format("{} {}", name, fold), {}, {}};
    for (std::size_t row = 0; row < group.size(); ++row)
      (held_out[static_cast<std::size_t>(group[row])] != 0 ? split.test : split.train)
          .push_back(static_cast<Index>(row));
    splits.push_back(std::move(split));
  }
  return splits;
}

std::vector<StationSplit> splits_of_file(const LocatedText& pattern, const StationData& data) {
  std::map<std::int64_t, Index> position;
  for (std::size_t k = 0; k < data.observations.row_ids.size(); ++k)
    position[data.observations.row_ids[k]] = static_cast<Index>(k);
  const auto positions = [&](const std::vector<std::int64_t>& ids) {
    std::vector<Index> rows;
    for (const std::int64_t id : ids)
      if (const auto at = position.find(id); at != position.end()) rows.push_back(at->second);
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  std::vector<StationSplit> splits;
  std::vector<std::string> known{"held-out sites", "random"};
  for (const FileSplit& split : data.splits) {
    known.push_back(split.name);
    if (::fnmatch(pattern.value.c_str(), split.name.c_str(), 0) == 0)
      splits.push_back({split.name, positions(split.train), positions(split.test)});
  }
  if (splits.empty())
    throw DeckError(
        deck_message(pattern.where, pattern.path,
                     fmt::format("there is no split \"{}\" in {}. {}", printable(pattern.value),
                                 data.observations.source, suggestion(pattern.value, known))));
  return splits;
}

}  // namespace

std::vector<StationSplit> station_splits(const Options& options, const StationData& data,
                                         const RandomStreams& random) {
  const GaussianProcessOptions& o = options.gaussian_process;
  const std::string kind = o.split.value;
  if (kind.empty() || kind == "none") return {};
  std::vector<StationSplit> splits;
  if (kind == "held-out sites" || kind == "random") {
    std::vector<Index> group = data.places();
    if (kind == "random") std::iota(group.begin(), group.end(), Index{0});
    splits = drawn_splits(kind, group, o.fraction, o.folds, random.stream("split"));
  } else {
    splits = splits_of_file(o.split, data);
  }
  for (const StationSplit& split : splits)
    if (split.train.empty() || split.test.empty())
      throw DataError("The split " + split.name +
                      " leaves no rows to learn from, or none to predict.");
  return splits;
}

}  // namespace tessera::sphere
