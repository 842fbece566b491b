#include <boost/test/unit_test.hpp>

#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

/// Expected information of all entries about the functions of a mode: for each entry, the model is
/// linear in them, f = a^T u + b with a and b random through the other modes and the weights.
tessera::NaturalSites sites_of_entries(const Problem& p, const VariationalState& s, Index mode) {
  const Index functions = p.table.functions[mode];
  auto sites = tessera::NaturalSites::zero(functions, p.indices()[mode]);
  const Eigen::MatrixXd w = s.weight_covariance + s.weight_mean * s.weight_mean.transpose();
  const double tau = s.noise_precision.mean();
  for (Index n = 0; n < p.entries.values.size(); ++n) {
    const auto m = component_moments(p.table, s.factors, p.entries.index.row(n), mode);
    const Index i = p.entries.index(n, mode);
    for (Index c = 0; c < p.table.components(); ++c) {
      const Index f = p.table.factor(c, mode);
      if (f < 0) continue;
      sites.linear(f, i) += tau * p.entries.values[n] * s.weight_mean[c] * m.first[c];
      for (Index e = 0; e < p.table.components(); ++e) {
        const Index g = p.table.factor(e, mode);
        if (g < 0)
          sites.linear(f, i) -= tau * w(c, e) * m.second(c, e);
        else
          sites.precision(g * functions + f, i) += tau * w(c, e) * m.second(c, e);
      }
    }
  }
  return sites;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_sites_of_a_mode_are_the_expected_information_of_all_entries) {
  Random random(31);
  const std::vector<std::vector<Section>> all{{product(2, 3)},
                                              {tucker({2, 3, 2})},
                                              {{"intercept", {}, false, {}},
                                               {"main", {0}, false, {2}},
                                               {"other", {1}, false, {1}},
                                               {"pair", {0, 2}, false, {1}},
                                               product(3, 2)}};
  for (const auto& sections : all) {
    std::vector<Index> counts{5, 6, 4};
    counts.resize(sections.back().modes.size());
    Problem p = problem(counts, sections, random);
    p.entries = random_entries(counts, 60, random);
    observe(p, draw(p, random), 0.3, random);
    const auto data = entry_terms(p.entries, counts, 1);
    Cells cells;
    cells.counts = Eigen::VectorXd::Ones(60);
    cells.total = 60;
    MessagePassing messages(p.table, *data, NoiseModel(cells, {1, 1}, 0), p.smoothers(),
                            p.length_priors(), {});
    messages.start(random_state(p, random));
    for (int sweep = 0; sweep < 3; ++sweep) {
      const VariationalState before = messages.state();
      messages.finish();  // its first update is that of mode 0, given `before`
      const auto expected = sites_of_entries(p, before, 0);
      const auto& found = messages.state().sites[0];
      BOOST_TEST((found.precision - expected.precision).norm() < 1e-12 * expected.precision.norm());
      BOOST_TEST((found.linear - expected.linear).norm() < 1e-11 * expected.linear.norm());
    }
  }
}
