#include <stdexcept>

#include <Eigen/Core>

#include "models/tensors/tensor.hpp"
#include "solvers/linear/kronecker.hpp"
#include "solvers/tucker/data_terms.hpp"

namespace tessera::tucker {
namespace {

using MatrixMap = Eigen::Map<const Eigen::MatrixXd>;

/// Contraction of mode `mode` of a dense block (first mode fastest) with one vector.
Eigen::VectorXd contract(const Eigen::VectorXd& block, const std::vector<Index>& shape, int mode,
                         const Eigen::VectorXd& vector) {
  Eigen::VectorXd result(block.size() / vector.size());
  mode_product_transposed(vector, {block.data(), static_cast<std::size_t>(block.size())}, shape,
                          mode, {result.data(), static_cast<std::size_t>(result.size())});
  return result;
}

/// Sums over all entries of a complete grid: second moments factorise over the modes, first moments
/// are mode products of the data with the factors' means.
class GridTerms final : public DataTerms {
 public:
  explicit GridTerms(Tensor tensor) : tensor_(std::move(tensor)) {
    square_sum_ = tensor_.values.squaredNorm();
  }

  Index modes() const override { return static_cast<Index>(tensor_.shape.size()); }
  Index indices(Index mode) const override { return tensor_.shape[mode]; }
  double weighted_square_sum() const override { return square_sum_; }

  void set_weights(const Eigen::VectorXd&) override {
    throw std::logic_error("grid_terms: entries of a complete grid have no weights");
  }
  void squared_residuals(Index, const std::vector<FactorTable>&, Eigen::VectorXd&) const override {
    throw std::logic_error("grid_terms: no residuals of single entries");
  }

  void fiber_sums(Index mode, const std::vector<FactorTable>& tables,
                  FiberSums& sums) const override {
    // A mode at either end of the array is contracted first: one matrix product over all data.
    const Index last = modes() - 1;
    const Index contracted = mode == last ? 0 : last;
    sums.terms = tables[contracted].terms;
    const Index size = tables[contracted].rows.rows();
    sums.rows.resize(size, indices(mode));
    sums.rows.topRows(sums.terms) = first_moments(mode, contracted, tables);
    Eigen::ArrayXd second = Eigen::ArrayXd::Ones(size - sums.terms);
    for (Index k = 0; k < modes(); ++k)
      if (k != mode) second *= tables[k].rows.bottomRows(size - sums.terms).rowwise().sum().array();
    sums.rows.bottomRows(size - sums.terms) = second.matrix().replicate(1, indices(mode));
  }

 private:
  /// Rest terms share few functions of the contracted mode: one matrix product takes the distinct
  /// ones, in order of first appearance.
  struct DistinctFactors {
    Eigen::MatrixXd means;  ///< d x distinct
    std::vector<Index> of_term;
  };
  static DistinctFactors distinct(const FactorTable& table) {
    DistinctFactors result;
    std::vector<Index> chosen;
    for (Index q = 0; q < table.terms; ++q) {
      Index found = 0;
      while (found < static_cast<Index>(chosen.size()) &&
             table.rows.row(q) != table.rows.row(chosen[found]))
        ++found;
      if (found == static_cast<Index>(chosen.size())) chosen.push_back(q);
      result.of_term.push_back(found);
    }
    result.means.resize(table.rows.cols(), static_cast<Index>(chosen.size()));
    for (std::size_t j = 0; j < chosen.size(); ++j)
      result.means.col(static_cast<Index>(j)) = table.rows.row(chosen[j]);
    return result;
  }

  Eigen::MatrixXd first_moments(Index mode, Index contracted,
                                const std::vector<FactorTable>& tables) const {
    const DistinctFactors factors = distinct(tables[contracted]);
    const Index length = indices(contracted);
    const Index rest = tensor_.values.size() / length;
    Eigen::MatrixXd blocks(rest, factors.means.cols());
    if (contracted == 0)
      blocks.noalias() = MatrixMap(tensor_.values.data(), length, rest).transpose() * factors.means;
    else
      blocks.noalias() = MatrixMap(tensor_.values.data(), rest, length) * factors.means;
    Eigen::MatrixXd moments(tables[contracted].terms, indices(mode));
    for (Index q = 0; q < moments.rows(); ++q) {
      Eigen::VectorXd block = blocks.col(factors.of_term[q]);
      std::vector<Index> shape = tensor_.shape;
      shape.erase(shape.begin() + contracted);
      for (Index k = modes() - 1; k >= 0; --k) {
        if (k == mode || k == contracted) continue;
        const int place = static_cast<int>(contracted < k ? k - 1 : k);
        block = contract(block, shape, place, tables[k].rows.row(q).transpose());
        shape.erase(shape.begin() + place);
      }
      moments.row(q) = block.transpose();
    }
    return moments;
  }

  Tensor tensor_;
  double square_sum_ = 0;
};

}  // namespace

std::unique_ptr<DataTerms> grid_terms(Tensor tensor) {
  if (tensor.shape.size() < 2) throw std::invalid_argument("grid_terms: fewer than two modes");
  if (tensor.values.size() != Tensor::volume(tensor.shape))
    throw std::invalid_argument("grid_terms: the number of values does not fit the shape");
  return std::make_unique<GridTerms>(std::move(tensor));
}

}  // namespace tessera::tucker
