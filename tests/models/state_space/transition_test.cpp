#include <cmath>
#include <limits>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "models/state_space/make_state_space.hpp"
#include "models/state_space/matern_state_space.hpp"
#include "tests/models/state_space/exact_process.hpp"

using namespace tessera;

namespace {

const double infinity = std::numeric_limits<double>::infinity();

/// Largest error of an entry, relative to the scale of its row and column.
double scaled_error(const Eigen::MatrixXd& found, const exact::Matrix& expected,
                    const exact::Matrix& row_scale, const exact::Matrix& column_scale) {
  double worst = 0;
  for (Index i = 0; i < found.rows(); ++i)
    for (Index j = 0; j < found.cols(); ++j) {
      const exact::Real error = abs(exact::Real(found(i, j)) - expected(i, j));
      const exact::Real scale = sqrt(row_scale(i, i)) * sqrt(column_scale(j, j));
      worst = std::max(worst, static_cast<double>(exact::Real(error / scale)));
    }
  return worst;
}

/// P^-1/2 as far as the diagonal goes.
exact::Matrix inverse_diagonal(const exact::Matrix& p) {
  exact::Matrix result = p;
  for (Index i = 0; i < p.rows(); ++i) result(i, i) = 1 / p(i, i);
  return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(matern_transitions_equal_the_matrix_exponential_for_gaps_short_and_long) {
  for (int p = 0; p <= 2; ++p)
    for (const double gap : {1e-12, 1e-8, 1e-5, 1e-3, 0.02, 0.3, 0.57, 0.6, 1.0, 2.7, 9.0, 40.0}) {
      const auto process = matern_state_space(p, 1.7, 1.3);
      const exact::Matern reference(p, 1.7, 1.3);
      const Transition t = process->transition(gap, Direction::forward);
      const exact::Matrix a = reference.a(gap);
      const exact::Matrix q = reference.q(gap);
      BOOST_TEST_CONTEXT("p = " << p << ", gap = " << gap) {
        BOOST_TEST(scaled_error(t.q, q, q, q) < 1e-12);
        BOOST_TEST(scaled_error(t.a, a, reference.stationary,
                                inverse_diagonal(reference.stationary)) < 2e-15);
        BOOST_TEST((t.q.array() == t.q.transpose().array()).all());
      }
    }
}

BOOST_AUTO_TEST_CASE(a_difference_of_transitions_is_exact_where_both_are_close_to_the_identity) {
  for (int p = 0; p <= 2; ++p)
    for (const double gap : {1e-9, 1e-6, 1e-3, 0.1, 0.5, 3.0}) {
      const auto process = matern_state_space(p, 1, 1.3);
      const exact::Matrix difference =
          exact::Matern(p, 1, 1.3).a(gap) - exact::Matern(p, 1, 0.9).a(gap);
      const Eigen::MatrixXd found =
          process->transition_difference(gap, *matern_state_space(p, 1, 0.9));
      for (Index i = 0; i <= p; ++i)
        for (Index j = 0; j <= p; ++j)
          BOOST_TEST(std::abs(static_cast<double>(exact::Real(found(i, j)) - difference(i, j))) <=
                     1e-12 * std::abs(static_cast<double>(difference(i, j))) +
                         (gap > 0.4 ? 1e-14 : 0.0));
    }
  BOOST_CHECK_THROW(
      matern_state_space(1, 1, 1)->transition_difference(0.1, *matern_state_space(2, 1, 1)),
      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_process_keeps_its_stationary_state_forward_and_reversed) {
  for (const char* name : {"matern 1/2", "matern 3/2", "matern 5/2", "periodic",
                           "matern 3/2 + periodic", "matern 5/2 + matern 1/2 + matern 5/2"}) {
    const auto s = make_state_space(name);
    const Eigen::MatrixXd& p = s->stationary_covariance();
    const double scale = p.norm() * (1 + s->drift().norm());
    BOOST_TEST_CONTEXT(name) {
      const Eigen::MatrixXd lyapunov =
          s->drift() * p + p * s->drift().transpose() +
          s->noise_effect() * s->noise_density() * s->noise_effect().transpose();
      BOOST_TEST(lyapunov.norm() < 1e-15 * scale);
      for (const double gap : {0.0, 0.01, 0.37, 4.0}) {
        const Transition forward = s->transition(gap, Direction::forward);
        const Transition reversed = s->transition(gap, Direction::reversed);
        BOOST_TEST((forward.a * p * forward.a.transpose() + forward.q - p).norm() < 1e-14 * scale);
        BOOST_TEST((reversed.a * p * reversed.a.transpose() + reversed.q - p).norm() <
                   1e-14 * scale);
        // Both describe the same joint distribution of the two states.
        BOOST_TEST((reversed.a * p - (forward.a * p).transpose()).norm() < 1e-14 * scale);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_gap_of_zero_changes_nothing_and_an_infinite_one_forgets_everything) {
  for (int p = 0; p <= 2; ++p) {
    const auto s = matern_state_space(p, 2, 0.3);
    const Transition none = s->transition(0, Direction::forward);
    BOOST_TEST(none.a.isIdentity(0));
    BOOST_TEST(none.q.isZero(0));
    const Transition all = s->transition(infinity, Direction::reversed);
    BOOST_TEST(all.a.isZero(0));
    BOOST_TEST((all.q - s->stationary_covariance()).isZero(0));
    BOOST_CHECK_THROW(s->transition(-1, Direction::forward), std::invalid_argument);
    BOOST_CHECK_THROW(s->transition(std::nan(""), Direction::forward), std::invalid_argument);
  }
  BOOST_CHECK_THROW(matern_state_space(3, 1, 1), std::invalid_argument);
  BOOST_CHECK_THROW(matern_state_space(1, 1, 0), std::invalid_argument);
}
