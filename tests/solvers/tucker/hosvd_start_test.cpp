#include "solvers/tucker/hosvd_start.hpp"

#include <Eigen/QR>
#include <boost/test/unit_test.hpp>

#include "solvers/tucker/random_start.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

struct GridProblem {
  Problem problem;
  tessera::Tensor tensor;
};

GridProblem grid_problem(const std::vector<Index>& counts, std::vector<Section> sections,
                         double noise, Random& random) {
  GridProblem g{problem(counts, std::move(sections), random), tessera::Tensor(counts)};
  Entries& entries = g.problem.entries;
  entries.index.resize(g.tensor.values.size(), static_cast<Index>(counts.size()));
  entries.values.resize(g.tensor.values.size());
  for (Index n = 0; n < entries.values.size(); ++n)
    for (Index k = 0, rest = n; k < g.problem.table.modes(); rest /= counts[k], ++k)
      entries.index(n, k) = static_cast<int>(rest % counts[k]);
  observe(g.problem, draw(g.problem, random), noise, random);
  g.tensor.values = entries.values;
  return g;
}

/// Bounds after each of so many sweeps from this start.
std::vector<double> bounds(const GridProblem& g, VariationalState start, int sweeps) {
  const auto data = grid_terms(g.tensor);
  const NoiseModel noise(gather_cells(g.problem.entries), {1e-3, 1e-3}, 0);
  MessageOptions options;
  MessagePassing messages(g.problem.table, *data, noise, g.problem.smoothers(),
                          std::vector<std::vector<LengthPrior>>(g.problem.table.modes()), options);
  messages.start(std::move(start));
  std::vector<double> result;
  for (int s = 0; s < sweeps; ++s) result.push_back(messages.sweep(false));
  return result;
}

/// Largest sine between the functions' means and the span of the true ones.
double distance_to_span(const Eigen::MatrixXd& means, const Eigen::MatrixXd& truth) {
  const Eigen::MatrixXd basis = truth.transpose().householderQr().householderQ() *
                                Eigen::MatrixXd::Identity(truth.cols(), truth.rows());
  double largest = 0;
  for (Index f = 0; f < means.rows(); ++f) {
    const Eigen::VectorXd u = means.row(f).transpose().normalized();
    largest = std::max(largest, (u - basis * (basis.transpose() * u)).norm());
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hosvd)

BOOST_AUTO_TEST_CASE(functions_of_a_tucker_tensor_without_noise_span_the_true_ones) {
  Random random(31);
  const std::vector<Index> counts{12, 10, 9};
  Problem p = problem(counts, {tucker({3, 2, 2})}, random);
  const Truth truth = draw(p, random);
  tessera::Tensor tensor(counts);
  for (Index n = 0; n < tensor.values.size(); ++n)
    tensor.values[n] = truth.value(
        p.table, Eigen::RowVector3i(static_cast<int>(n % 12), static_cast<int>(n / 12 % 10),
                                    static_cast<int>(n / 120)));
  const auto smoothers = p.smoothers();
  const VariationalState start =
      hosvd_start(p.table, tensor, random_start(p.table, smoothers, random));
  for (Index k = 0; k < 3; ++k) {
    BOOST_TEST(distance_to_span(start.factors[k].mean, truth.factors[k]) < 1e-6);
    const Eigen::VectorXd squares = start.factors[k].mean.array().square().rowwise().mean();
    BOOST_TEST((squares.array() - 1).abs().maxCoeff() < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(a_noisy_tucker_tensor_reaches_its_optimum_in_fewer_sweeps) {
  Random random(32);
  const GridProblem g = grid_problem({14, 12, 10}, {tucker({3, 2, 2})}, 0.3, random);
  const auto smoothers = g.problem.smoothers();
  const VariationalState noise = random_start(g.problem.table, smoothers, random);
  const auto from_noise = bounds(g, noise, 60);
  const auto from_vectors = bounds(g, hosvd_start(g.problem.table, g.tensor, noise), 60);
  const double best = std::max(from_noise.back(), from_vectors.back());
  const auto sweeps = [&](const std::vector<double>& path) {
    return std::find_if(path.begin(), path.end(), [&](double b) { return b > best - 1; }) -
           path.begin() + 1;
  };
  BOOST_TEST_MESSAGE("within 1 nat of the best bound after "
                     << sweeps(from_vectors) << " sweeps, from noise after " << sweeps(from_noise));
  BOOST_TEST(from_vectors.back() > best - 1);
  BOOST_TEST(sweeps(from_vectors) < sweeps(from_noise));
}

BOOST_AUTO_TEST_CASE(earlier_sections_are_removed_before_a_diagonal_one_is_found) {
  Random random(33);
  const std::vector<Index> counts{12, 11, 10};
  const std::vector<Section> sections{
      {"intercept", {}, false, {}}, {"main", {0}, false, {1}}, product(3, 2)};
  const GridProblem g = grid_problem(counts, sections, 0.05, random);
  const auto smoothers = g.problem.smoothers();
  const VariationalState noise = random_start(g.problem.table, smoothers, random);
  const auto from_vectors = bounds(g, hosvd_start(g.problem.table, g.tensor, noise), 3);
  const auto from_noise = bounds(g, noise, 3);
  BOOST_TEST(from_vectors[2] > from_noise[2]);
}

BOOST_AUTO_TEST_SUITE_END()
