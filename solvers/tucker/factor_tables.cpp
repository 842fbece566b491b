#include "solvers/tucker/factor_tables.hpp"

#include "solvers/tucker/component_map.hpp"

namespace tessera::tucker {

FactorTable factor_table(const RestTerms& terms, Index mode, const FactorMarginals& marginals,
                         double constant) {
  const Index functions = marginals.mean.rows();
  const Index indices = marginals.mean.cols();
  FactorTable table;
  table.terms = terms.count();
  table.rows.resize(table.terms + packed_size(table.terms), indices);
  for (Index i = 0; i < indices; ++i) {
    const double* mean = marginals.mean.data() + i * functions;
    const double* covariance = marginals.covariance.data() + i * functions * functions;
    double* row = table.rows.data() + i * table.rows.rows();
    double* second = row + table.terms;
    for (Index a = 0; a < table.terms; ++a) {
      const Index f = terms.factor(a, mode);
      row[a] = f < 0 ? constant : mean[f];
      for (Index b = 0; b <= a; ++b) {
        const Index g = terms.factor(b, mode);
        *second++ = row[a] * row[b] + (f < 0 || g < 0 ? 0.0 : covariance[f * functions + g]);
      }
    }
  }
  return table;
}

FactorTable contracted_table(const ComponentTable& table, const RestTerms& terms, Index mode,
                             const FactorMarginals& marginals, const Eigen::VectorXd& weight_mean,
                             const Eigen::MatrixXd& weight_covariance, double constant) {
  FactorTable result;
  result.terms = terms.count();
  ComponentMap(table, terms, mode)
      .contract(marginals, weight_mean, weight_covariance + weight_mean * weight_mean.transpose(),
                constant, result.rows);
  return result;
}

FunctionMoments function_moments(const double* const* rows, Index count, Index terms) {
  using Row = Eigen::Map<const Eigen::ArrayXd>;
  const auto sum = [&](Index first, Index size) {
    const auto row = [&](Index j) { return Row(rows[j] + first, size); };
    if (count == 1) return row(0).sum();
    if (count == 2) return (row(0) * row(1)).sum();
    if (count == 3) return (row(0) * row(1) * row(2)).sum();
    double total = 0;
    for (Index p = first; p < first + size; ++p) {
      double product = rows[0][p];
      for (Index j = 1; j < count; ++j) product *= rows[j][p];
      total += product;
    }
    return total;
  };
  return {sum(0, terms), sum(terms, packed_size(terms))};
}

FunctionMomentsOfRows function_moments(const std::vector<FactorTable>& tables,
                                       const Eigen::MatrixXi& index) {
  const auto modes = static_cast<Index>(tables.size());
  FunctionMomentsOfRows moments{Eigen::VectorXd(index.rows()), Eigen::VectorXd(index.rows())};
  std::vector<const double*> rows(modes);
  for (Index n = 0; n < index.rows(); ++n) {
    for (Index k = 0; k < modes; ++k)
      rows[k] = tables[k].rows.data() + tables[k].rows.rows() * index(n, k);
    const FunctionMoments one = function_moments(rows.data(), modes, tables.front().terms);
    moments.mean[n] = one.mean;
    moments.second[n] = one.second;
  }
  return moments;
}

}  // namespace tessera::tucker
