#include "solvers/tucker/lane_tables.hpp"

#include <algorithm>

namespace tessera::tucker {
namespace {

Index groups_of(Index numbers) {
  return (numbers + lanes - 1) / lanes;
}

}  // namespace

void LaneTables::plan(Index terms) {
  terms_ = terms;
  first_groups_ = groups_of(terms);
  const Index groups = first_groups_ + groups_of(packed_size(terms));
  const Index passes = (groups + largest_group - 1) / largest_group;
  passes_.assign(passes, {});
  for (Index c = 0; c < passes; ++c) {
    passes_[c].first = groups * c / passes;
    passes_[c].groups = static_cast<int>(groups * (c + 1) / passes - passes_[c].first);
  }
}

void LaneTables::pack(Index mode, const std::vector<FactorTable>& tables) {
  const Index modes = static_cast<Index>(tables.size());
  const Index terms = tables[mode == 0 ? 1 : 0].terms;
  if (terms != terms_ || tables_.empty()) plan(terms);
  tables_.resize(modes - 1);
  for (Index k = 0, j = 0; k < modes; ++k)
    if (k != mode) fill(tables[k], tables_[j++]);
  for (Pass& pass : passes_) {
    pass.tables.clear();
    for (Index k = 0, j = 0; k < modes; ++k)
      if (k != mode)
        pass.tables.push_back(tables_[j++].data() + pass.first * lanes * tables[k].rows.cols());
  }
}

void LaneTables::fill(const FactorTable& table, Eigen::ArrayXd& packed_table) {
  const Index indices = table.rows.cols();
  const Pass& last = passes_.back();
  const Index size = (last.first + last.groups) * lanes * indices;
  if (packed_table.size() != size) packed_table.setZero(size);
  const Index seconds = packed_size(terms_);
  for (const Pass& pass : passes_) {
    const Index width = pass.groups * lanes;
    double* to = packed_table.data() + pass.first * lanes * indices;
    const Index split = std::clamp<Index>((first_groups_ - pass.first) * lanes, 0, width);
    const Index firsts = std::clamp<Index>(terms_ - pass.first * lanes, 0, split);
    const Index begin = std::max<Index>(0, pass.first - first_groups_) * lanes;
    const Index count = std::clamp<Index>(seconds - begin, 0, width - split);
    for (Index i = 0; i < indices; ++i, to += width) {
      const double* from = table.rows.data() + i * table.rows.rows();
      std::copy_n(from + pass.first * lanes, firsts, to);
      std::copy_n(from + terms_ + begin, count, to + split);
    }
  }
}

void LaneTables::add(Index number, const Fiber& fiber, double* column) const {
  const Pass& pass = passes_[number];
  const Index width = pass.groups * lanes;
  const Index split = std::clamp<Index>((first_groups_ - pass.first) * lanes, 0, width);
  const Index firsts = std::clamp<Index>(terms_ - pass.first * lanes, 0, split);
  const Index begin = std::max<Index>(0, pass.first - first_groups_) * lanes;
  const Index count = std::clamp<Index>(packed_size(terms_) - begin, 0, width - split);
  alignas(64) double sum[largest_group * lanes];
  fiber_kernel()(fiber, pass.tables.data(), static_cast<int>(pass.tables.size()), pass.groups,
                 static_cast<int>(split), sum);
  std::copy_n(sum, firsts, column + pass.first * lanes);
  std::copy_n(sum + split, count, column + terms_ + begin);
}

}  // namespace tessera::tucker
