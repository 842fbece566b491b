#include "apps/tucker/comparison.hpp"

#include <algorithm>
#include <map>

namespace tessera::tucker {
namespace {

/// Test rows of all splits one after the other, stored units.
struct AllRows {
  std::vector<Index> rows;
  Eigen::VectorXd values, model, simple;
};

AllRows all_rows(const Validated& v, std::size_t simple, const std::vector<bool>* taken = nullptr) {
  AllRows all;
  std::vector<double> values, first, second;
  for (const ValidatedSplit& split : v.splits)
    for (std::size_t i = 0; i < split.rows.size(); ++i) {
      if (taken != nullptr && !(*taken)[static_cast<std::size_t>(split.rows[i])]) continue;
      const auto n = static_cast<Index>(i);
      all.rows.push_back(split.rows[i]);
      values.push_back(split.values[n] / v.stored_scale);
      first.push_back(split.methods.front().mean[n] / v.stored_scale);
      second.push_back(split.methods[simple].mean[n] / v.stored_scale);
    }
  const auto vector = [](const std::vector<double>& x) {
    return Eigen::VectorXd(
        Eigen::Map<const Eigen::VectorXd>(x.data(), static_cast<Index>(x.size())));
  };
  all.values = vector(values);
  all.model = vector(first);
  all.simple = vector(second);
  return all;
}

std::vector<Index> groups_of(const std::vector<Index>& label, const std::vector<Index>& rows) {
  std::vector<Index> groups;
  for (const Index row : rows) groups.push_back(label[static_cast<std::size_t>(row)]);
  return groups;
}

std::size_t best_simple(const Validated& v) {
  std::size_t best = 1;
  double least = over_splits(scores_of(v, 1)).rmse;
  for (std::size_t m = 2; m < v.methods(); ++m)
    if (const double rmse = over_splits(scores_of(v, m)).rmse; rmse < least) {
      least = rmse;
      best = m;
    }
  return best;
}

/// Whether no test row of a split has a place of its training rows.
bool holds_sites_out(const std::vector<Index>& place, const SplitResult& split) {
  std::vector<bool> trained(place.size(), false);
  for (const Index row : split.train)
    trained[static_cast<std::size_t>(place[static_cast<std::size_t>(row)])] = true;
  return std::none_of(split.test.begin(), split.test.end(), [&](Index row) {
    return trained[static_cast<std::size_t>(place[static_cast<std::size_t>(row)])];
  });
}

std::vector<SiteScore> site_scores(const DataSet& data, std::size_t axis, const AllRows& all,
                                   const std::vector<Index>& groups) {
  const Eigen::MatrixXd coordinates = coordinates_of(data, axis);
  std::map<Index, std::vector<double>> places;
  for (std::size_t i = 0; i < groups.size(); ++i)
    if (!places.contains(groups[i])) {
      const Eigen::VectorXd place = coordinates.row(all.rows[i]);
      places[groups[i]] = {place.begin(), place.end()};
    }
  const std::vector<GroupScore> model = group_scores(all.values, all.model, groups);
  const std::vector<GroupScore> simple = group_scores(all.values, all.simple, groups);
  std::vector<SiteScore> sites;
  for (std::size_t g = 0; g < model.size(); ++g)
    sites.push_back({model[g].group, places.at(model[g].group), model[g].count,
                     model[g].root_mean_square_error, simple[g].root_mean_square_error});
  return sites;
}

}  // namespace

int Verdict::sign() const {
  const auto all = [this](auto holds) {
    return std::all_of(differences.begin(), differences.end(),
                       [&](const GroupedDifference& d) { return holds(d.rmse); });
  };
  if (all([](const PairedDifference& d) { return d.upper < 0; })) return -1;
  return all([](const PairedDifference& d) { return d.lower > 0; }) ? 1 : 0;
}

std::optional<Verdict> judge(const DataSet& data, const Validated& validated, std::uint64_t seed) {
  if (validated.methods() < 2) return std::nullopt;
  Verdict verdict{best_simple(validated), {}};
  const AllRows all = all_rows(validated, verdict.best);
  const auto add = [&](const std::string& axis, const std::vector<Index>& label) {
    verdict.differences.push_back(
        {axis, paired_bootstrap(all.values, all.model, all.simple, groups_of(label, all.rows),
                                GroupStatistic::pooled, seed)});
  };
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    if (data.axes[k].has_two_columns || data.axes[k].is_time)
      add(data.observations.axes[k].name, distinct_numbers(data, k));
  if (verdict.differences.empty()) add("", combination_numbers(data));
  return verdict;
}

std::optional<SiteComparison> compare_sites(const DataSet& data,
                                            const std::vector<SplitResult>& results,
                                            const Validated& validated, std::size_t simple,
                                            std::uint64_t seed) {
  std::size_t axis = 0;
  while (axis < data.axes.size() && !data.axes[axis].has_two_columns) ++axis;
  if (axis == data.axes.size() || validated.splits.empty()) return std::nullopt;
  const std::vector<Index> place = distinct_numbers(data, axis);
  for (const SplitResult& result : results)
    if (!holds_sites_out(place, result)) return std::nullopt;
  const AllRows all = all_rows(validated, simple);
  const std::vector<Index> groups = groups_of(place, all.rows);
  SiteComparison c{axis, site_scores(data, axis, all, groups), 0, {}, {}, 0, 0};
  for (std::size_t s = 1; s < c.sites.size(); ++s)
    if (c.sites[s].model > c.sites[c.worst].model) c.worst = s;
  c.mean_rmse =
      paired_bootstrap(all.values, all.model, all.simple, groups, GroupStatistic::group_mean, seed);
  std::vector<bool> others(place.size());
  for (std::size_t row = 0; row < place.size(); ++row)
    others[row] = place[row] != c.sites[c.worst].site;
  const AllRows rest = all_rows(validated, simple, &others);
  if (rest.rows.empty()) return c;
  c.without_worst = paired_bootstrap(rest.values, rest.model, rest.simple,
                                     groups_of(place, rest.rows), GroupStatistic::group_mean, seed);
  c.model_without = over_splits(scores_of(validated, 0, &others)).rmse;
  c.simple_without = over_splits(scores_of(validated, simple, &others)).rmse;
  return c;
}

std::optional<std::vector<bool>> reported_rows(const Options& options, const DataSet& data) {
  const auto& from = options.validation.report_from;
  if (from.empty()) return std::nullopt;
  std::vector<bool> taken(static_cast<std::size_t>(data.observations.values.size()), true);
  for (std::size_t k = 0; k < data.axes.size(); ++k)
    for (const auto& [name, start] : from) {
      if (name != data.observations.axes[k].name) continue;
      const auto x = data.observations.coordinates.col(data.axes[k].first_column);
      for (Index row = 0; row < x.size(); ++row)
        if (x[row] < start.value) taken[static_cast<std::size_t>(row)] = false;
    }
  return taken;
}

}  // namespace tessera::tucker
