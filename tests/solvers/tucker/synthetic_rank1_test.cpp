#include <algorithm>
#include <filesystem>
#include <set>

#include <boost/test/unit_test.hpp>

#include "data/hdf5/objects.hpp"
#include "solvers/tucker/fit.hpp"
#include "tests/solvers/tucker/problem.hpp"

using namespace tessera::tucker;
using namespace tucker_problem;

namespace {

const std::filesystem::path file =
    std::filesystem::path(TESSERA_SOURCE_DIR) / ".." / "shared" / "data" / "synthetic_rank1.h5";

std::vector<double> numbers(tessera::hdf5::Id data, const std::string& path) {
  const auto dataset = tessera::hdf5::open_dataset(data, path);
  return tessera::hdf5::read_numbers(dataset.id(), path).values;
}

}  // namespace

// The values of this set are an exact product of two vectors (alternating least squares leaves a
// residual of 2e-16), but the first of these differs from the stored `U1_traj_true` by 15 % of its
// spread: the noise sits in the factor, not in the entries. Bands around the factor that made the
// values therefore do not hold the stored one, and their share is printed, not tested.
BOOST_AUTO_TEST_CASE(a_published_rank_one_set_is_predicted_at_held_out_entries) {
  if (!std::filesystem::exists(file)) {
    BOOST_TEST_MESSAGE("skipped: no " << file.filename());
    return;
  }
  const auto data = tessera::hdf5::open_file(file.string());
  const auto coordinates = numbers(data.id(), "fold0/train/coords");
  const auto index = numbers(data.id(), "fold0/train/index");
  const auto values = numbers(data.id(), "fold0/train/value");
  const auto count = static_cast<Index>(values.size());
  Entries entries{Eigen::MatrixXi(count, 2),
                  Eigen::Map<const Eigen::VectorXd>(values.data(), count)};
  std::vector<std::vector<double>> truth{numbers(data.id(), "U1_traj_true"),
                                         numbers(data.id(), "U2_traj_true")};
  std::vector<AxisModel> axes(2);
  std::vector<std::vector<Index>> seen(2);  // numbers, in the truth, of the observed coordinates
  std::vector<Index> indices;
  for (Index k = 0; k < 2; ++k) {
    std::vector<std::pair<double, Index>> all;
    for (Index n = 0; n < count; ++n)
      all.emplace_back(coordinates[2 * n + k], static_cast<Index>(index[2 * n + k]));
    const std::set<std::pair<double, Index>> distinct(all.begin(), all.end());
    axes[k].name = "axis " + std::to_string(k);
    axes[k].coordinates.resize(static_cast<Index>(distinct.size()), 1);
    for (const auto& [x, number] : distinct) {
      axes[k].coordinates(static_cast<Index>(seen[k].size()), 0) = x;
      seen[k].push_back(number);
    }
    for (Index n = 0; n < count; ++n)
      entries.index(n, k) =
          static_cast<int>(std::distance(distinct.begin(), distinct.find(all[n])));
    indices.push_back(axes[k].coordinates.rows());
  }
  const double scale = std::sqrt(entries.values.squaredNorm() / static_cast<double>(count));
  entries.values /= scale;
  const Cells cells = gather_cells(entries);
  const auto terms = entry_terms(cells.entries, indices, 1);
  Random random(1);
  tessera::SilentMonitor monitor;
  const FitResult fit = fit_components(make_component_table(2, {product(2, 1)}), axes, *terms,
                                       NoiseModel(cells, {1e-3, 1e-3}, 0), {}, random, monitor);
  double inside = 0, total = 0;
  for (Index k = 0; k < 2; ++k) {
    const FactorMarginals& q = fit.state.factors[k];
    Eigen::VectorXd u(indices[k]);
    for (Index i = 0; i < indices[k]; ++i) u[i] = truth[k].at(seen[k][i]);
    u *= q.mean.row(0).dot(u) / u.squaredNorm();
    for (Index i = 0; i < indices[k]; ++i)
      inside += std::abs(u[i] - q.mean(0, i)) < 1.959964 * std::sqrt(q.covariance(0, i));
    total += static_cast<double>(indices[k]);
  }
  BOOST_TEST_MESSAGE("stored trajectories inside the 95 % bands: " << inside / total);
  const auto test_index = numbers(data.id(), "fold0/test/index");
  const auto test_values = numbers(data.id(), "fold0/test/value");
  double squares = 0;
  for (std::size_t n = 0; n < test_values.size(); ++n) {
    Eigen::RowVectorXi at(2);
    for (Index k = 0; k < 2; ++k)
      at[k] = static_cast<int>(std::distance(
          seen[k].begin(),
          std::find(seen[k].begin(), seen[k].end(), static_cast<Index>(test_index[2 * n + k]))));
    squares += std::pow(
        test_values[n] / scale - function_value(fit.components.table, fit.state, at).mean, 2);
  }
  BOOST_TEST(std::sqrt(squares / static_cast<double>(test_values.size())) < 0.02);
}
