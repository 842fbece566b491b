#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "data/fields/types.hpp"

namespace tessera::tucker {

/// A part of the model: sum over its components of weight times the product of one factor function
/// per mode of the section; the other modes are held constant.
struct Section {
  std::string name;
  std::vector<Index> modes;  ///< ascending; empty: the intercept
  bool tucker = false;       ///< full core instead of a diagonal one
  /// CP: one rank. Tucker: one rank per mode of the section, in the order of `modes`.
  std::vector<Index> ranks;
};

/// All components of a model as one table: f(x) = sum_c w_c prod_k u^k_{factor(c,k)}(x_k), where
/// factor -1 stands for the constant 1. CP has a component per rank, Tucker one per element of its
/// core (first mode of the section fastest); the core and the relevance weights are the w_c.
struct ComponentTable {
  std::vector<Section> sections;
  std::vector<Index> functions;           ///< F_k: factor functions of each mode
  Eigen::MatrixXi factor;                 ///< C x K
  std::vector<Index> section;             ///< of each component
  std::vector<std::vector<Index>> owner;  ///< section of each function, [mode][function]
  /// Relevances: the prior precision of w_c is the product of the relevances of its groups. A CP
  /// component is a group of its own; in a Tucker core every slice is one.
  std::vector<std::vector<Index>> groups;  ///< of each component
  Index group_count = 0;

  Index modes() const { return static_cast<Index>(functions.size()); }
  Index components() const { return factor.rows(); }
};

/// Throws std::invalid_argument for a section without modes twice, a mode out of range or twice in
/// a section, ranks below 1 or of the wrong number.
ComponentTable make_component_table(Index modes, std::vector<Section> sections);

/// The distinct products prod_{j != k} u^j of a table, seen from mode k: components that differ
/// only in mode k share one.
struct RestTerms {
  Eigen::MatrixXi factor;                ///< Q x K, column k is -1
  std::vector<Index> term_of_component;  ///< C entries below Q
  Index count() const { return factor.rows(); }
};
RestTerms rest_terms(const ComponentTable& table, Index mode);

/// Position of (a, b), a >= b, in a packed lower triangle.
inline Index packed(Index a, Index b) {
  return a >= b ? a * (a + 1) / 2 + b : b * (b + 1) / 2 + a;
}
inline Index packed_size(Index n) {
  return n * (n + 1) / 2;
}

}  // namespace tessera::tucker
