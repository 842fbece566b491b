#include "apps/tucker/drawn_splits.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/random/uniform_int_distribution.hpp>

namespace tessera::tucker {
namespace {

/// Number of groups before fold `fold`, of which each has the share `fraction`.
Index boundary(Index count, double fraction, Index fold) {
  const double exact = static_cast<double>(fold) * fraction * static_cast<double>(count);
  return std::min(count, static_cast<Index>(std::lround(exact)));
}

/// A random order of 0..count-1. Boost's distribution gives the same numbers with every standard
/// library; std::shuffle does not.
std::vector<Index> random_order(Index count, std::mt19937_64& generator) {
  std::vector<Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t i = order.size(); i > 1; --i) {
    boost::random::uniform_int_distribution<std::size_t> below(0, i - 1);
    std::swap(order[i - 1], order[below(generator)]);
  }
  return order;
}

/// Rows by what is to be done with their group.
Split split_by(const RowGroups& groups, const std::vector<bool>& in_train,
               const std::vector<bool>& in_test) {
  Split split;
  for (std::size_t i = 0; i < groups.rows.size(); ++i) {
    const auto g = static_cast<std::size_t>(groups.group[i]);
    if (in_test[g]) split.test.push_back(groups.rows[i]);
    if (in_train[g]) split.train.push_back(groups.rows[i]);
  }
  return split;
}

}  // namespace

RowGroups grouped_by(const std::vector<Index>& label, const std::vector<Index>& rows) {
  RowGroups groups{rows, {}, 0};
  if (rows.empty()) return groups;
  const Index largest = *std::max_element(label.begin(), label.end());
  std::vector<Index> number(static_cast<std::size_t>(largest + 1), -1);
  for (const Index row : rows)
    number[static_cast<std::size_t>(label[static_cast<std::size_t>(row)])] = 0;
  for (Index& entry : number)
    if (entry == 0) entry = groups.count++;
  for (const Index row : rows)
    groups.group.push_back(number[static_cast<std::size_t>(label[static_cast<std::size_t>(row)])]);
  return groups;
}

RowGroups grouped_alone(const std::vector<Index>& rows) {
  RowGroups groups{rows, std::vector<Index>(rows.size()), static_cast<Index>(rows.size())};
  std::iota(groups.group.begin(), groups.group.end(), Index{0});
  return groups;
}

Split draw_fold(const RowGroups& groups, double fraction, Index fold, std::mt19937_64& generator) {
  const std::vector<Index> order = random_order(groups.count, generator);
  std::vector<bool> test(order.size(), false);
  for (Index i = boundary(groups.count, fraction, fold);
       i < boundary(groups.count, fraction, fold + 1); ++i)
    test[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = true;
  std::vector<bool> train = test;
  train.flip();
  return split_by(groups, train, test);
}

Split last_fold(const RowGroups& groups, double fraction, Index fold) {
  const Index end = groups.count - boundary(groups.count, fraction, fold);
  const Index start = groups.count - boundary(groups.count, fraction, fold + 1);
  const auto count = static_cast<std::size_t>(groups.count);
  std::vector<bool> train(count, false);
  std::vector<bool> test(count, false);
  for (Index g = 0; g < end; ++g) (g < start ? train : test)[static_cast<std::size_t>(g)] = true;
  return split_by(groups, train, test);
}

}  // namespace tessera::tucker
