#pragma once

#include <complex>
#include <initializer_list>
#include <span>
#include <vector>

#include "data/fields/types.hpp"
#include "solvers/integrators/linear_part.hpp"

namespace tessera {

/// The blocks of a LinearPart in the order of memory: amplitudes without coupling apart from
/// coupled ones; numbers in no block are real amplitudes of rate 0.
class BlockLayout {
 public:
  /// Throws std::invalid_argument for indices out of range or used twice, matrices whose shape does
  /// not fit the block, a complex matrix for real amplitudes, rates that are not finite.
  explicit BlockLayout(const LinearPart& linear);

  Index dimension() const { return dimension_; }
  const std::vector<Eigen::MatrixXcd>& matrices() const { return matrices_; }

 private:
  friend class BlockCombination;
  friend class BlockOperator;
  struct Real {
    Index number;
    Index coefficient;
  };
  struct Complex {
    Index real;
    Index imaginary;
    Index coefficient;
  };
  struct Coupled {
    Index size;
    Index first;  ///< in numbers_: real[size], imaginary[size] (absent in real blocks)
    bool complex;
    Index coefficient;
  };
  void add(const LinearPart::Block& block, std::vector<char>& used);

  Index dimension_ = 0;
  std::vector<Eigen::MatrixXcd> matrices_;
  std::vector<Index> offsets_;  ///< of each matrix among the coefficients of an operator
  Index coefficients_ = 0;      ///< numbers of an operator
  Index largest_ = 1;
  std::vector<Real> reals_;
  std::vector<Complex> complexes_;
  std::vector<Coupled> coupled_;
  std::vector<Index> numbers_;
};

/// A real linear operator with the blocks of a layout.
class BlockOperator {
 public:
  explicit BlockOperator(const BlockLayout& layout);
  /// The matrix that stands in place of layout.matrices()[matrix].
  void set(const BlockLayout& layout, Index matrix, const Eigen::MatrixXcd& value);
  Index memory() const { return static_cast<Index>(values_.size() * sizeof(values_[0])); }

 private:
  friend class BlockCombination;
  std::vector<std::complex<double>> values_;  ///< matrices one after the other, column-major
};

/// Sums of operators applied to vectors, without allocation.
class BlockCombination {
 public:
  explicit BlockCombination(const BlockLayout& layout);
  struct Term {
    const BlockOperator* factor;
    std::span<const double> vector;
  };
  /// result = sum of factor * vector over one to four terms; result is none of the vectors.
  void operator()(std::initializer_list<Term> terms, std::span<double> result);

 private:
  void set_real(const BlockLayout::Coupled& block, std::initializer_list<Term> terms,
                std::span<double> result);
  void set_complex(const BlockLayout::Coupled& block, std::initializer_list<Term> terms,
                   std::span<double> result);

  const BlockLayout* layout_;
  std::vector<double> real_sum_, imaginary_sum_;
};

}  // namespace tessera
