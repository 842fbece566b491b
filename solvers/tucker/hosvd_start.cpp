#include "solvers/tucker/hosvd_start.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <Eigen/Cholesky>

#include "solvers/linear/kronecker.hpp"
#include "solvers/linear/lapack.hpp"

namespace tessera::tucker {
namespace {

using Eigen::MatrixXd;
using MatrixMap = Eigen::Map<const MatrixXd>;

constexpr double smallest_share =
    1e-12;  ///< of the largest eigenvalue: below it there is no vector
constexpr int least_squares_sweeps = 100;
constexpr double ridge = 1e-10;

/// Value (b, r, q) of the result is sum_i matrix(i, r) tensor(b, i, q).
Tensor contracted(const Tensor& tensor, Index mode, const MatrixXd& matrix) {
  Tensor result;
  result.shape = tensor.shape;
  result.shape[mode] = matrix.cols();
  result.values.resize(Tensor::volume(result.shape));
  mode_product_transposed(matrix,
                          {tensor.values.data(), static_cast<std::size_t>(tensor.values.size())},
                          tensor.shape, static_cast<int>(mode),
                          {result.values.data(), static_cast<std::size_t>(result.values.size())});
  return result;
}

/// The unfolding times its transpose.
MatrixXd gram(const Tensor& tensor, Index mode) {
  const ModeView view = mode_view(tensor.shape, static_cast<int>(mode));
  if (view.before == 1) {
    const MatrixMap unfolding(tensor.values.data(), view.length, view.after);
    return unfolding * unfolding.transpose();
  }
  MatrixXd sum = MatrixXd::Zero(view.length, view.length);
  for (Index q = 0; q < view.after; ++q) {
    const MatrixMap block(tensor.values.data() + q * view.before * view.length, view.before,
                          view.length);
    sum.noalias() += block.transpose() * block;
  }
  return sum;
}

/// Leading left singular vectors of the unfolding, at most `rank`, as columns.
MatrixXd leading_vectors(const Tensor& tensor, Index mode, Index rank) {
  Eigen::VectorXd values;
  MatrixXd vectors;
  symmetric_eigen(gram(tensor, mode), values, vectors);
  const Index size = values.size();
  Index kept = 0;
  while (kept < std::min(rank, size) && values[size - 1 - kept] > smallest_share * values[size - 1])
    ++kept;
  return vectors.rightCols(kept).rowwise().reverse();
}

/// Alternating least squares for a sum of `rank` products, from matrices that are nearly diagonal.
std::vector<MatrixXd> diagonal_factors(const Tensor& core, Index rank) {
  const auto modes = static_cast<Index>(core.shape.size());
  std::vector<MatrixXd> factors;
  for (Index k = 0; k < modes; ++k) {
    MatrixXd factor(core.shape[k], rank);
    for (Index i = 0; i < factor.rows(); ++i)
      for (Index r = 0; r < rank; ++r)
        factor(i, r) = (i == r % factor.rows() ? 1.0 : 0.0) +
                       0.1 * std::cos(1.0 + static_cast<double>(k + (3 * i + 1) * (7 * r + 2)));
    factors.push_back(std::move(factor));
  }
  for (int sweep = 0; sweep < least_squares_sweeps; ++sweep)
    for (Index k = 0; k < modes; ++k) {
      MatrixXd right = MatrixXd::Zero(core.shape[k], rank);
      for (Index n = 0; n < core.values.size(); ++n) {
        Eigen::ArrayXd product = Eigen::ArrayXd::Constant(rank, core.values[n]);
        Index rest = n, own = 0;
        for (Index j = 0; j < modes; rest /= core.shape[j], ++j) {
          if (j == k)
            own = rest % core.shape[j];
          else
            product *= factors[j].row(rest % core.shape[j]).transpose().array();
        }
        right.row(own) += product.matrix().transpose();
      }
      MatrixXd squares = MatrixXd::Ones(rank, rank);
      for (Index j = 0; j < modes; ++j)
        if (j != k) squares.array() *= (factors[j].transpose() * factors[j]).array();
      squares.diagonal().array() += ridge * (squares.trace() + 1e-300);
      factors[k] = squares.ldlt().solve(right.transpose()).transpose();
    }
  return factors;
}

/// Writes the columns into the section's functions of a mode, scaled to unit mean square.
void set_functions(const ComponentTable& table, Index section, Index mode, const MatrixXd& columns,
                   FactorMarginals& factors) {
  Index column = 0;
  for (Index f = 0; f < table.functions[mode] && column < columns.cols(); ++f) {
    if (table.owner[mode][f] != section) continue;
    const double norm = columns.col(column).norm();
    if (norm > 0)
      factors.mean.row(f) =
          columns.col(column).transpose() * (std::sqrt(static_cast<double>(columns.rows())) / norm);
    ++column;
  }
}

Index rank_of(const Section& section, std::size_t position) {
  return section.ranks[section.tucker ? position : 0];
}

/// Starts one section and returns its fit, with one index on every mode that it does not have.
Tensor start_section(const ComponentTable& table, Index number, Tensor core,
                     VariationalState& state) {
  const Section& section = table.sections[number];
  std::vector<MatrixXd> bases;
  for (std::size_t i = 0; i < section.modes.size(); ++i) {
    bases.push_back(leading_vectors(core, section.modes[i], rank_of(section, i)));
    core = contracted(core, section.modes[i], bases.back());
  }
  if (!section.tucker && section.modes.size() > 2) {
    Tensor small({}, core.values);
    for (const Index mode : section.modes) small.shape.push_back(core.shape[mode]);
    const Index rank = section.ranks[0];
    std::vector<MatrixXd> factors = diagonal_factors(small, rank);
    core.values.setZero();
    for (Index n = 0; n < core.values.size(); ++n) {
      Eigen::ArrayXd product = Eigen::ArrayXd::Ones(rank);
      Index rest = n;
      for (std::size_t i = 0; i < factors.size(); rest /= small.shape[i], ++i)
        product *= factors[i].row(rest % small.shape[i]).transpose().array();
      core.values[n] = product.sum();
    }
    for (std::size_t i = 0; i < factors.size(); ++i)
      set_functions(table, number, section.modes[i], bases[i] * factors[i],
                    state.factors[section.modes[i]]);
  } else {
    for (std::size_t i = 0; i < bases.size(); ++i)
      set_functions(table, number, section.modes[i], bases[i], state.factors[section.modes[i]]);
  }
  for (std::size_t i = 0; i < bases.size(); ++i)
    core = contracted(core, section.modes[i], bases[i].transpose());
  return core;
}

}  // namespace

VariationalState hosvd_start(const ComponentTable& table, Tensor tensor, VariationalState base) {
  const auto modes = static_cast<Index>(tensor.shape.size());
  if (modes != table.modes() || tensor.values.size() != Tensor::volume(tensor.shape))
    throw std::invalid_argument("hosvd_start: table and tensor do not fit together");
  const auto sections = static_cast<Index>(table.sections.size());
  for (Index s = 0; s < sections; ++s) {
    const auto& own = table.sections[s].modes;
    const auto absent = [&](Index k) { return std::find(own.begin(), own.end(), k) == own.end(); };
    Tensor mean;
    const Tensor* reduced = &tensor;
    for (Index k = modes - 1; k >= 0; --k)
      if (absent(k)) {
        const Index length = tensor.shape[k];
        mean =
            contracted(*reduced, k, MatrixXd::Constant(length, 1, 1 / static_cast<double>(length)));
        reduced = &mean;
      }
    const bool last = s + 1 == sections;
    Tensor fit =
        start_section(table, s, last && reduced == &tensor ? std::move(tensor) : *reduced, base);
    if (last) break;
    for (Index k = 0; k < modes; ++k)
      if (absent(k)) fit = contracted(fit, k, MatrixXd::Ones(1, tensor.shape[k]));
    tensor.values -= fit.values;
  }
  return base;
}

}  // namespace tessera::tucker
