#include <string>

#include <Eigen/Cholesky>
#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

// Rank 1 with the other mode's factor v and the weight w known: y = w v(j) u(i) + noise is Gaussian
// process regression for u.
BOOST_AUTO_TEST_CASE(with_all_else_known_a_mode_is_gaussian_process_regression) {
  for (const std::string kernel : {"matern 1/2", "matern 3/2", "matern 5/2"}) {
    Random random(41);
    const std::vector<Index> counts{14, 5};
    Problem p = problem(counts, {product(2, 1)}, random, kernel);
    p.entries = random_entries(counts, 40, random);
    const auto data = entry_terms(p.entries, counts, 1);
    Cells cells;
    cells.counts = Eigen::VectorXd::Ones(40);
    cells.total = 40;
    MessagePassing messages(p.table, *data, NoiseModel(cells, {1, 1}, 0), p.smoothers(),
                            p.length_priors(), {});
    VariationalState known = random_state(p, random);
    known.factors[1].covariance.setZero();
    known.weight_covariance.setZero();
    messages.learn_weights(false);
    messages.start(known);
    const double noise_variance = 1 / messages.state().noise_precision.mean();
    messages.finish();

    Eigen::MatrixXd design = Eigen::MatrixXd::Zero(40, counts[0]);
    for (Index n = 0; n < 40; ++n)
      design(n, p.entries.index(n, 0)) =
          known.weight_mean[0] * known.factors[1].mean(0, p.entries.index(n, 1));
    const Eigen::MatrixXd prior = p.covariance(0, 0);
    Eigen::MatrixXd of_data = design * prior * design.transpose();
    of_data.diagonal().array() += noise_variance;
    const Eigen::MatrixXd gain = of_data.llt().solve(design * prior).transpose();
    const Eigen::VectorXd mean = gain * p.entries.values;
    const Eigen::MatrixXd covariance = prior - gain * design * prior;
    const FactorMarginals& q = messages.state().factors[0];
    BOOST_TEST((q.mean.row(0).transpose() - mean).cwiseAbs().maxCoeff() < 1e-10);
    BOOST_TEST((q.covariance.row(0).transpose() - covariance.diagonal()).cwiseAbs().maxCoeff() <
               1e-10);
  }
}
