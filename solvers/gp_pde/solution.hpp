#pragma once

#include <memory>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/predictor.hpp"
#include "models/tensors/tensor.hpp"
#include "solvers/gp_pde/basis_1d.hpp"

namespace tessera::gp_pde {

/// A function on a box in products of the axes' bases: the posterior mean of the GP solver.
/// Derivatives of every order exist.
class Solution final : public Predictor {
 public:
  Solution(std::vector<Axis> axes, std::string quantity,
           std::vector<std::shared_ptr<const Basis1D>> bases, Tensor coefficients);
  /// From a record of type `gp_pde`; throws DataError where something is missing or of wrong shape.
  static std::unique_ptr<Predictor> load(const ModelRecord& record);

  std::vector<Axis> axes() const override { return axes_; }
  std::string quantity() const override { return quantity_; }
  Prediction predict(const Eigen::MatrixXd& points, const std::vector<int>& orders) const override;
  Prediction predict(const Grid& grid, const std::vector<int>& orders) const override;
  ModelRecord record() const override;

  const std::vector<std::shared_ptr<const Basis1D>>& bases() const { return bases_; }
  const Tensor& coefficients() const { return coefficients_; }
  /// Values on the tensor grid of the given coordinates.
  Tensor evaluate(const std::vector<Eigen::VectorXd>& coordinates,
                  const std::vector<int>& orders) const;

 private:
  std::vector<Axis> axes_;
  std::string quantity_;
  std::vector<std::shared_ptr<const Basis1D>> bases_;
  Tensor coefficients_;
};

}  // namespace tessera::gp_pde
