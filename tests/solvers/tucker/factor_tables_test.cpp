#include "solvers/tucker/factor_tables.hpp"

#include <Eigen/Cholesky>
#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

/// Mean and second moment of f under a joint Gaussian, by Gauss-Hermite rules being exact: f is at
/// most linear in each mode's factors and in the weights, so that first and second moments follow
/// from sums over the joint's first two moments. Here these sums run over all pairs of core
/// elements as nested products of the modes' own moment matrices (index arithmetic of the core, not
/// the table's).
FunctionMoments core_sum(const std::vector<Index>& ranks, const std::vector<FactorMarginals>& q,
                         const std::vector<Index>& at, const Eigen::VectorXd& mean,
                         const Eigen::MatrixXd& covariance) {
  Index volume = 1;
  for (const Index r : ranks) volume *= r;
  const auto digit = [&](Index c, std::size_t k) {
    for (std::size_t j = 0; j < k; ++j) c /= ranks[j];
    return c % ranks[k];
  };
  FunctionMoments moments;
  for (Index c = 0; c < volume; ++c) {
    double product = mean[c];
    for (std::size_t k = 0; k < ranks.size(); ++k) product *= q[k].mean(digit(c, k), at[k]);
    moments.mean += product;
    for (Index e = 0; e < volume; ++e) {
      double second = covariance(c, e) + mean[c] * mean[e];
      for (std::size_t k = 0; k < ranks.size(); ++k) {
        const Index a = digit(c, k), b = digit(e, k);
        second *=
            q[k].mean(a, at[k]) * q[k].mean(b, at[k]) + q[k].covariance(a * ranks[k] + b, at[k]);
      }
      moments.second += second;
    }
  }
  return moments;
}

FunctionMoments contracted(const ComponentTable& table, Index mode,
                           const std::vector<FactorMarginals>& q, const std::vector<Index>& at,
                           const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance) {
  const RestTerms terms = rest_terms(table, mode);
  std::vector<FactorTable> tables;
  for (Index k = 0; k < table.modes(); ++k)
    tables.push_back(k == mode ? contracted_table(table, terms, k, q[k], mean, covariance)
                               : factor_table(terms, k, q[k]));
  std::vector<const double*> rows;
  for (Index k = 0; k < table.modes(); ++k)
    rows.push_back(tables[k].rows.data() + tables[k].rows.rows() * at[k]);
  return function_moments(rows.data(), table.modes(), terms.count());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(factor_tables)

BOOST_AUTO_TEST_CASE(every_mode_predicts_the_same_moments_for_unequal_ranks) {
  Random random(11);
  const std::vector<std::vector<Index>> all{
      {2, 3}, {3, 1, 2}, {2, 3, 1, 2}, {1, 2, 2, 3, 1}, {2, 1, 2, 1, 3, 2}};
  for (const auto& ranks : all) {
    const auto modes = static_cast<Index>(ranks.size());
    const Problem p = problem(std::vector<Index>(ranks.size(), 3), {tucker(ranks)}, random);
    const VariationalState s = random_state(p, random);
    const std::vector<Index> at{0, 2, 1, 0, 1, 2};
    const FunctionMoments expected =
        core_sum(ranks, s.factors, at, s.weight_mean, s.weight_covariance);
    for (Index k = 0; k < modes; ++k) {
      const FunctionMoments f =
          contracted(p.table, k, s.factors, at, s.weight_mean, s.weight_covariance);
      BOOST_TEST(f.mean == expected.mean, boost::test_tools::tolerance(1e-12));
      BOOST_TEST(f.second == expected.second, boost::test_tools::tolerance(1e-12));
    }
  }
}

BOOST_AUTO_TEST_CASE(moments_agree_with_draws_of_factors_and_core) {
  Random random(12);
  const std::vector<Index> ranks{2, 3, 1}, at{1, 0, 1};
  const Problem p = problem({2, 2, 2}, {tucker(ranks), {"main", {1}, false, {1}}}, random);
  const VariationalState s = random_state(p, random);
  const FunctionMoments f =
      contracted(p.table, 0, s.factors, at, s.weight_mean, s.weight_covariance);
  const Eigen::MatrixXd weight_root = s.weight_covariance.llt().matrixL();
  std::vector<Eigen::MatrixXd> roots;
  for (Index k = 0; k < 3; ++k) {
    const Index functions = p.table.functions[k];
    roots.push_back(Eigen::Map<const Eigen::MatrixXd>(s.factors[k].covariance.col(at[k]).data(),
                                                      functions, functions)
                        .llt()
                        .matrixL());
  }
  constexpr int draws = 200000;
  double sum = 0, squares = 0, fourth = 0;
  for (int n = 0; n < draws; ++n) {
    Truth truth;
    truth.weights = s.weight_mean + weight_root * normal_matrix(s.weight_mean.size(), 1, random);
    for (Index k = 0; k < 3; ++k)
      truth.factors.push_back(s.factors[k].mean.col(at[k]) +
                              roots[k] * normal_matrix(p.table.functions[k], 1, random));
    const double value = truth.value(p.table, Eigen::RowVectorXi::Zero(3));
    sum += value;
    squares += value * value;
    fourth += value * value * value * value;
  }
  const double mean = sum / draws, second = squares / draws;
  BOOST_TEST(std::abs(f.mean - mean) < 4 * std::sqrt((second - mean * mean) / draws));
  BOOST_TEST(std::abs(f.second - second) <
             4 * std::sqrt((fourth / draws - second * second) / draws));
}

BOOST_AUTO_TEST_SUITE_END()
