#include "tests/solvers/tucker/problem.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Cholesky>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include "models/kernels/make_kernel.hpp"

namespace tucker_problem {

using namespace tessera::tucker;

double normal(Random& random) {
  return boost::random::normal_distribution<double>()(random);
}

double uniform(Random& random) {
  return boost::random::uniform_01<double>()(random);
}

Eigen::MatrixXd normal_matrix(Index rows, Index columns, Random& random) {
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [&] { return normal(random); });
}

std::vector<Index> Problem::indices() const {
  std::vector<Index> counts;
  for (const AxisModel& axis : axes) counts.push_back(axis.coordinates.rows());
  return counts;
}

Eigen::MatrixXd Problem::covariance(Index mode, Index function) const {
  const auto kernel =
      tessera::make_kernel(axes[mode].kernel, {{"length_scale", lengths[mode][function]}});
  const Eigen::MatrixXd& x = axes[mode].coordinates;
  return Eigen::MatrixXd::NullaryExpr(
      x.rows(), x.rows(), [&](Index i, Index j) { return kernel->value(x(i, 0) - x(j, 0)); });
}

std::vector<std::unique_ptr<FactorSmoother>> Problem::smoothers() const {
  std::vector<std::unique_ptr<FactorSmoother>> result;
  for (std::size_t k = 0; k < axes.size(); ++k)
    result.push_back(make_smoother(axes[k], lengths[k]));
  return result;
}

std::vector<std::vector<LengthPrior>> Problem::length_priors() const {
  std::vector<std::vector<LengthPrior>> result;
  const auto all = smoothers();
  for (std::size_t k = 0; k < axes.size(); ++k)
    result.push_back(tessera::tucker::length_priors(axes[k], axis_scales(axes[k]), *all[k]));
  return result;
}

Problem problem(const std::vector<Index>& indices, std::vector<Section> sections, Random& random,
                const std::string& kernel) {
  Problem p;
  const auto modes = static_cast<Index>(indices.size());
  p.table = make_component_table(modes, std::move(sections));
  for (Index k = 0; k < modes; ++k) {
    AxisModel axis;
    axis.name = "axis " + std::to_string(k);
    axis.kernel = kernel;
    axis.coordinates.resize(indices[k], 1);
    const double step = 10.0 / static_cast<double>(indices[k]);
    for (Index i = 0; i < indices[k]; ++i)
      axis.coordinates(i, 0) = step * (static_cast<double>(i) + 0.8 * uniform(random));
    p.axes.push_back(axis);
    p.lengths.emplace_back();
    for (Index f = 0; f < p.table.functions[k]; ++f)
      p.lengths.back().push_back(1.5 + 0.7 * static_cast<double>((f + k) % 4));
  }
  return p;
}

Entries random_entries(const std::vector<Index>& indices, Index count, Random& random) {
  Entries entries;
  entries.index.resize(count, static_cast<Index>(indices.size()));
  for (Index n = 0; n < count; ++n)
    for (std::size_t k = 0; k < indices.size(); ++k)
      entries.index(n, static_cast<Index>(k)) =
          static_cast<int>(uniform(random) * static_cast<double>(indices[k]));
  entries.values = normal_matrix(count, 1, random);
  return entries;
}

double Truth::value(const ComponentTable& table, const Eigen::RowVectorXi& index) const {
  double sum = 0;
  for (Index c = 0; c < table.components(); ++c) {
    double product = weights[c];
    for (Index k = 0; k < table.modes(); ++k)
      if (table.factor(c, k) >= 0) product *= factors[k](table.factor(c, k), index[k]);
    sum += product;
  }
  return sum;
}

Truth draw(const Problem& p, Random& random) {
  Truth truth;
  for (Index k = 0; k < p.table.modes(); ++k) {
    const Index count = p.axes[k].coordinates.rows();
    truth.factors.emplace_back(p.table.functions[k], count);
    for (Index f = 0; f < p.table.functions[k]; ++f) {
      Eigen::MatrixXd covariance = p.covariance(k, f);
      covariance.diagonal().array() += 1e-10;
      truth.factors.back().row(f) =
          (covariance.llt().matrixL() * normal_matrix(count, 1, random)).transpose();
    }
  }
  truth.weights = normal_matrix(p.table.components(), 1, random);
  return truth;
}

void observe(Problem& p, const Truth& truth, double noise_deviation, Random& random) {
  p.entries.values.resize(p.entries.index.rows());
  for (Index n = 0; n < p.entries.index.rows(); ++n)
    p.entries.values[n] =
        truth.value(p.table, p.entries.index.row(n)) + noise_deviation * normal(random);
}

FactorMarginals random_marginals(Index functions, Index indices, double spread, Random& random) {
  FactorMarginals q{normal_matrix(functions, indices, random),
                    Eigen::MatrixXd(functions * functions, indices), 0};
  for (Index i = 0; i < indices; ++i) {
    const Eigen::MatrixXd root = spread * normal_matrix(functions, functions, random);
    Eigen::Map<Eigen::MatrixXd>(q.covariance.col(i).data(), functions, functions) =
        root * root.transpose();
  }
  return q;
}

VariationalState random_state(const Problem& p, Random& random) {
  VariationalState state;
  const ComponentTable& table = p.table;
  for (Index k = 0; k < table.modes(); ++k) {
    const Index count = p.axes[k].coordinates.rows();
    state.factors.push_back(random_marginals(table.functions[k], count, 0.3, random));
    state.sites.push_back(tessera::NaturalSites::zero(table.functions[k], count));
  }
  state.weight_mean = normal_matrix(table.components(), 1, random);
  const Eigen::MatrixXd root = 0.3 * normal_matrix(table.components(), table.components(), random);
  state.weight_covariance = root * root.transpose();
  state.relevance.assign(table.group_count, GammaDistribution{1, 1});
  state.noise_precision = {1, 1};
  return state;
}

ComponentMoments component_moments(const ComponentTable& table,
                                   const std::vector<FactorMarginals>& factors,
                                   const Eigen::RowVectorXi& index, Index without) {
  const Index components = table.components();
  ComponentMoments m{Eigen::VectorXd::Ones(components),
                     Eigen::MatrixXd::Ones(components, components)};
  for (Index k = 0; k < table.modes(); ++k) {
    if (k == without) continue;
    const Index functions = table.functions[k];
    const auto mean = [&](Index f) { return f < 0 ? 1.0 : factors[k].mean(f, index[k]); };
    for (Index c = 0; c < components; ++c) {
      const Index f = table.factor(c, k);
      m.first[c] *= mean(f);
      for (Index e = 0; e < components; ++e) {
        const Index g = table.factor(e, k);
        m.second(c, e) *=
            mean(f) * mean(g) +
            (f < 0 || g < 0 ? 0.0 : factors[k].covariance(g * functions + f, index[k]));
      }
    }
  }
  return m;
}

FunctionValue function_value(const ComponentTable& table, const VariationalState& state,
                             const Eigen::RowVectorXi& index) {
  const ComponentMoments m = component_moments(table, state.factors, index);
  const double mean = state.weight_mean.dot(m.first);
  const Eigen::MatrixXd second =
      state.weight_covariance + state.weight_mean * state.weight_mean.transpose();
  return {mean, second.cwiseProduct(m.second).sum() - mean * mean};
}

Section product(Index modes, Index rank) {
  Section section{"product", {}, false, {rank}};
  for (Index k = 0; k < modes; ++k) section.modes.push_back(k);
  return section;
}

Section tucker(std::vector<Index> ranks) {
  Section section = product(static_cast<Index>(ranks.size()), 1);
  section.tucker = true;
  section.ranks = std::move(ranks);
  return section;
}

}  // namespace tucker_problem
