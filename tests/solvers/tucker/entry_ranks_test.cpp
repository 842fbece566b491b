#include <boost/test/unit_test.hpp>

#include "data/parallel/communicator.hpp"
#include "solvers/tucker/random_start.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

/// Factor means after five sweeps of a model with Student-t noise.
VariationalState fit(const Problem& p, DataTerms& data) {
  const NoiseModel noise(gather_cells(p.entries), {1e-3, 1e-3}, 4);
  MessagePassing messages(p.table, data, noise, p.smoothers(), p.length_priors(), {});
  Random random(52);
  const auto smoothers = p.smoothers();
  messages.start(random_start(p.table, smoothers, random));
  for (int s = 0; s < 5; ++s) messages.sweep(s > 1);
  return messages.state();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(world)

BOOST_AUTO_TEST_CASE(ranks_that_share_the_entries_get_the_fit_of_one) {
  const auto communicator = tessera::launched_in_parallel() ? tessera::world_communicator()
                                                            : tessera::serial_communicator();
  Random random(51);
  const std::vector<Index> counts{12, 10, 8};
  Problem p = problem(counts, {{"intercept", {}, false, {}}, product(3, 2)}, random);
  p.entries = random_entries(counts, 301, random);
  observe(p, draw(p, random), 0.2, random);
  p.entries = gather_cells(p.entries).entries;
  const Index total = p.entries.values.size();
  const tessera::Slab own = tessera::slab_of(total, communicator->rank(), communicator->size());
  EntryOptions options;
  options.sum = [&](std::span<double> values) { communicator->allreduce_sum(values); };
  options.first = own.first;
  options.total = total;
  const auto shared = entry_terms({p.entries.index.middleRows(own.first, own.count),
                                   p.entries.values.segment(own.first, own.count)},
                                  counts, options);
  const auto alone = entry_terms(p.entries, counts);
  const VariationalState a = fit(p, *shared), b = fit(p, *alone);
  for (Index k = 0; k < 3; ++k)
    BOOST_TEST((a.factors[k].mean - b.factors[k].mean).cwiseAbs().maxCoeff() < 1e-10);
  BOOST_TEST((a.weight_mean - b.weight_mean).cwiseAbs().maxCoeff() < 1e-10);
  BOOST_TEST(a.noise_precision.mean() == b.noise_precision.mean(),
             boost::test_tools::tolerance(1e-10));
}

BOOST_AUTO_TEST_SUITE_END()
