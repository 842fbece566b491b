#include "solvers/sphere_gp/posterior.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "solvers/sphere_gp/evidence.hpp"

namespace tessera::sphere_gp {
namespace {

/// Directions of K whose variance is below this share of the largest are left out: K has no inverse
/// where a field of few degrees is observed at many places.
constexpr double rank_cut = 1e-13;

/// a K^-1 for K symmetric, positive semidefinite.
Eigen::MatrixXd times_inverse(const Eigen::MatrixXd& a, const Eigen::MatrixXd& k) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(k);
  const double cut = rank_cut * eigen.eigenvalues().maxCoeff();
  const Eigen::VectorXd inverse =
      (eigen.eigenvalues().array() > cut).select(eigen.eigenvalues().array().inverse(), 0.0);
  return a * eigen.eigenvectors() * inverse.asDiagonal() * eigen.eigenvectors().transpose();
}

/// The field at places as rows of the state, and what the state does not say.
class PlaceRows {
 public:
  PlaceRows(const SphereModel& model, const SphereData& data, StateForm form,
            const ChainSetup& setup, const Eigen::MatrixXd& places)
      : model_(model), data_(data), setup_(setup), places_(places) {
    rest_ = Eigen::VectorXd::Zero(places.rows());
    const bool harmonic = form == StateForm::harmonic;
    const int degree = harmonic ? last_degree(model) : model.mean_degree;
    const Eigen::MatrixXd y = harmonics_at(degree, places);
    mean_ = y.leftCols(model.mean_functions());
    std::size_t block = 0;
    for (const TermGroup& group : term_groups(model)) {
      if (group.law == TimeLaw::white) {
        white_terms_ = group.terms;
        continue;
      }
      if (!harmonic) {
        const Eigen::MatrixXd k = covariance(model, group.terms, places, data.places);
        weights_.push_back(times_inverse(k, setup.blocks[block].covariance));
        rest_ += Eigen::VectorXd::Constant(places.rows(), variance(group.terms)) -
                 weights_.back().cwiseProduct(k).rowwise().sum();
      }
      ++block;
    }
    if (harmonic) weights_.push_back(y);
  }

  double variance(const std::vector<std::size_t>& terms) const {
    double sum = 0;
    for (const std::size_t k : terms)
      sum += model_.terms[k].standard_deviation() * model_.terms[k].standard_deviation();
    return sum;
  }

  /// Of the q chosen places. g: q x states; `known`: q x data sets, a part of the field that the
  /// data of the step give; `rest`: variance beyond the state.
  void at_step(const ChainStep& step, std::span<const Index> chosen, Eigen::MatrixXd& g,
               Eigen::MatrixXd& known, Eigen::VectorXd& rest) const {
    const Index q = static_cast<Index>(chosen.size()), b = setup_.functions;
    Index states = 0;
    for (const ChainBlock& block : setup_.blocks) states += block.order() * b;
    g = Eigen::MatrixXd::Zero(q, states);
    known = Eigen::MatrixXd::Zero(q, 1 + model_.mean_functions());
    rest = rest_(chosen);
    Eigen::MatrixXd gain;  // of the white part on the observations at this time, q x m
    if (!white_terms_.empty()) {
      rest.array() += variance(white_terms_);
      if (step.rows.size() > 0) gain = white_gain(step, chosen, rest);
    }
    if (gain.size() > 0) known = gain * step.data;
    const Eigen::MatrixXd observed =
        gain.size() > 0 ? step.rows.transpose_times(gain.transpose(), b).transpose().eval()
                        : Eigen::MatrixXd::Zero(q, b);
    Index offset = 0;
    for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
      const ChainBlock& block = setup_.blocks[k];
      const Eigen::MatrixXd& weights = weights_.size() == 1 ? weights_.front() : weights_[k];
      for (Index i = 0; i < block.order(); ++i) {
        const double h = block.time ? block.time->observation()(i) : 1.0;
        if (h != 0) g.middleCols(offset + i * b, b) = h * (weights(chosen, Eigen::all) - observed);
      }
      offset += block.order() * b;
    }
  }

  /// The mean's functions at the places.
  const Eigen::MatrixXd& mean() const { return mean_; }

 private:
  /// E[white(s) | y - everything else] = k (K + noise)^-1 (y - ...).
  Eigen::MatrixXd white_gain(const ChainStep& step, std::span<const Index> chosen,
                             Eigen::VectorXd& rest) const {
    const auto at = static_cast<std::size_t>(
        std::lower_bound(data_.times.begin(), data_.times.end(), step.time) - data_.times.begin());
    std::vector<Index> observed;
    for (const Index row : data_.rows_at[at])
      observed.push_back(data_.place_of[static_cast<std::size_t>(row)]);
    if (white_covariance_.size() == 0)
      white_covariance_ = covariance(model_, white_terms_, places_, data_.places);
    const Eigen::MatrixXd k = white_covariance_(chosen, observed);
    Eigen::MatrixXd v = step.rows.sandwich(setup_.white);
    v.diagonal().array() += setup_.noise_variance;
    const Eigen::MatrixXd gain = Eigen::LLT<Eigen::MatrixXd>(v).solve(k.transpose()).transpose();
    rest -= gain.cwiseProduct(k).rowwise().sum();
    return gain;
  }

  const SphereModel& model_;
  const SphereData& data_;
  const ChainSetup& setup_;
  const Eigen::MatrixXd& places_;
  std::vector<std::size_t> white_terms_;
  std::vector<Eigen::MatrixXd> weights_;  ///< q x b of each block, or one for all
  Eigen::VectorXd rest_;
  Eigen::MatrixXd mean_;
  mutable Eigen::MatrixXd white_covariance_;
};

/// Places that are worked on at once.
constexpr std::size_t places_at_once = 1000;

TimeSlice slice_at(const PlaceRows& rows, std::span<const Index> chosen, const ChainStep& step,
                   const SmoothedStep& smoothed, const MeanFit& fit, double centre) {
  TimeSlice slice{Eigen::VectorXd(chosen.size()), Eigen::VectorXd(chosen.size())};
  for (std::size_t start = 0; start < chosen.size(); start += places_at_once) {
    const auto part = chosen.subspan(start, std::min(places_at_once, chosen.size() - start));
    Eigen::MatrixXd g, known;
    Eigen::VectorXd variance;
    rows.at_step(step, part, g, known, variance);
    const Eigen::MatrixXd gp = g * *smoothed.filtered_covariance;
    known += g * *smoothed.filtered_mean + gp * *smoothed.r;
    variance += gp.cwiseProduct(g).rowwise().sum();
    variance -= (gp * *smoothed.capital_r).cwiseProduct(gp).rowwise().sum();
    Eigen::VectorXd mean = known.col(0);
    mean.array() += centre;
    if (fit.coefficients.size() > 0) {
      const Eigen::MatrixXd x =
          rows.mean()(part, Eigen::all) - known.rightCols(fit.coefficients.size());
      mean += x * fit.coefficients;
      variance += (x * fit.spread).cwiseProduct(x).rowwise().sum();
    }
    const auto first = static_cast<Index>(start), count = static_cast<Index>(part.size());
    slice.mean.segment(first, count) = mean;
    slice.variance.segment(first, count) = variance.cwiseMax(0);
  }
  return slice;
}

/// As posterior(), but at the time k at the places chosen[k] alone, numbers of rows of `places`.
void posterior_at_chosen(const SphereModel& model, const SphereData& data, StateForm form,
                         const Eigen::MatrixXd& places, const std::vector<double>& times,
                         const std::function<std::span<const Index>(std::size_t)>& chosen,
                         const std::function<void(std::size_t, const TimeSlice&)>& visit,
                         Monitor& monitor) {
  if (times.empty() || places.rows() == 0) return;
  const double centre = centre_of(model, data);
  std::vector<Index> wanted;
  GaussianChain chain(chain_setup(model, data, form, centre, times, &wanted));
  std::vector<char> keep(static_cast<std::size_t>(chain.steps()), 0);
  for (const Index t : wanted) keep[static_cast<std::size_t>(t)] = 1;
  chain.filter([&](Index t) { return keep[static_cast<std::size_t>(t)] != 0; }, monitor);
  const MeanFit fit = fit_mean(chain, data.rows());
  const PlaceRows rows(model, data, form, chain.setup(), places);
  std::size_t k = wanted.size();
  chain.smooth(
      [&](const SmoothedStep& smoothed) {
        const ChainStep& step = chain.setup().steps[static_cast<std::size_t>(smoothed.step)];
        for (; k > 0 && wanted[k - 1] == smoothed.step; --k)
          visit(k - 1, slice_at(rows, chosen(k - 1), step, smoothed, fit, centre));
      },
      monitor);
}

}  // namespace

void posterior(const SphereModel& model, const SphereData& data, StateForm form,
               const Eigen::MatrixXd& places, const std::vector<double>& times,
               const std::function<void(std::size_t, const TimeSlice&)>& visit, Monitor& monitor) {
  std::vector<Index> all(static_cast<std::size_t>(places.rows()));
  std::iota(all.begin(), all.end(), Index{0});
  posterior_at_chosen(
      model, data, form, places, times, [&](std::size_t) { return std::span<const Index>(all); },
      visit, monitor);
}

TimeSlice posterior_at_points(const SphereModel& model, const SphereData& data, StateForm form,
                              const Eigen::MatrixXd& places, const Eigen::VectorXd& times,
                              Monitor& monitor) {
  std::map<double, std::vector<Index>> points_at;
  for (Index i = 0; i < times.size(); ++i) points_at[times(i)].push_back(i);
  std::vector<double> distinct;
  std::vector<std::vector<Index>> points;
  for (auto& [time, rows] : points_at) {
    distinct.push_back(time);
    points.push_back(std::move(rows));
  }
  TimeSlice result{Eigen::VectorXd(times.size()), Eigen::VectorXd(times.size())};
  posterior_at_chosen(
      model, data, form, places, distinct,
      [&](std::size_t k) { return std::span<const Index>(points[k]); },
      [&](std::size_t k, const TimeSlice& slice) {
        result.mean(points[k]) = slice.mean;
        result.variance(points[k]) = slice.variance;
      },
      monitor);
  return result;
}

}  // namespace tessera::sphere_gp
