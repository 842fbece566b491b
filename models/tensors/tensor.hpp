#pragma once

#include <numeric>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// Dense tensor, column-major: the first mode varies fastest. The number of values is the product
/// of the shape.
struct Tensor {
  std::vector<Index> shape;
  Eigen::VectorXd values;

  Tensor() = default;
  /// A tensor of zeros.
  explicit Tensor(std::vector<Index> s)
      : shape(std::move(s)), values(Eigen::VectorXd::Zero(volume(shape))) {}
  Tensor(std::vector<Index> s, Eigen::VectorXd v) : shape(std::move(s)), values(std::move(v)) {}

  static Index volume(const std::vector<Index>& shape) {
    return std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
  }
};

/// How a tensor looks along one mode: value (p, i, q) stands at p + before * (i + length * q).
struct ModeView {
  Index before = 1;
  Index length = 1;
  Index after = 1;
};

inline ModeView mode_view(const std::vector<Index>& shape, int mode) {
  const auto at = shape.begin() + mode;
  return {std::accumulate(shape.begin(), at, Index{1}, std::multiplies<>()), *at,
          std::accumulate(at + 1, shape.end(), Index{1}, std::multiplies<>())};
}

}  // namespace tessera
