#include <Eigen/Cholesky>
#include <boost/random/gamma_distribution.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

constexpr Index rank = 2;
const GammaDistribution noise_prior{1e-3, 1e-3}, relevance_prior{2, 2};

/// Draw from N(P^-1 h, P^-1).
Eigen::VectorXd draw_natural(const Eigen::MatrixXd& precision, const Eigen::VectorXd& linear,
                             Random& random) {
  const Eigen::LLT<Eigen::MatrixXd> factor(precision);
  return factor.solve(linear) +
         Eigen::VectorXd(factor.matrixU().solve(normal_matrix(linear.size(), 1, random)));
}

double draw_gamma(double shape, double rate, Random& random) {
  return boost::random::gamma_distribution<double>(shape, 1 / rate)(random);
}

/// Gibbs sampler of a CP model of two modes: a mode's functions jointly, weights, precisions.
class Gibbs {
 public:
  Gibbs(const Problem& p, const Truth& start) : p_(p), at_(start) {
    for (Index k = 0; k < 2; ++k) {
      const Index count = p.indices()[k];
      prior_.push_back(Eigen::MatrixXd::Zero(rank * count, rank * count));
      for (Index r = 0; r < rank; ++r)
        prior_[k].block(r * count, r * count, count, count) =
            p.covariance(k, r).llt().solve(Eigen::MatrixXd::Identity(count, count));
    }
    relevance_.setOnes(rank);
  }
  double tau = 1;
  Eigen::MatrixXd function() const {
    return at_.factors[0].transpose() * at_.weights.asDiagonal() * at_.factors[1];
  }
  void step(Random& random) {
    for (Index k = 0; k < 2; ++k) draw_mode(k, random);
    draw_weights(random);
    for (Index r = 0; r < rank; ++r)
      relevance_[r] =
          draw_gamma(relevance_prior.shape + 0.5,
                     relevance_prior.rate + 0.5 * at_.weights[r] * at_.weights[r], random);
    const Eigen::MatrixXd f = function();
    double residual = 0;
    for (Index n = 0; n < p_.entries.values.size(); ++n)
      residual +=
          std::pow(p_.entries.values[n] - f(p_.entries.index(n, 0), p_.entries.index(n, 1)), 2);
    tau = draw_gamma(noise_prior.shape + 0.5 * static_cast<double>(p_.entries.values.size()),
                     noise_prior.rate + 0.5 * residual, random);
  }

 private:
  void draw_mode(Index k, Random& random) {
    const Index count = p_.indices()[k];
    Eigen::MatrixXd precision = prior_[k];
    Eigen::VectorXd linear = Eigen::VectorXd::Zero(rank * count);
    for (Index n = 0; n < p_.entries.values.size(); ++n) {
      const Eigen::VectorXd a =
          at_.weights.cwiseProduct(at_.factors[1 - k].col(p_.entries.index(n, 1 - k)));
      const Index i = p_.entries.index(n, k);
      for (Index r = 0; r < rank; ++r) {
        linear[r * count + i] += tau * p_.entries.values[n] * a[r];
        for (Index s = 0; s < rank; ++s)
          precision(r * count + i, s * count + i) += tau * a[r] * a[s];
      }
    }
    const Eigen::VectorXd u = draw_natural(precision, linear, random);
    at_.factors[k] = Eigen::Map<const Eigen::MatrixXd>(u.data(), count, rank).transpose();
  }
  void draw_weights(Random& random) {
    Eigen::MatrixXd precision = relevance_.asDiagonal();
    Eigen::VectorXd linear = Eigen::VectorXd::Zero(rank);
    for (Index n = 0; n < p_.entries.values.size(); ++n) {
      const Eigen::VectorXd b = at_.factors[0]
                                    .col(p_.entries.index(n, 0))
                                    .cwiseProduct(at_.factors[1].col(p_.entries.index(n, 1)));
      precision += tau * b * b.transpose();
      linear += tau * p_.entries.values[n] * b;
    }
    at_.weights = draw_natural(precision, linear, random);
  }

  const Problem& p_;
  Truth at_;
  std::vector<Eigen::MatrixXd> prior_;
  Eigen::VectorXd relevance_;
};

}  // namespace

// Only what no gauge can change is compared: the function and the noise.
BOOST_AUTO_TEST_CASE(means_agree_with_a_long_gibbs_chain) {
  Random random(91);
  Problem p = problem({12, 12}, {product(2, rank)}, random);
  Truth truth = draw(p, random);
  truth.weights << 1.5, -1.0;
  p.entries.index.resize(144, 2);
  for (int n = 0; n < 144; ++n) p.entries.index.row(n) << n % 12, n / 12;
  observe(p, truth, 0.2, random);

  const Cells cells = gather_cells(p.entries);
  const auto data = entry_terms(cells.entries, p.indices(), 1);
  MessagePassing messages(p.table, *data, NoiseModel(cells, noise_prior, 0), p.smoothers(),
                          p.length_priors(), {relevance_prior});
  VariationalState start = random_state(p, random);
  for (Index k = 0; k < 2; ++k) start.factors[k].mean = truth.factors[k];
  messages.start(start);
  for (int sweep = 0; sweep < 1000; ++sweep) messages.sweep(false);

  Gibbs gibbs(p, truth);
  constexpr int burn_in = 2000, draws = 30000;
  for (int n = 0; n < burn_in; ++n) gibbs.step(random);
  Eigen::ArrayXXd sum = Eigen::ArrayXXd::Zero(12, 12), squares = sum;
  double tau = 0, tau_squares = 0;
  for (int n = 0; n < draws; ++n) {
    gibbs.step(random);
    const Eigen::ArrayXXd f = gibbs.function().array();
    sum += f;
    squares += f.square();
    tau += gibbs.tau;
    tau_squares += gibbs.tau * gibbs.tau;
  }
  const Eigen::ArrayXXd mean = sum / draws, variance = squares / draws - mean.square();
  double offset = 0, largest = 0, ratio = 0;
  for (int i = 0; i < 12; ++i)
    for (int j = 0; j < 12; ++j) {
      const FunctionValue f = function_value(p.table, messages.state(), Eigen::RowVector2i(i, j));
      const double z = std::abs(f.mean - mean(i, j)) / std::sqrt(variance(i, j));
      offset += z / 144;
      largest = std::max(largest, z);
      ratio += f.variance / variance(i, j) / 144;
    }
  tau /= draws;
  const double tau_deviation = std::sqrt(tau_squares / draws - tau * tau);
  const double tau_offset = std::abs(messages.state().noise_precision.mean() - tau) / tau_deviation;
  BOOST_TEST_MESSAGE("function: mean offset "
                     << offset << " sd, largest " << largest << " sd; variance VB / MCMC " << ratio
                     << "; noise precision offset " << tau_offset << " sd");
  BOOST_TEST(offset < 0.1);
  BOOST_TEST(largest < 0.4);
  BOOST_TEST(tau_offset < 0.5);
  BOOST_TEST(ratio > 0.5);
  BOOST_TEST(ratio < 1.2);
}
