#include "solvers/tucker/reference_cp.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/beijing.hpp"

using namespace tessera;
using namespace tessera::tucker;

namespace {

boost::test_tools::assertion_result beijing_is_present(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result present(
      std::filesystem::exists(beijing::file(TESSERA_SOURCE_DIR)));
  present.message() << "there is no " << beijing::file(TESSERA_SOURCE_DIR).string()
                    << " (set TESSERA_DATA to the folder of the real data sets)";
  return present;
}

struct Scores {
  double rmse = 0, mae = 0, precision = 0;
};

/// 150 sweeps with the published settings: lengths 0.1, variances 5, damping 0.3 and 0.8.
Scores published_run(Index rank) {
  const beijing::Fold fold = beijing::fold(beijing::file(TESSERA_SOURCE_DIR), "fold0");
  std::vector<Index> indices;
  for (const auto& c : fold.coordinates) indices.push_back(static_cast<Index>(c.size()));
  ReferenceCpOptions options;
  options.variance.assign(3, 5.0);
  std::mt19937_64 random(1);
  const ReferenceCp fit = reference_cp(beijing::smoothers(fold, rank, "matern 1/2", 0.1),
                                       *entry_terms(fold.train, indices), options, random);
  std::vector<Eigen::MatrixXd> means;
  for (std::size_t k = 0; k < 3; ++k)
    means.push_back(fit.components.smoothers[k]->smooth(fit.components.sites[k], nullptr).mean);
  Scores scores;
  for (Index n = 0; n < fold.test.values.size(); ++n) {
    Eigen::ArrayXd product = fit.components.weight_mean;
    for (Index k = 0; k < 3; ++k) product *= means[k].col(fold.test.index(n, k)).array();
    const double error = fold.test.values[n] - product.sum();
    scores.rmse += error * error;
    scores.mae += std::abs(error);
  }
  const auto count = static_cast<double>(fold.test.values.size());
  return {std::sqrt(scores.rmse / count), scores.mae / count, fit.noise_precision.mean()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(published_cp)

BOOST_AUTO_TEST_CASE(smoothers_that_do_not_fit_the_data_are_refused) {
  std::vector<std::unique_ptr<FactorSmoother>> none;
  Entries entries{Eigen::MatrixXi::Zero(1, 2), Eigen::VectorXd::Ones(1)};
  std::mt19937_64 random(1);
  BOOST_CHECK_THROW(reference_cp(std::move(none), *entry_terms(entries, {1, 1}), {}, random),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_published_fixed_point_is_reproduced_to_three_digits,
                     *boost::unit_test::precondition(beijing_is_present)) {
  const Scores two = published_run(2);
  BOOST_TEST(std::abs(two.rmse - 0.2713) < 5e-4);
  BOOST_TEST(std::abs(two.mae - 0.1770) < 5e-4);
  BOOST_TEST(std::abs(two.precision - 17.53) < 0.05);
  const Scores three = published_run(3);
  BOOST_TEST(std::abs(three.rmse - 0.2714) < 5e-4);
  BOOST_TEST(std::abs(three.mae - 0.1771) < 5e-4);
  BOOST_TEST(std::abs(three.precision - 17.01) < 0.05);
  BOOST_TEST_MESSAGE("rank 2: " << two.rmse << " " << two.mae << " " << two.precision
                                << "; rank 3: " << three.rmse << " " << three.mae << " "
                                << three.precision);
}

BOOST_AUTO_TEST_SUITE_END()
