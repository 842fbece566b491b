#include "solvers/filtering/chain_smoother.hpp"

#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "tests/solvers/filtering/chain_problem.hpp"

using namespace tessera;
using namespace chain_problem;

namespace {

const std::vector<double> unequal_gaps = {-1.0,         -0.999999, -0.99998, -0.9996, -0.98,
                                          -0.97,        -0.3,      0.31,     0.9,     0.90000003,
                                          0.9000000301, 0.95,      2.2,      3.1,     3.1 + 1e-5};

const std::vector<std::vector<std::string>> kernel_lists = {
    {"matern 1/2"},
    {"matern 3/2"},
    {"matern 5/2"},
    {"periodic"},
    {"matern 1/2", "matern 1/2", "matern 1/2"},
    {"matern 3/2", "matern 3/2"},
    {"matern 5/2", "matern 1/2", "matern 3/2", "matern 1/2"},
    {"matern 3/2 + periodic", "matern 1/2 + matern 5/2"}};

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += name + ", ";
  return text;
}

std::vector<std::size_t> identity(std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// Largest error of mean and covariance of rows[f] * states of function f at coordinate i.
double marginal_error(const Dense& dense, const std::vector<Eigen::RowVectorXd>& rows, Index i,
                      const FactorMarginals& found, Index column) {
  double worst = 0;
  const auto functions = static_cast<Index>(rows.size());
  const auto segment = [&](Index f) { return dense.at(f, i); };
  for (Index f = 0; f < functions; ++f) {
    const auto& hf = rows[static_cast<std::size_t>(f)];
    const double mean = hf.dot(dense.mean.segment(segment(f), hf.size()));
    worst = std::max(worst, std::abs(found.mean(f, column) - mean));
    for (Index g = 0; g < functions; ++g) {
      const auto& hg = rows[static_cast<std::size_t>(g)];
      const double covariance =
          hf * dense.covariance.block(segment(f), segment(g), hf.size(), hg.size()) *
          hg.transpose();
      const double value = found.covariance(f + functions * g, column);
      worst = std::max(worst, std::abs(value - covariance));
      if (value != found.covariance(g + functions * f, column)) worst = 1;
    }
  }
  return worst;
}

std::vector<Eigen::RowVectorXd> observation_rows(const Processes& functions, int derivative = 0) {
  std::vector<Eigen::RowVectorXd> rows;
  for (const auto& process : functions) {
    Eigen::RowVectorXd row = process->observation();
    for (int k = 0; k < derivative; ++k) row = (row * process->drift()).eval();
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_posterior_is_that_of_a_dense_gaussian_process) {
  for (const auto& kernels : kernel_lists)
    // Across gaps of 1e-8 stronger sites amplify the rounding of the dense covariance itself.
    for (const double strength : {0.3, 3.0, 10.0}) {
      const Processes functions = processes(kernels);
      const auto f = static_cast<Index>(kernels.size());
      const auto d = static_cast<Index>(unequal_gaps.size());
      const Sites given = sites(f, d, strength, 7);
      const Dense dense =
          dense_posterior(functions, unequal_gaps, given, identity(unequal_gaps.size()));
      const auto smoother = chain_smoother(unequal_gaps, processes(kernels));
      const FactorMarginals found = smoother->smooth(given.natural, nullptr);
      BOOST_TEST_CONTEXT(join(kernels) << "strength " << strength) {
        for (Index i = 0; i < d; ++i)
          BOOST_TEST(marginal_error(dense, observation_rows(functions), i, found, i) < 1e-10);
        BOOST_TEST(std::abs(found.log_normaliser - dense.log_normaliser) <
                   1e-10 * (1 + given.natural.linear.squaredNorm() / strength / strength));
        BOOST_TEST(smoother->log_normaliser(given.natural) == found.log_normaliser);
      }
    }
}

BOOST_AUTO_TEST_CASE(without_observations_the_posterior_is_the_prior) {
  const auto smoother = chain_smoother(unequal_gaps, processes({"matern 5/2", "periodic"}));
  const auto none = NaturalSites::zero(2, static_cast<Index>(unequal_gaps.size()));
  const FactorMarginals found = smoother->smooth(none, nullptr);
  BOOST_TEST(found.log_normaliser == 0);
  BOOST_TEST(found.mean.isZero(0));
  const Eigen::Vector4d unit(1, 0, 0, 1);
  for (Index i = 0; i < found.covariance.cols(); ++i)
    BOOST_TEST((found.covariance.col(i) - unit).norm() < 1e-13);
}

BOOST_AUTO_TEST_CASE(a_site_outside_the_range_of_its_precision_shifts_the_mean_along_the_prior) {
  // exp(eta u) alone: N(0, v) becomes N(v eta, v), with the integral exp(v eta^2 / 2).
  const auto smoother = chain_smoother({0.0, 1.0}, processes({"matern 1/2", "matern 3/2"}));
  NaturalSites sites = NaturalSites::zero(2, 2);
  sites.linear(0, 0) = 0.8;
  const FactorMarginals found = smoother->smooth(sites, nullptr);
  BOOST_TEST(found.mean(0, 0) == 0.8, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.mean(0, 1) == 0.8 * std::exp(-1.0), boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.mean(1, 1) == 0);
  BOOST_TEST(found.covariance(0, 1) == 1, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.log_normaliser == 0.32, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(an_indefinite_site_is_used_as_long_as_the_posterior_exists) {
  // Precisions add: 1 / (1 - 0.4) is left of a unit variance.
  const auto smoother = chain_smoother({0.0}, processes({"matern 1/2", "matern 1/2"}));
  NaturalSites sites = NaturalSites::zero(2, 1);
  sites.precision.col(0) << -0.4, 0, 0, 3;
  sites.linear.col(0) << 0.3, 2;
  const FactorMarginals found = smoother->smooth(sites, nullptr);
  BOOST_TEST(found.covariance(0, 0) == 1 / 0.6, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.covariance(3, 0) == 0.25, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.mean(0, 0) == 0.5, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(found.log_normaliser == 0.5 * (0.09 / 0.6 + 1 - std::log(0.6) - std::log(4.0)),
             boost::test_tools::tolerance(1e-14));
  sites.precision(0, 0) = -1.1;
  BOOST_CHECK_THROW(smoother->smooth(sites, nullptr), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(
    predictions_between_outside_and_at_the_coordinates_are_those_of_a_dense_process) {
  // Ascending: where the sites sit, and what is to be predicted.
  const std::vector<double> all = {-3.0, -1.1, -0.4, -0.39, 0.2, 0.5, 1.3, 1.30001, 2.0, 2.6, 9.0};
  const std::vector<std::size_t> observed = {1, 3, 5, 8};
  const std::vector<Index> asked = {9, 0, 4, 4, 10, 3, 2, 8, 7, 6, 1};  // no order, one twice
  std::vector<double> coordinates;
  for (const std::size_t i : observed) coordinates.push_back(all[i]);
  Eigen::MatrixXd points(static_cast<Index>(asked.size()), 1);
  for (std::size_t k = 0; k < asked.size(); ++k)
    points(static_cast<Index>(k), 0) = all[static_cast<std::size_t>(asked[k])];
  for (const auto& kernels : kernel_lists) {
    const Processes functions = processes(kernels);
    const Sites given = sites(static_cast<Index>(kernels.size()), 4, 2.0, 11);
    const Dense dense = dense_posterior(functions, all, given, observed);
    const auto smoother = chain_smoother(coordinates, processes(kernels));
    for (int derivative = 0; derivative <= 3; ++derivative) {
      FactorMarginals found;
      try {
        found = smoother->predict(given.natural, points, derivative);
      } catch (const std::invalid_argument&) {
        BOOST_TEST(derivative > 0);
        break;
      }
      BOOST_TEST_CONTEXT(join(kernels) << "derivative " << derivative)
      for (std::size_t k = 0; k < asked.size(); ++k)
        BOOST_TEST(marginal_error(dense, observation_rows(functions, derivative), asked[k], found,
                                  static_cast<Index>(k)) <
                   1e-10 * (1 + std::pow(90.0, 2 * derivative) * (derivative > 0)));
      BOOST_TEST(found.log_normaliser == smoother->log_normaliser(given.natural));
    }
  }
}

BOOST_AUTO_TEST_CASE(derivatives_go_as_far_as_the_kernel_is_differentiable) {
  const Eigen::MatrixXd points = Eigen::MatrixXd::Constant(1, 1, 0.3);
  const auto highest = [&](const std::string& kernel) {
    const auto smoother = chain_smoother({0.0}, processes({kernel}));
    int order = 0;
    try {
      for (; order < 6; ++order) smoother->predict(NaturalSites::zero(1, 1), points, order + 1);
    } catch (const std::invalid_argument& error) {
      BOOST_TEST(std::string(error.what()).find(kernel) != std::string::npos);
    }
    return order;
  };
  BOOST_TEST(highest("matern 1/2") == 0);
  BOOST_TEST(highest("matern 3/2") == 1);
  BOOST_TEST(highest("matern 5/2") == 2);
  BOOST_TEST(highest("periodic") == 6);
  BOOST_TEST(highest("periodic + matern 3/2") == 1);
}

BOOST_AUTO_TEST_CASE(a_copy_keeps_its_hyperparameters_when_the_original_changes) {
  const auto smoother = chain_smoother({0.0, 0.5, 2.0}, processes({"matern 3/2", "matern 1/2"}));
  const Sites given = sites(2, 3, 1.0, 3);
  const auto copy = smoother->clone();
  const double before = smoother->log_normaliser(given.natural);
  smoother->set_parameters(1, {1.0, 0.2});
  BOOST_TEST(smoother->parameters(1)[1].value == 0.2);
  BOOST_TEST(smoother->log_normaliser(given.natural) != before);
  BOOST_TEST(copy->log_normaliser(given.natural) == before);
  smoother->set_parameters(1, {1.0, 1.7});
  BOOST_TEST(smoother->log_normaliser(given.natural) == before);
}

BOOST_AUTO_TEST_CASE(bad_shapes_and_coordinates_are_refused) {
  BOOST_CHECK_THROW(chain_smoother({}, processes({"matern 1/2"})), std::invalid_argument);
  BOOST_CHECK_THROW(chain_smoother({0.0}, {}), std::invalid_argument);
  BOOST_CHECK_THROW(chain_smoother({0.0, 0.0}, processes({"matern 1/2"})), std::invalid_argument);
  BOOST_CHECK_THROW(chain_smoother({0.0, std::nan("")}, processes({"matern 1/2"})),
                    std::invalid_argument);
  const auto smoother = chain_smoother({0.0, 1.0}, processes({"matern 1/2"}));
  BOOST_CHECK_THROW(smoother->smooth(NaturalSites::zero(1, 3), nullptr), std::invalid_argument);
  BOOST_CHECK_THROW(smoother->predict(NaturalSites::zero(1, 2), Eigen::MatrixXd::Zero(1, 2), 0),
                    std::invalid_argument);
}
