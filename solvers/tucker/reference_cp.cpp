#include "solvers/tucker/reference_cp.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include <boost/random/uniform_01.hpp>

namespace tessera::tucker {
namespace {

constexpr double first_precision = 1e-3;  ///< of an entry's message before the first sweep

void require_valid(const std::vector<std::unique_ptr<FactorSmoother>>& smoothers,
                   const DataTerms& data, const ReferenceCpOptions& options) {
  const auto modes = static_cast<std::size_t>(data.modes());
  if (smoothers.size() != modes || options.variance.size() != modes)
    throw std::invalid_argument("reference_cp: one smoother and one variance for each mode");
  for (std::size_t k = 0; k < modes; ++k)
    if (smoothers[k]->functions() != smoothers[0]->functions() ||
        smoothers[k]->coordinates() != data.indices(static_cast<Index>(k)))
      throw std::invalid_argument("reference_cp: smoothers of one rank on the data's indices");
}

ComponentTable cp_table(Index modes, Index rank) {
  std::vector<Index> all(modes);
  std::iota(all.begin(), all.end(), Index{0});
  return make_component_table(modes, {{"product", all, false, {rank}}});
}

/// Number of entries at each index of a mode: fiber sums with the constant 1 in all tables.
Eigen::VectorXd entry_counts(const DataTerms& data, Index mode) {
  std::vector<FactorTable> ones;
  for (Index k = 0; k < data.modes(); ++k)
    ones.push_back({1, Eigen::MatrixXd::Ones(2, data.indices(k))});
  FiberSums sums;
  data.fiber_sums(mode, ones, sums);
  return sums.rows.row(1);
}

class Sweeps {
 public:
  Sweeps(const std::vector<std::unique_ptr<FactorSmoother>>& smoothers, const DataTerms& data,
         const ComponentTable& table, const ReferenceCpOptions& options, std::mt19937_64& random)
      : smoothers_(smoothers),
        data_(data),
        options_(options),
        rank_(table.functions[0]),
        terms_(rest_terms(table, 0)),
        tables_(data.modes()) {
    // Every mode's rest terms are the R products of the other modes; seen from mode 0 all functions
    // of the others appear in order, and so do mode 0's seen from mode 1.
    const RestTerms of_first = rest_terms(table, 1);
    terms_.factor.col(0) = of_first.factor.col(0);
    for (Index k = 0; k < data.modes(); ++k) start(k, random);
    residual_ = entries_;
    noise_precision_ = {1, 1};
  }

  void sweep() {
    for (Index k = 0; k < data_.modes(); ++k) update(k);
    // sums_ and factors_ of the last mode are both of this sweep: E[(y - f)^2] over all entries.
    const Index last = data_.modes() - 1;
    const Eigen::MatrixXd& moments = tables_[last].rows;
    double residual = data_.weighted_square_sum();
    for (Index i = 0; i < moments.cols(); ++i) {
      residual -= 2 * moments.col(i).head(rank_).dot(sums_.first(i));
      for (Index a = 0; a < rank_; ++a)
        for (Index b = 0; b < rank_; ++b)
          residual += moments(rank_ + packed(a, b), i) * sums_.second(i, a, b);
    }
    residual_ = options_.noise_damping * residual_ + (1 - options_.noise_damping) * 0.5 * residual;
    noise_precision_ = {options_.noise_prior.shape + 0.5 * entries_,
                        options_.noise_prior.rate + residual_};
  }

  const GammaDistribution& noise_precision() const { return noise_precision_; }

  /// The pseudo-observations of a mode for functions of unit variance.
  NaturalSites unit_sites(Index mode) const {
    const double scale = std::sqrt(options_.variance[mode]);
    NaturalSites sites = messages_[mode];
    for (Index i = 0; i < sites.linear.cols(); ++i)
      if (counts_[mode][i] > 0)
        for (Index f = 0; f < rank_; ++f)
          sites.precision(f * (rank_ + 1), i) += 1 / options_.site_variance;
    sites.precision *= scale * scale;
    sites.linear *= scale;
    return sites;
  }

 private:
  void start(Index mode, std::mt19937_64& random) {
    boost::random::uniform_01<double> uniform;
    const Index indices = data_.indices(mode);
    counts_.push_back(entry_counts(data_, mode));
    entries_ = counts_[mode].sum();
    NaturalSites message = NaturalSites::zero(rank_, indices);
    FactorMarginals q{Eigen::MatrixXd(rank_, indices),
                      Eigen::MatrixXd::Zero(rank_ * rank_, indices), 0};
    for (Index i = 0; i < indices; ++i)
      for (Index f = 0; f < rank_; ++f) {
        message.precision(f * (rank_ + 1), i) = first_precision * counts_[mode][i];
        message.linear(f, i) = first_precision * counts_[mode][i] * uniform(random);
        q.mean(f, i) = uniform(random);
        q.covariance(f * (rank_ + 1), i) = 1;
      }
    messages_.push_back(std::move(message));
    tables_[mode] = factor_table(terms_, mode, q);
  }

  void update(Index mode) {
    data_.fiber_sums(mode, tables_, sums_);
    NaturalSites& message = messages_[mode];
    const double kept = options_.damping;
    const double taken = (1 - kept) * noise_precision_.mean();
    for (Index i = 0; i < message.linear.cols(); ++i) {
      message.linear.col(i) = kept * message.linear.col(i) + taken * sums_.first(i);
      for (Index a = 0; a < rank_; ++a)
        for (Index b = 0; b < rank_; ++b) {
          double& precision = message.precision(a * rank_ + b, i);
          precision = kept * precision + taken * sums_.second(i, a, b);
        }
    }
    FactorMarginals q = smoothers_[mode]->smooth(unit_sites(mode), nullptr);
    q.mean *= std::sqrt(options_.variance[mode]);
    q.covariance *= options_.variance[mode];
    tables_[mode] = factor_table(terms_, mode, q);
  }

  const std::vector<std::unique_ptr<FactorSmoother>>& smoothers_;
  const DataTerms& data_;
  const ReferenceCpOptions& options_;
  Index rank_;
  RestTerms terms_;
  std::vector<FactorTable> tables_;
  std::vector<Eigen::VectorXd> counts_;
  std::vector<NaturalSites> messages_;  ///< of all entries of each fiber, damped
  double entries_ = 0;
  double residual_ = 0;  ///< half of the expected squared residuals, damped
  GammaDistribution noise_precision_;
  FiberSums sums_;
};

}  // namespace

ReferenceCp reference_cp(std::vector<std::unique_ptr<FactorSmoother>> smoothers,
                         const DataTerms& data, const ReferenceCpOptions& options,
                         std::mt19937_64& random) {
  require_valid(smoothers, data, options);
  ReferenceCp result;
  const ComponentTable table = cp_table(data.modes(), smoothers[0]->functions());
  Sweeps sweeps(smoothers, data, table, options, random);
  for (Index s = 0; s < options.sweeps; ++s) sweeps.sweep();
  result.noise_precision = sweeps.noise_precision();
  double scale = 1;
  for (Index k = 0; k < data.modes(); ++k) {
    result.components.sites.push_back(sweeps.unit_sites(k));
    scale *= std::sqrt(options.variance[k]);
  }
  const Index rank = table.components();
  result.components.table = table;
  result.components.smoothers = std::move(smoothers);
  result.components.weight_mean = Eigen::VectorXd::Constant(rank, scale);
  result.components.weight_covariance = Eigen::MatrixXd::Zero(rank, rank);
  return result;
}

}  // namespace tessera::tucker
