#include "solvers/tucker/component_map.hpp"

namespace tessera::tucker {

Eigen::MatrixXd extended_means(const FactorMarginals& q, double constant) {
  Eigen::MatrixXd means(q.mean.rows() + 1, q.mean.cols());
  means.row(0).setConstant(constant);
  means.bottomRows(q.mean.rows()) = q.mean;
  return means;
}

Eigen::MatrixXd extended_seconds(const FactorMarginals& q, double constant) {
  const Index functions = q.mean.rows();
  const Index size = functions + 1;
  Eigen::MatrixXd seconds(size * size, q.mean.cols());
  for (Index i = 0; i < q.mean.cols(); ++i) {
    const double* mean = q.mean.data() + i * functions;
    const double* covariance = q.covariance.data() + i * functions * functions;
    double* second = seconds.data() + i * size * size;
    second[0] = constant * constant;
    for (Index g = 0; g < functions; ++g) {
      second[g + 1] = second[(g + 1) * size] = constant * mean[g];
      for (Index f = 0; f < functions; ++f)
        second[(g + 1) * size + f + 1] = mean[f] * mean[g] + covariance[g * functions + f];
    }
  }
  return seconds;
}

ComponentMap::ComponentMap(const ComponentTable& table, const RestTerms& terms, Index mode)
    : functions_(table.functions[mode] + 1), terms_(terms.count()), term_(terms.term_of_component) {
  for (Index c = 0; c < table.components(); ++c) function_.push_back(table.factor(c, mode) + 1);
  // A number of a matrix product costs about a quarter of one that is looked up.
  blocks_ = functions_ * functions_ * packed_size(terms_) <= 4 * components() * components();
}

Eigen::MatrixXd ComponentMap::square_map(const Eigen::MatrixXd& second) const {
  Eigen::MatrixXd map = Eigen::MatrixXd::Zero(functions_ * functions_, packed_size(terms_));
  for (Index c = 0; c < components(); ++c)
    for (Index e = 0; e < components(); ++e)
      map(function_[c] * functions_ + function_[e], packed(term_[c], term_[e])) += second(c, e);
  return map;
}

Eigen::MatrixXd ComponentMap::linear_map(const Eigen::VectorXd& mean) const {
  Eigen::MatrixXd map = Eigen::MatrixXd::Zero(functions_, terms_);
  for (Index c = 0; c < components(); ++c) map(function_[c], term_[c]) += mean[c];
  return map;
}

void ComponentMap::function_sums(const FiberSums& sums, const Eigen::VectorXd& mean,
                                 const Eigen::MatrixXd& second, Eigen::MatrixXd& squares,
                                 Eigen::MatrixXd& linear) const {
  linear.noalias() = linear_map(mean) * sums.rows.topRows(terms_);
  if (blocks_) {
    squares.noalias() = square_map(second) * sums.rows.bottomRows(packed_size(terms_));
    return;
  }
  squares.setZero(functions_ * functions_, sums.rows.cols());
  for (Index i = 0; i < sums.rows.cols(); ++i) {
    const double* sum = sums.rows.data() + i * sums.rows.rows() + terms_;
    double* square = squares.data() + i * squares.rows();
    for (Index c = 0; c < components(); ++c) {
      const double* weight = second.data() + c * components();
      for (Index e = 0; e < c; ++e) {
        const double product = weight[e] * sum[packed(term_[c], term_[e])];
        square[function_[c] * functions_ + function_[e]] += product;
        square[function_[e] * functions_ + function_[c]] += product;
      }
      square[function_[c] * (functions_ + 1)] += weight[c] * sum[packed(term_[c], term_[c])];
    }
  }
}

void ComponentMap::component_sums(const FiberSums& sums, const FactorMarginals& q,
                                  Eigen::MatrixXd& design, Eigen::VectorXd& correlation) const {
  const Eigen::MatrixXd first = extended_means(q, 1) * sums.rows.topRows(terms_).transpose();
  const Eigen::MatrixXd seconds = extended_seconds(q, 1);
  design.setZero(components(), components());
  correlation.resize(components());
  for (Index c = 0; c < components(); ++c) correlation[c] = first(function_[c], term_[c]);
  if (blocks_) {
    const Eigen::MatrixXd pairs = seconds * sums.rows.bottomRows(packed_size(terms_)).transpose();
    for (Index c = 0; c < components(); ++c)
      for (Index e = 0; e <= c; ++e)
        design(e, c) = pairs(function_[c] * functions_ + function_[e], packed(term_[c], term_[e]));
  } else {
    for (Index i = 0; i < sums.rows.cols(); ++i) {
      const double* sum = sums.rows.data() + i * sums.rows.rows() + terms_;
      const double* second = seconds.data() + i * seconds.rows();
      for (Index c = 0; c < components(); ++c)
        for (Index e = 0; e <= c; ++e)
          design(e, c) +=
              second[function_[c] * functions_ + function_[e]] * sum[packed(term_[c], term_[e])];
    }
  }
  design.triangularView<Eigen::StrictlyLower>() = design.transpose();
}

void ComponentMap::contract(const FactorMarginals& q, const Eigen::VectorXd& mean,
                            const Eigen::MatrixXd& second, double constant,
                            Eigen::MatrixXd& rows) const {
  rows.resize(terms_ + packed_size(terms_), q.mean.cols());
  rows.topRows(terms_).noalias() = linear_map(mean).transpose() * extended_means(q, constant);
  const Eigen::MatrixXd seconds = extended_seconds(q, constant);
  if (blocks_) {
    rows.bottomRows(packed_size(terms_)).noalias() = square_map(second).transpose() * seconds;
    return;
  }
  rows.bottomRows(packed_size(terms_)).setZero();
  for (Index i = 0; i < rows.cols(); ++i) {
    const double* function_second = seconds.data() + i * seconds.rows();
    double* row = rows.data() + i * rows.rows() + terms_;
    for (Index c = 0; c < components(); ++c) {
      const double* weight = second.data() + c * components();
      for (Index e = 0; e <= c; ++e)
        row[packed(term_[c], term_[e])] +=
            (e < c ? 2 : 1) * weight[e] * function_second[function_[c] * functions_ + function_[e]];
    }
  }
}

}  // namespace tessera::tucker
