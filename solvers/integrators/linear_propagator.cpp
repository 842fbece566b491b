#include "solvers/integrators/linear_propagator.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tessera {
namespace {

constexpr std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("linear part: " + what);
}

}  // namespace

BlockLayout::BlockLayout(const LinearPart& linear)
    : dimension_(linear.dimension), matrices_(linear.matrices) {
  for (const Eigen::MatrixXcd& m : matrices_) {
    if (m.rows() != m.cols() || m.rows() == 0) refuse("a matrix is not square");
    if (!m.allFinite()) refuse("a rate is not finite");
  }
  matrices_.emplace_back(Eigen::MatrixXcd::Zero(1, 1));
  for (const Eigen::MatrixXcd& m : matrices_) {
    offsets_.push_back(coefficients_);
    coefficients_ += m.size();
  }
  std::vector<char> used(at(dimension_), 0);
  for (const LinearPart::Block& block : linear.blocks) add(block, used);
  for (Index i = 0; i < dimension_; ++i)
    if (used[at(i)] == 0) reals_.push_back({i, offsets_.back()});
}

void BlockLayout::add(const LinearPart::Block& block, std::vector<char>& used) {
  if (block.matrix < 0 || block.matrix + 1 >= static_cast<Index>(matrices_.size()))
    refuse("a block names a matrix that is not there");
  const Eigen::MatrixXcd& m = matrices_[at(block.matrix)];
  const bool complex = !block.imaginary.empty();
  if (static_cast<Index>(block.real.size()) != m.rows() ||
      (complex && block.imaginary.size() != block.real.size()))
    refuse("a block and its matrix are of different sizes");
  if (!complex && !m.imag().isZero(0)) refuse("real amplitudes with a complex matrix");
  for (const auto* numbers : {&block.real, &block.imaginary})
    for (const Index i : *numbers) {
      if (i < 0 || i >= dimension_) refuse("a block names a number beyond the state");
      if (used[at(i)]++ != 0) refuse("a number stands in two blocks");
    }
  const Index coefficient = offsets_[at(block.matrix)];
  if (m.rows() > 1) {
    coupled_.push_back({m.rows(), static_cast<Index>(numbers_.size()), complex, coefficient});
    numbers_.insert(numbers_.end(), block.real.begin(), block.real.end());
    numbers_.insert(numbers_.end(), block.imaginary.begin(), block.imaginary.end());
    largest_ = std::max(largest_, m.rows());
  } else if (complex) {
    complexes_.push_back({block.real[0], block.imaginary[0], coefficient});
  } else {
    reals_.push_back({block.real[0], coefficient});
  }
}

BlockOperator::BlockOperator(const BlockLayout& layout) : values_(at(layout.coefficients_)) {}

void BlockOperator::set(const BlockLayout& layout, Index matrix, const Eigen::MatrixXcd& value) {
  std::complex<double>* out = values_.data() + layout.offsets_[at(matrix)];
  std::copy_n(value.data(), value.size(), out);
}

BlockCombination::BlockCombination(const BlockLayout& layout)
    : layout_(&layout), real_sum_(at(layout.largest_)), imaginary_sum_(at(layout.largest_)) {}

void BlockCombination::operator()(std::initializer_list<Term> terms, std::span<double> result) {
  // Products of complex numbers are written out: the library's take care of infinities, slowly.
  for (const BlockLayout::Real& r : layout_->reals_) {
    double sum = 0;
    for (const Term& term : terms)
      sum += term.factor->values_[at(r.coefficient)].real() * term.vector[at(r.number)];
    result[at(r.number)] = sum;
  }
  for (const BlockLayout::Complex& c : layout_->complexes_) {
    double real = 0, imaginary = 0;
    for (const Term& term : terms) {
      const std::complex<double> f = term.factor->values_[at(c.coefficient)];
      const double x = term.vector[at(c.real)], y = term.vector[at(c.imaginary)];
      real += f.real() * x - f.imag() * y;
      imaginary += f.real() * y + f.imag() * x;
    }
    result[at(c.real)] = real;
    result[at(c.imaginary)] = imaginary;
  }
  for (const BlockLayout::Coupled& c : layout_->coupled_)
    if (c.complex)
      set_complex(c, terms, result);
    else
      set_real(c, terms, result);
}

void BlockCombination::set_real(const BlockLayout::Coupled& block,
                                std::initializer_list<Term> terms, std::span<double> result) {
  const std::span numbers(layout_->numbers_.data() + block.first, at(block.size));
  double* sum = real_sum_.data();
  std::fill_n(sum, block.size, 0.0);
  for (const Term& term : terms) {
    const std::complex<double>* f = term.factor->values_.data() + block.coefficient;
    for (const Index j : numbers) {
      const double x = term.vector[at(j)];
      for (Index i = 0; i < block.size; ++i, ++f) sum[i] += f->real() * x;
    }
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) result[at(numbers[i])] = sum[i];
}

void BlockCombination::set_complex(const BlockLayout::Coupled& block,
                                   std::initializer_list<Term> terms, std::span<double> result) {
  const Index n = block.size;
  const Index* re = layout_->numbers_.data() + block.first;
  const Index* im = re + n;
  double* real = real_sum_.data();
  double* imaginary = imaginary_sum_.data();
  std::fill_n(real, n, 0.0);
  std::fill_n(imaginary, n, 0.0);
  for (const Term& term : terms) {
    const std::complex<double>* f = term.factor->values_.data() + block.coefficient;
    for (Index j = 0; j < n; ++j) {
      const double x = term.vector[at(re[j])], y = term.vector[at(im[j])];
      for (Index i = 0; i < n; ++i, ++f) {
        real[i] += f->real() * x - f->imag() * y;
        imaginary[i] += f->real() * y + f->imag() * x;
      }
    }
  }
  for (Index i = 0; i < n; ++i) {
    result[at(re[i])] = real[i];
    result[at(im[i])] = imaginary[i];
  }
}

}  // namespace tessera
