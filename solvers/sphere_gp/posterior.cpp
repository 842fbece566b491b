#include "solvers/sphere_gp/posterior.hpp"

#include <algorithm>
#include <map>

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
      if (harmonic) {
        weights_.push_back(y);
      } else {
        const Eigen::MatrixXd k = covariance(model, group.terms, places, data.places);
        weights_.push_back(times_inverse(k, setup.blocks[block].covariance));
        rest_ += Eigen::VectorXd::Constant(places.rows(), variance(group.terms)) -
                 weights_.back().cwiseProduct(k).rowwise().sum();
      }
      ++block;
    }
  }

  double variance(const std::vector<std::size_t>& terms) const {
    double sum = 0;
    for (const std::size_t k : terms)
      sum += model_.terms[k].standard_deviation() * model_.terms[k].standard_deviation();
    return sum;
  }

  /// g: q x states; `known`: q x data sets, a part of the field that the data of the step give;
  /// `rest`: variance beyond the state.
  void at_step(const ChainStep& step, Eigen::MatrixXd& g, Eigen::MatrixXd& known,
               Eigen::VectorXd& rest) const {
    const Index q = places_.rows(), b = setup_.functions;
    Index states = 0;
    for (const ChainBlock& block : setup_.blocks) states += block.order() * b;
    g = Eigen::MatrixXd::Zero(q, states);
    known = Eigen::MatrixXd::Zero(q, 1 + model_.mean_functions());
    rest = rest_;
    Eigen::MatrixXd gain;  // of the white part on the observations at this time, q x m
    if (!white_terms_.empty()) {
      rest.array() += variance(white_terms_);
      if (step.rows.size() > 0) gain = white_gain(step, rest);
    }
    if (gain.size() > 0) known = gain * step.data;
    const Eigen::MatrixXd observed =
        gain.size() > 0 ? step.rows.transpose_times(gain.transpose(), b).transpose().eval()
                        : Eigen::MatrixXd::Zero(q, b);
    Index offset = 0;
    for (std::size_t k = 0; k < setup_.blocks.size(); ++k) {
      const ChainBlock& block = setup_.blocks[k];
      for (Index i = 0; i < block.order(); ++i) {
        const double h = block.time ? block.time->observation()(i) : 1.0;
        if (h != 0) g.middleCols(offset + i * b, b) = h * (weights_[k] - observed);
      }
      offset += block.order() * b;
    }
  }

  /// The mean's functions at the places.
  const Eigen::MatrixXd& mean() const { return mean_; }

 private:
  /// E[white(s) | y - everything else] = k (K + noise)^-1 (y - ...).
  Eigen::MatrixXd white_gain(const ChainStep& step, Eigen::VectorXd& rest) const {
    const auto at = static_cast<std::size_t>(
        std::lower_bound(data_.times.begin(), data_.times.end(), step.time) - data_.times.begin());
    std::vector<Index> observed;
    for (const Index row : data_.rows_at[at])
      observed.push_back(data_.place_of[static_cast<std::size_t>(row)]);
    if (white_covariance_.size() == 0)
      white_covariance_ = covariance(model_, white_terms_, places_, data_.places);
    const Eigen::MatrixXd k = white_covariance_(Eigen::all, observed);
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
  std::vector<Eigen::MatrixXd> weights_;
  Eigen::VectorXd rest_;
  Eigen::MatrixXd mean_;
  mutable Eigen::MatrixXd white_covariance_;
};

TimeSlice slice_at(const PlaceRows& rows, const ChainStep& step, const SmoothedStep& smoothed,
                   const MeanFit& fit, double centre) {
  Eigen::MatrixXd g, known;
  TimeSlice slice;
  rows.at_step(step, g, known, slice.variance);
  const Eigen::MatrixXd gp = g * *smoothed.filtered_covariance;
  known += g * *smoothed.filtered_mean + gp * *smoothed.r;
  slice.variance += gp.cwiseProduct(g).rowwise().sum();
  slice.variance -= (gp * *smoothed.capital_r).cwiseProduct(gp).rowwise().sum();
  slice.mean = known.col(0);
  slice.mean.array() += centre;
  if (fit.coefficients.size() > 0) {
    const Eigen::MatrixXd x = rows.mean() - known.rightCols(fit.coefficients.size());
    slice.mean += x * fit.coefficients;
    slice.variance += (x * fit.spread).cwiseProduct(x).rowwise().sum();
  }
  slice.variance = slice.variance.cwiseMax(0);
  return slice;
}

}  // namespace

void posterior(const SphereModel& model, const SphereData& data, StateForm form,
               const Eigen::MatrixXd& places, const std::vector<double>& times,
               const std::function<void(std::size_t, const TimeSlice&)>& visit, Monitor& monitor) {
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
        const TimeSlice slice =
            slice_at(rows, chain.setup().steps[static_cast<std::size_t>(smoothed.step)], smoothed,
                     fit, centre);
        while (k > 0 && wanted[k - 1] == smoothed.step) visit(--k, slice);
      },
      monitor);
}

TimeSlice posterior_at_points(const SphereModel& model, const SphereData& data, StateForm form,
                              const Eigen::MatrixXd& places, const Eigen::VectorXd& times,
                              Monitor& monitor) {
  std::map<double, std::vector<Index>> rows_at;
  for (Index i = 0; i < times.size(); ++i) rows_at[times(i)].push_back(i);
  std::vector<double> distinct;
  for (const auto& entry : rows_at) distinct.push_back(entry.first);
  // Every place at every time costs less than it may seem: points mostly share places.
  std::vector<Eigen::RowVector3d> unique;
  std::map<std::array<double, 3>, Index> number;
  std::vector<Index> place_of(static_cast<std::size_t>(times.size()));
  for (Index i = 0; i < times.size(); ++i) {
    const auto [at, is_new] = number.try_emplace({places(i, 0), places(i, 1), places(i, 2)},
                                                 static_cast<Index>(unique.size()));
    if (is_new) unique.push_back(places.row(i));
    place_of[static_cast<std::size_t>(i)] = at->second;
  }
  Eigen::MatrixXd all(static_cast<Index>(unique.size()), 3);
  for (std::size_t i = 0; i < unique.size(); ++i) all.row(static_cast<Index>(i)) = unique[i];
  TimeSlice result{Eigen::VectorXd(times.size()), Eigen::VectorXd(times.size())};
  posterior(
      model, data, form, all, distinct,
      [&](std::size_t k, const TimeSlice& slice) {
        for (const Index i : rows_at[distinct[k]]) {
          const Index place = place_of[static_cast<std::size_t>(i)];
          result.mean(i) = slice.mean(place);
          result.variance(i) = slice.variance(place);
        }
      },
      monitor);
  return result;
}

}  // namespace tessera::sphere_gp
