#include <cmath>
#include <numbers>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "solvers/filtering/chain_smoother.hpp"
#include "tests/models/state_space/exact_process.hpp"
#include "tests/solvers/filtering/chain_problem.hpp"

using namespace tessera;
using namespace chain_problem;

namespace {

std::vector<std::size_t> first(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

std::vector<double> values_of(const FactorSmoother& smoother, Index f) {
  std::vector<double> values;
  for (const KernelParameter& p : smoother.parameters(f)) values.push_back(p.value);
  return values;
}

struct Derivatives {
  double log_normaliser = 0;
  double expected_log_prior = 0;
};

/// Central differences with respect to the logarithm of one hyperparameter.
Derivatives by_differences(const FactorSmoother& smoother, const NaturalSites& sites, Index f,
                           std::size_t parameter) {
  PriorMoments moments;
  smoother.smooth(sites, &moments);
  Derivatives sum;
  // Richardson's extrapolation: the error is of fourth order in the step.
  for (const auto& [step, weight] : {std::pair{2e-4, 4.0 / 3}, std::pair{4e-4, -1.0 / 3}})
    for (const double sign : {1.0, -1.0}) {
      auto values = values_of(smoother, f);
      values[parameter] *= std::exp(sign * step);
      const auto changed = smoother.clone();
      changed->set_parameters(f, values);
      const double factor = sign * weight / (2 * step);
      sum.log_normaliser += factor * changed->log_normaliser(sites);
      sum.expected_log_prior += factor * smoother.expected_log_prior(f, values, moments).value();
    }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_expected_log_prior_is_that_of_the_dense_states) {
  const std::vector<double> x = {0.0, 0.4, 0.8, 1.9, 2.3};
  const std::vector<std::string> kernels = {"matern 1/2", "matern 5/2", "matern 3/2"};
  const Processes functions = processes(kernels);
  const Sites given = sites(3, 5, 2.0, 5);
  const Dense dense = dense_posterior(functions, x, given, first(x.size()));
  const auto smoother = chain_smoother(x, processes(kernels));
  PriorMoments moments;
  smoother->smooth(given.natural, &moments);
  for (Index f = 0; f < 3; ++f)
    for (const double factor : {1.0, 0.6, 3.0}) {
      auto values = values_of(*smoother, f);
      values[0] *= 1.3;
      values[1] *= factor;
      const auto other = functions[static_cast<std::size_t>(f)]->with_parameters(values);
      const Eigen::MatrixXd k = state_covariance(*other, x);
      const Index size = k.rows();
      const Eigen::VectorXd mean = dense.mean.segment(dense.at(f, 0), size);
      const Eigen::MatrixXd second =
          dense.covariance.block(dense.at(f, 0), dense.at(f, 0), size, size) +
          mean * mean.transpose();
      const Eigen::LLT<Eigen::MatrixXd> factorised(k);
      const ExpectedLogPrior found = smoother->expected_log_prior(f, values, moments);
      BOOST_TEST(found.dimension == size);
      BOOST_TEST(found.energy == factorised.solve(second).trace(),
                 boost::test_tools::tolerance(1e-9));
      BOOST_TEST(found.log_determinant == 2 * factorised.matrixLLT().diagonal().array().log().sum(),
                 boost::test_tools::tolerance(1e-10));
      BOOST_TEST(
          found.value() == -0.5 * (found.energy + found.log_determinant +
                                   static_cast<double>(size) * std::log(2 * std::numbers::pi)),
          boost::test_tools::tolerance(1e-14));
    }
}

BOOST_AUTO_TEST_CASE(short_gaps_lose_nothing_of_the_expected_log_prior) {
  // Four coordinates, one function, full sites: everything once more with a hundred digits.
  using exact::Matrix;
  using exact::Real;
  const std::vector<double> x = {0.0, 1e-6, 3e-5, 1.0};
  for (int p = 0; p <= 2; ++p) {
    const Index s = p + 1;
    const exact::Matern process(p, 1, 1);
    const exact::Matern other(p, 1, 1.5);
    const auto covariance = [&](const exact::Matern& m) {
      Matrix k(4 * s, 4 * s);
      for (Index i = 0; i < 4; ++i)
        for (Index j = 0; j <= i; ++j) {
          const Matrix block =
              m.a(Real(x[static_cast<std::size_t>(i)]) - Real(x[static_cast<std::size_t>(j)])) *
              m.stationary;
          k.block(s * i, s * j, s, s) = block;
          k.block(s * j, s * i, s, s) = block.transpose();
        }
      return k;
    };
    NaturalSites sites = NaturalSites::zero(1, 4);
    sites.precision.row(0) << 4, 1, 0, 9;
    sites.linear.row(0) << 1, -2, 0, 5;
    Matrix posterior = covariance(process).inverse();
    Matrix eta = Matrix::Zero(4 * s, 1);
    for (Index i = 0; i < 4; ++i) {
      posterior(s * i, s * i) += sites.precision(0, i);
      eta(s * i, 0) = sites.linear(0, i);
    }
    posterior = posterior.inverse().eval();
    const Matrix mean = posterior * eta;
    const Matrix second = posterior + mean * mean.transpose();
    const Matrix k = covariance(other);
    const auto energy = static_cast<double>(Real((k.inverse() * second).trace()));
    const auto log_determinant = static_cast<double>(Real(log(k.determinant())));

    Processes functions;
    functions.push_back(make_state_space("matern " + std::to_string(2 * p + 1) + "/2"));
    const auto smoother = chain_smoother(x, std::move(functions));
    PriorMoments moments;
    smoother->smooth(sites, &moments);
    const ExpectedLogPrior found = smoother->expected_log_prior(0, {1, 1.5}, moments);
    BOOST_TEST(found.energy == energy, boost::test_tools::tolerance(1e-10));
    BOOST_TEST(found.log_determinant == log_determinant, boost::test_tools::tolerance(1e-11));
  }
}

BOOST_AUTO_TEST_CASE(the_gradient_of_the_evidence_is_that_of_the_expected_log_prior) {
  // Fisher's identity at the hyperparameters that made the posterior. The period is no
  // hyperparameter of the prior of the random numbers, hence left out.
  const std::vector<double> x = {0.0, 1e-4, 0.4, 0.8, 0.81, 1.9, 2.3, 4.0};
  const std::vector<std::string> kernels = {"matern 1/2", "matern 5/2 + periodic", "matern 3/2"};
  const auto smoother = chain_smoother(x, processes(kernels));
  const Sites given = sites(3, static_cast<Index>(x.size()), 3.0, 19);
  for (Index f = 0; f < 3; ++f) {
    const auto parameters = smoother->parameters(f);
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      if (parameters[j].name == "periodic/period") continue;
      const Derivatives d = by_differences(*smoother, given.natural, f, j);
      BOOST_TEST_CONTEXT(kernels[static_cast<std::size_t>(f)] << ", " << parameters[j].name) {
        BOOST_TEST(std::abs(d.log_normaliser) > 1e-4);
        BOOST_TEST(std::abs(d.log_normaliser - d.expected_log_prior) <
                   1e-7 * (1 + std::abs(d.log_normaliser)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_periodic_function_has_the_random_numbers_of_its_first_state_only) {
  const auto smoother = chain_smoother({0.0, 0.3, 1.2}, processes({"periodic"}));
  PriorMoments moments;
  smoother->smooth(NaturalSites::zero(1, 3), &moments);
  const auto order = make_state_space("periodic")->order();
  const ExpectedLogPrior found = smoother->expected_log_prior(0, values_of(*smoother, 0), moments);
  BOOST_TEST(found.dimension == order);
  BOOST_TEST(found.energy == static_cast<double>(order), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(moments_of_another_smoother_are_refused) {
  const auto one = chain_smoother({0.0, 0.3, 1.2}, processes({"matern 1/2"}));
  const auto other = chain_smoother({0.0, 0.3}, processes({"matern 3/2"}));
  PriorMoments moments;
  one->smooth(NaturalSites::zero(1, 3), &moments);
  BOOST_CHECK_THROW(other->expected_log_prior(0, {1, 1}, moments), std::invalid_argument);
}
