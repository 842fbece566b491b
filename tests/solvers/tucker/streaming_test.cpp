#include "solvers/tucker/streaming.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

Entries part(const Entries& all, Index first, Index count) {
  return {all.index.middleRows(first, count), all.values.segment(first, count)};
}

Cells distinct(const Entries& entries) {
  return {entries,
          Eigen::VectorXd::Ones(entries.values.size()),
          0,
          static_cast<double>(entries.values.size()),
          {}};
}

std::unique_ptr<MessagePassing> started(const Problem& p, DataTerms& data, const NoiseModel& noise,
                                        const VariationalState& start) {
  auto messages = std::make_unique<MessagePassing>(p.table, data, noise, p.smoothers(),
                                                   p.length_priors(), MessageOptions{});
  messages->learn_weights(false);
  messages->learn_relevances(false);
  messages->start(start);
  return messages;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(streaming)

BOOST_AUTO_TEST_CASE(chunks_in_sequence_equal_all_at_once_with_the_other_modes_fixed) {
  Random random(101);
  const GammaDistribution prior{2, 1};
  for (const auto& section : {product(3, 2), tucker({2, 3, 2})}) {
    Problem p = problem({9, 8, 7}, {{"main", {1}, false, {1}}, section}, random);
    p.entries = random_entries(p.indices(), 120, random);
    const VariationalState fixed = random_state(p, random);
    const auto all = entry_terms(p.entries, p.indices(), 1);
    auto batch = started(p, *all, NoiseModel(distinct(p.entries), prior, 0), fixed);
    const double noise = batch->state().noise_precision.mean();
    batch->finish();  // its first update is that of mode 0, the others as they were fixed

    PastObservations past;
    for (Index first = 0; first < 120; first += 40) {
      const Entries entries = part(p.entries, first, 40);
      const auto chunk = entry_terms(entries, p.indices(), 1);
      StreamingTerms terms(*chunk, past);
      const NoiseModel noise_model(distinct(entries), past.noise_prior(prior), 0);
      auto stream = started(p, terms, noise_model, fixed);
      if (first == 80) {
        BOOST_TEST(stream->state().noise_precision.mean() == noise,
                   boost::test_tools::tolerance(1e-10));
        stream->finish();
        const auto& a = stream->state().factors[0];
        const auto& b = batch->state().factors[0];
        BOOST_TEST((a.mean - b.mean).cwiseAbs().maxCoeff() < 1e-10);
        BOOST_TEST((a.covariance - b.covariance).cwiseAbs().maxCoeff() < 1e-10);
      }
      past = terms.absorb(p.table, fixed.factors, distinct(entries), noise_model);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_second_chunk_corrects_a_model_that_the_first_left_uncertain) {
  Random random(102);
  const GammaDistribution prior{1, 1};
  Problem p = problem({20, 18}, {product(2, 1)}, random);
  const Truth truth = draw(p, random);
  p.entries = gather_cells(random_entries(p.indices(), 300, random)).entries;
  observe(p, truth, 0.2, random);
  const Index half = p.entries.values.size() / 2;
  PastObservations past;
  VariationalState state = random_state(p, random);
  std::vector<double> errors;
  for (const Index first : {Index{0}, half}) {
    const Entries entries = part(p.entries, first, half);
    const auto chunk = entry_terms(entries, p.indices(), 1);
    StreamingTerms terms(*chunk, past);
    MessagePassing messages(p.table, terms,
                            NoiseModel(distinct(entries), past.noise_prior(prior), 0),
                            p.smoothers(), p.length_priors(), {});
    messages.start(state);
    for (int sweep = 0; sweep < 100; ++sweep) messages.sweep(false);
    state = messages.state();
    past = terms.absorb(p.table, state.factors, distinct(entries), messages.noise());
    double sum = 0;
    for (int i = 0; i < 20; ++i)
      for (int j = 0; j < 18; ++j) {
        const Eigen::RowVector2i at(i, j);
        sum += std::pow(function_value(p.table, state, at).mean - truth.value(p.table, at), 2);
      }
    errors.push_back(std::sqrt(sum / 360));
  }
  BOOST_TEST(errors[1] < 0.9 * errors[0]);
  BOOST_TEST(past.count == static_cast<double>(2 * half));
}

BOOST_AUTO_TEST_CASE(new_coordinates_join_with_the_prediction_of_the_former_fit) {
  Random random(103);
  Problem p = problem({10, 9}, {product(2, 2)}, random);
  p.entries = random_entries(p.indices(), 60, random);
  const auto data = entry_terms(p.entries, p.indices(), 1);
  MessagePassing messages(p.table, *data, NoiseModel(distinct(p.entries), {1, 1}, 0), p.smoothers(),
                          p.length_priors(), {});
  messages.start(random_state(p, random));
  messages.finish();
  std::vector<GrownAxis> axes;
  for (Index k = 0; k < 2; ++k) axes.push_back({p.axes[k].coordinates, {}});
  for (Index i = 0; i < 10; ++i) axes[0].old_index.push_back(i);
  // On mode 1 a coordinate between the first two.
  const Eigen::MatrixXd x = p.axes[1].coordinates;
  axes[1].coordinates.resize(10, 1);
  axes[1].coordinates << x(0, 0), 0.5 * (x(0, 0) + x(1, 0)), x.bottomRows(8);
  axes[1].old_index = {0, -1, 1, 2, 3, 4, 5, 6, 7, 8};
  const auto smoothers = p.smoothers();
  const VariationalState state = warm_start(messages.state(), smoothers, axes);
  BOOST_TEST((state.factors[0].mean == messages.state().factors[0].mean));
  BOOST_TEST((state.factors[1].mean.col(2) == messages.state().factors[1].mean.col(1)));
  // Smoothing the grown axis with its sites (none at the new coordinate) gives the same functions.
  AxisModel grown_axis = p.axes[1];
  grown_axis.coordinates = axes[1].coordinates;
  const FactorMarginals q =
      make_smoother(grown_axis, p.lengths[1])->smooth(state.sites[1], nullptr);
  BOOST_TEST((q.mean - state.factors[1].mean).cwiseAbs().maxCoeff() < 1e-9);
  BOOST_TEST((q.covariance - state.factors[1].covariance).cwiseAbs().maxCoeff() < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
