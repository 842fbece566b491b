#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "solvers/tucker/data_terms.hpp"
#include "solvers/tucker/lane_tables.hpp"
#include "solvers/tucker/sorted_entries.hpp"

namespace tessera::tucker {
namespace {

/// Fibers that a thread takes at a time: few enough to balance long and short ones.
constexpr int fibers_at_a_time = 8;

void require_valid(const Entries& entries, const std::vector<Index>& indices) {
  if (indices.size() < 2) throw std::invalid_argument("entry_terms: fewer than two modes");
  if (entries.index.rows() != entries.values.size() ||
      entries.index.cols() != static_cast<Index>(indices.size()))
    throw std::invalid_argument("entry_terms: indices and values do not fit together");
  if (entries.values.size() > std::numeric_limits<std::int32_t>::max())
    throw std::invalid_argument("entry_terms: more than 2^31 - 1 entries in one process");
  for (std::size_t k = 0; k < indices.size(); ++k) {
    const auto column = entries.index.col(static_cast<Index>(k));
    if (column.size() > 0 && (column.minCoeff() < 0 || column.maxCoeff() >= indices[k]))
      throw std::invalid_argument("entry_terms: an index out of range");
  }
}

class EntryTerms final : public DataTerms {
 public:
  EntryTerms(const Entries& entries, std::vector<Index> indices, EntryOptions options)
      : indices_(std::move(indices)), options_(std::move(options)), tables_(indices_.size()) {
    require_valid(entries, indices_);
    if (options_.total == 0) options_.total = entries.values.size();
    for (Index k = 0; k < modes(); ++k)
      sorted_.push_back(sort_by_mode(entries, k, indices_, options_.weights));
    update_square_sum();
  }

  Index modes() const override { return static_cast<Index>(indices_.size()); }
  Index indices(Index mode) const override { return indices_[mode]; }
  double weighted_square_sum() const override { return square_sum_; }

  void set_weights(const Eigen::VectorXd& weights) override {
    require_weights();
    if (weights.size() != options_.total)
      throw std::invalid_argument("entry_terms: one weight for each entry of all ranks");
    for (SortedEntries& sorted : sorted_) {
      sorted.weights.resize(sorted.entry.size());
      for (std::size_t n = 0; n < sorted.entry.size(); ++n)
        sorted.weights[n] = weights[options_.first + sorted.entry[n]];
    }
    update_square_sum();
  }

  void squared_residuals(Index mode, const std::vector<FactorTable>& tables,
                         Eigen::VectorXd& residuals) const override {
    require_weights();
    residuals.setZero(options_.total);
#pragma omp parallel for schedule(dynamic, fibers_at_a_time) num_threads(options_.threads)
    for (Index i = 0; i < indices_[mode]; ++i) fiber_residuals(mode, i, tables, residuals);
    sum_over_ranks(residuals.data(), residuals.size());
  }

  void fiber_sums(Index mode, const std::vector<FactorTable>& tables,
                  FiberSums& sums) const override {
    LaneTables& packed = tables_[mode];
    packed.pack(mode, tables);
    sums.terms = packed.terms();
    sums.rows.resize(packed.terms() + packed_size(packed.terms()), indices_[mode]);
#pragma omp parallel num_threads(options_.threads)
    for (Index c = 0; c < packed.passes(); ++c) {
#pragma omp for schedule(dynamic, fibers_at_a_time) nowait
      for (Index i = 0; i < indices_[mode]; ++i)
        packed.add(c, sorted_[mode].fiber(i), sums.rows.col(i).data());
    }
    sum_over_ranks(sums.rows.data(), sums.rows.size());
  }

 private:
  void require_weights() const {
    if (!options_.weights) throw std::logic_error("entry_terms: made for entries of equal weight");
  }

  void sum_over_ranks(double* values, Index count) const {
    if (options_.sum) options_.sum({values, static_cast<std::size_t>(count)});
  }

  void update_square_sum() {
    const SortedEntries& sorted = sorted_[0];
    square_sum_ = 0;
    for (std::size_t n = 0; n < sorted.values.size(); ++n)
      square_sum_ +=
          (sorted.weights.empty() ? 1.0 : sorted.weights[n]) * sorted.values[n] * sorted.values[n];
    sum_over_ranks(&square_sum_, 1);
  }

  void fiber_residuals(Index mode, Index i, const std::vector<FactorTable>& tables,
                       Eigen::VectorXd& residuals) const {
    const SortedEntries& sorted = sorted_[mode];
    const Index size = tables[mode].rows.rows();
    std::vector<const double*> rows(modes());
    rows[0] = tables[mode].rows.data() + size * i;
    for (std::int64_t n = sorted.start[i]; n < sorted.start[i + 1]; ++n) {
      const std::int32_t* other = sorted.others.data() + n * (modes() - 1);
      for (Index k = 0, j = 1; k < modes(); ++k)
        if (k != mode) rows[j++] = tables[k].rows.data() + size * *other++;
      const FunctionMoments f = function_moments(rows.data(), modes(), tables[mode].terms);
      const double y = sorted.values[n];
      residuals[options_.first + sorted.entry[n]] = y * (y - 2 * f.mean) + f.second;
    }
  }

  std::vector<Index> indices_;
  EntryOptions options_;
  double square_sum_ = 0;
  std::vector<SortedEntries> sorted_;
  mutable std::vector<LaneTables> tables_;  ///< work space of fiber_sums, per mode
};

}  // namespace

std::unique_ptr<DataTerms> entry_terms(const Entries& entries, std::vector<Index> indices,
                                       EntryOptions options) {
  return std::make_unique<EntryTerms>(entries, std::move(indices), std::move(options));
}

}  // namespace tessera::tucker
