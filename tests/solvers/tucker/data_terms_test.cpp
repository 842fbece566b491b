#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

std::vector<std::vector<Section>> tables() {
  const Section intercept{"intercept", {}, false, {}};
  return {{product(2, 3)},
          {product(3, 2), intercept, {"main", {1}, false, {2}}},
          {tucker({2, 3, 2}), {"pair", {0, 2}, false, {1}}},
          {tucker({2, 1, 2, 2}), {"main", {3}, false, {1}}}};
}

std::vector<FactorTable> tables_of(const Problem& p, const VariationalState& s, Index mode,
                                   const RestTerms& terms) {
  std::vector<FactorTable> result;
  for (Index k = 0; k < p.table.modes(); ++k)
    result.push_back(k == mode ? contracted_table(p.table, terms, k, s.factors[k], s.weight_mean,
                                                  s.weight_covariance)
                               : factor_table(terms, k, s.factors[k]));
  return result;
}

/// Largest difference from the sums over entries, relative to the largest sum.
double error_of_sums(const Problem& p, const VariationalState& s, Index mode,
                     const RestTerms& terms, const FiberSums& sums,
                     const Eigen::VectorXd& weights) {
  const Index size = terms.count() + packed_size(terms.count());
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(size, p.indices()[mode]);
  std::vector<Index> first(terms.count(), -1);  // a component of each term
  for (Index c = p.table.components() - 1; c >= 0; --c) first[terms.term_of_component[c]] = c;
  for (Index n = 0; n < p.entries.values.size(); ++n) {
    const auto m = component_moments(p.table, s.factors, p.entries.index.row(n), mode);
    auto out = expected.col(p.entries.index(n, mode));
    Index place = terms.count();
    for (Index a = 0; a < terms.count(); ++a) {
      out[a] += weights[n] * p.entries.values[n] * m.first[first[a]];
      for (Index b = 0; b <= a; ++b) out[place++] += weights[n] * m.second(first[a], first[b]);
    }
  }
  BOOST_TEST_REQUIRE(sums.rows.rows() == size);
  return (sums.rows - expected).cwiseAbs().maxCoeff() / expected.cwiseAbs().maxCoeff();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_terms)

BOOST_AUTO_TEST_CASE(fiber_sums_are_the_sums_over_the_entries) {
  Random random(21);
  for (const auto& sections : tables()) {
    const auto modes = static_cast<Index>(sections[0].modes.size());
    std::vector<Index> counts{5, 3, 4, 2};
    counts.resize(sections[0].modes.size());
    Problem p = problem(counts, sections, random);
    p.entries = random_entries(counts, 70, random);
    const VariationalState s = random_state(p, random);
    const auto data = entry_terms(p.entries, counts, 1);
    const Eigen::VectorXd weights = normal_matrix(70, 1, random).cwiseAbs2();
    for (const bool weighted : {false, true}) {
      if (weighted) data->set_weights(weights);
      const Eigen::VectorXd w = weighted ? weights : Eigen::VectorXd::Ones(70);
      BOOST_TEST(data->weighted_square_sum() == p.entries.values.cwiseAbs2().dot(w),
                 boost::test_tools::tolerance(1e-13));
      for (Index k = 0; k < modes; ++k) {
        const RestTerms terms = rest_terms(p.table, k);
        FiberSums sums;
        data->fiber_sums(k, tables_of(p, s, k, terms), sums);
        BOOST_TEST(error_of_sums(p, s, k, terms, sums, w) < 1e-13);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(squared_residuals_are_those_of_every_entry_in_order) {
  Random random(22);
  for (const auto& sections : tables()) {
    std::vector<Index> counts{5, 3, 4, 2};
    counts.resize(sections[0].modes.size());
    Problem p = problem(counts, sections, random);
    p.entries = random_entries(counts, 50, random);
    const VariationalState s = random_state(p, random);
    const auto data = entry_terms(p.entries, counts, 1);
    for (Index k = 0; k < p.table.modes(); ++k) {
      Eigen::VectorXd residuals;
      data->squared_residuals(k, tables_of(p, s, k, rest_terms(p.table, k)), residuals);
      for (Index n = 0; n < 50; ++n) {
        const FunctionValue f = function_value(p.table, s, p.entries.index.row(n));
        const double difference = p.entries.values[n] - f.mean;
        BOOST_TEST(residuals[n] == difference * difference + f.variance,
                   boost::test_tools::tolerance(1e-10));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_complete_grid_gives_the_sums_of_its_entries) {
  Random random(23);
  for (const auto& sections : tables()) {
    std::vector<Index> counts{5, 3, 4, 2};
    counts.resize(sections[0].modes.size());
    Problem p = problem(counts, sections, random);
    tessera::Tensor tensor(counts);
    tensor.values = normal_matrix(tensor.values.size(), 1, random);
    p.entries.index.resize(tensor.values.size(), static_cast<Index>(counts.size()));
    p.entries.values = tensor.values;
    for (Index n = 0; n < tensor.values.size(); ++n)
      for (Index k = 0, rest = n; k < p.table.modes(); rest /= counts[k], ++k)
        p.entries.index(n, k) = static_cast<int>(rest % counts[k]);
    const VariationalState s = random_state(p, random);
    const auto data = grid_terms(tensor);
    const Eigen::VectorXd ones = Eigen::VectorXd::Ones(tensor.values.size());
    for (Index k = 0; k < p.table.modes(); ++k) {
      const RestTerms terms = rest_terms(p.table, k);
      FiberSums sums;
      data->fiber_sums(k, tables_of(p, s, k, terms), sums);
      BOOST_TEST(error_of_sums(p, s, k, terms, sums, ones) < 1e-12);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
