#include <boost/test/unit_test.hpp>

#include "solvers/tucker/entry_kernels.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

std::vector<FactorTable> random_tables(const std::vector<Index>& counts, Index terms,
                                       Random& random) {
  std::vector<FactorTable> tables;
  for (const Index count : counts)
    tables.push_back({terms, normal_matrix(terms + packed_size(terms), count, random)});
  return tables;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(entries)

BOOST_AUTO_TEST_CASE(fiber_sums_of_any_number_of_terms_are_the_sums_over_the_entries) {
  Random random(41);
  const std::vector<Index> counts{6, 5, 4};
  const Entries given = random_entries(counts, 90, random);
  const auto data = entry_terms(given, counts);
  // One lane group, several, several passes.
  for (const Index terms : {1, 2, 3, 4, 5, 7, 8, 11, 20}) {
    const auto tables = random_tables(counts, terms, random);
    const Index size = terms + packed_size(terms);
    for (Index k = 0; k < 3; ++k) {
      Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(size, counts[k]);
      const Index a = k == 0 ? 1 : 0, b = k == 2 ? 1 : 2;
      for (Index n = 0; n < 90; ++n) {
        Eigen::ArrayXd product = tables[a].rows.col(given.index(n, a)).array() *
                                 tables[b].rows.col(given.index(n, b)).array();
        product.head(terms) *= given.values[n];
        expected.col(given.index(n, k)) += product.matrix();
      }
      FiberSums sums;
      data->fiber_sums(k, tables, sums);
      BOOST_TEST((sums.rows - expected).cwiseAbs().maxCoeff() < 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_number_of_threads_changes_no_bit) {
  Random random(42);
  const std::vector<Index> counts{40, 30, 20};
  const Entries given = random_entries(counts, 5000, random);
  const auto tables = random_tables(counts, 6, random);
  const auto one = entry_terms(given, counts, 1), three = entry_terms(given, counts, 3);
  for (Index k = 0; k < 3; ++k) {
    FiberSums a, b;
    one->fiber_sums(k, tables, a);
    three->fiber_sums(k, tables, b);
    BOOST_TEST((a.rows == b.rows));
  }
}

BOOST_AUTO_TEST_CASE(entries_that_do_not_fit_are_refused) {
  Random random(43);
  const Entries given = random_entries({3, 3}, 10, random);
  BOOST_CHECK_THROW(entry_terms(given, {3}), std::invalid_argument);
  BOOST_CHECK_THROW(entry_terms(given, {3, 1}), std::invalid_argument);
  const auto data = entry_terms(given, {3, 3}, EntryOptions{1, {}, 0, 0, false});
  BOOST_CHECK_THROW(data->set_weights(Eigen::VectorXd::Ones(10)), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
