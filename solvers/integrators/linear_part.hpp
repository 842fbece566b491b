#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera {

/// A real linear operator M on a state of real numbers that falls apart into small complex blocks:
/// block b acts on the complex amplitudes a_j = state[real[j]] + i state[imaginary[j]], j = 0 ..
/// n - 1, as a -> matrices[matrix] a. A block whose amplitudes are real has no `imaginary` indices;
/// its matrix is real then. n = 1: complex-diagonal. Numbers in no block have M = 0.
struct LinearPart {
  struct Block {
    Index matrix = 0;
    std::vector<Index> real;
    std::vector<Index> imaginary;
  };
  Index dimension = 0;                     ///< numbers in the state
  std::vector<Eigen::MatrixXcd> matrices;  ///< n x n, shared by blocks
  std::vector<Block> blocks;
};

}  // namespace tessera
