#include "solvers/optimize/weight_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include <Eigen/QR>

namespace tessera {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

WeightEvidence::WeightEvidence(const std::vector<RegressionBlock>& blocks, double smallest_noise) {
  if (blocks.empty() || !(smallest_noise > 0))
    throw std::invalid_argument("regression: needs a block and a positive noise");
  signals_ = blocks.front().data.cols();
  for (const RegressionBlock& block : blocks) {
    if (block.features.rows() != block.data.rows() || block.data.cols() != signals_ ||
        block.features.cols() != static_cast<Index>(block.weights.size()) || signals_ == 0)
      throw std::invalid_argument("regression: sizes of features, data and weights differ");
    for (const Index w : block.weights) {
      if (w < 0) throw std::invalid_argument("regression: negative index of a weight");
      weight_count_ = std::max(weight_count_, w + 1);
    }
    rows_ += block.data.rows();
  }
  mean_square_.setZero(weight_count_);
  for (const RegressionBlock& block : blocks) {
    for (Index m = 0; m < block.features.cols(); ++m)
      mean_square_[block.weights[static_cast<std::size_t>(m)]] +=
          block.features.col(m).squaredNorm() / static_cast<double>(rows_);
    data_mean_square_ += block.data.squaredNorm() / static_cast<double>(rows_ * signals_);
  }
  for (const RegressionBlock& block : blocks) reduce(block, smallest_noise);
}

void WeightEvidence::reduce(const RegressionBlock& block, double smallest_noise) {
  Reduced reduced;
  reduced.weights = block.weights;
  const Index columns = block.features.cols();
  const Eigen::ColPivHouseholderQR<Matrix> qr(block.features);
  // Below the rounding of the largest feature a direction means nothing.
  constexpr double rounding = 1e-15;
  const double cut = std::max(1e-3 * smallest_noise, rounding * std::abs(qr.matrixQR()(0, 0)));
  Index rank = 0;
  while (rank < std::min(block.features.rows(), columns) &&
         std::abs(qr.matrixQR()(rank, rank)) > cut)
    ++rank;
  const Matrix turned = qr.householderQ().adjoint() * block.data;
  Matrix r = qr.matrixQR().topRows(rank).triangularView<Eigen::Upper>();
  reduced.features_and_data.resize(rank, columns + signals_);
  reduced.features_and_data.leftCols(columns) = r * qr.colsPermutation().transpose();
  reduced.features_and_data.rightCols(signals_) = turned.topRows(rank);
  reduced.transposed_features = reduced.features_and_data.leftCols(columns).transpose();
  reduced.outside_rows = turned.rows() - rank;
  reduced.outside_energy = turned.bottomRows(turned.rows() - rank).squaredNorm();
  blocks_.push_back(std::move(reduced));
}

void WeightEvidence::add(const Reduced& block, const Vector& g, double noise,
                         bool with_noise_gradient, WeightEvidenceValue& total) const {
  const Index rank = block.features_and_data.rows();
  const Index columns = block.transposed_features.rows();
  // Rows of large weight first: Householder QR is then accurate row by row.
  std::vector<Index> order(static_cast<std::size_t>(columns));
  for (Index m = 0; m < columns; ++m) order[static_cast<std::size_t>(m)] = m;
  const auto weight = [&](Index m) { return g[block.weights[static_cast<std::size_t>(m)]]; };
  std::stable_sort(order.begin(), order.end(),
                   [&](Index a, Index b) { return weight(a) > weight(b); });
  Matrix stacked(columns + rank, rank);
  for (Index row = 0; row < columns; ++row) {
    const Index m = order[static_cast<std::size_t>(row)];
    stacked.row(row) = std::sqrt(weight(m)) * block.transposed_features.row(m);
  }
  stacked.bottomRows(rank) = noise * Matrix::Identity(rank, rank);
  const Eigen::HouseholderQR<Eigen::Ref<Matrix>> qr(stacked);
  const auto r = stacked.topRows(rank).triangularView<Eigen::Upper>();

  Matrix solved = block.features_and_data;
  r.transpose().solveInPlace(solved);
  const auto solved_features = solved.leftCols(columns);
  const auto solved_data = solved.rightCols(signals_);
  const Vector quality = (solved_features.transpose() * solved_data).rowwise().squaredNorm();
  const Vector sparsity = solved_features.colwise().squaredNorm();
  const auto signals = static_cast<double>(signals_);
  for (Index m = 0; m < columns; ++m) {
    total.quality[block.weights[static_cast<std::size_t>(m)]] += quality[m];
    total.sparsity[block.weights[static_cast<std::size_t>(m)]] += signals * sparsity[m];
  }
  const auto outside = static_cast<double>(block.outside_rows);
  const double scaled_energy = block.outside_energy / (noise * noise);
  total.log_evidence -=
      0.5 * (solved_data.squaredNorm() + scaled_energy) +
      signals * (stacked.diagonal().cwiseAbs().array().log().sum() + outside * std::log(noise) +
                 0.5 * (static_cast<double>(rank) + outside) * std::log(2 * std::numbers::pi));
  if (!with_noise_gradient) return;
  // d/d log noise = noise^2 (|C^-1 y|^2 - J trace C^-1), and C^-1 = R^-1 R^-T.
  const double residual = r.solve(solved_data).squaredNorm();
  const double trace = r.solve(Matrix::Identity(rank, rank)).squaredNorm();
  total.noise_gradient +=
      noise * noise * (residual - signals * trace) + scaled_energy - signals * outside;
}

WeightEvidenceValue WeightEvidence::evaluate(const Vector& g, double noise,
                                             bool with_noise_gradient) const {
  if (g.size() != weight_count_ || !(noise > 0) || (g.array() < 0).any())
    throw std::invalid_argument("regression: weights must be >= 0, one each, and noise positive");
  WeightEvidenceValue total;
  total.quality.setZero(weight_count_);
  total.sparsity.setZero(weight_count_);
  for (const Reduced& block : blocks_) add(block, g, noise, with_noise_gradient, total);
  return total;
}

}  // namespace tessera
