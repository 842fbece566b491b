#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <random>

#include "data/fields/types.hpp"

namespace tessera::product {

/// Numbers at an address that is a multiple of 64 bytes.
template <class Number>
class AlignedArray {
 public:
  Number* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  /// Forgets what it held where it has to grow.
  void reserve(std::size_t size) {
    if (size <= size_) return;
    data_.reset();
    data_.reset(static_cast<Number*>(::operator new(size * sizeof(Number), alignment)));
    size_ = size;
  }

 private:
  static constexpr std::align_val_t alignment{64};
  struct Delete {
    void operator()(Number* data) const { ::operator delete(data, alignment); }
  };
  std::unique_ptr<Number, Delete> data_;
  std::size_t size_ = 0;
};

/// Memory that all measurements share: random numbers to read, and room for results. Both are
/// touched before anything is measured.
template <class Real>
class Arena {
 public:
  void reserve(std::size_t inputs, std::size_t results, std::size_t workspace_bytes) {
    if (inputs > inputs_.size()) {
      inputs_.reserve(inputs);
      std::mt19937_64 generator(1);
      std::normal_distribution<double> normal;
      std::generate_n(inputs_.data(), inputs_.size(),
                      [&] { return static_cast<Real>(normal(generator)); });
    }
    if (results > results_.size()) {
      results_.reserve(results);
      std::fill_n(results_.data(), results_.size(), Real{});
    }
    if (workspace_bytes > workspace_.size()) {
      workspace_.reserve(workspace_bytes);
      std::fill_n(workspace_.data(), workspace_.size(), std::byte{});
    }
  }
  const Real* inputs() const { return inputs_.data(); }
  Real* results() const { return results_.data(); }
  std::byte* workspace() const { return workspace_.data(); }

 private:
  AlignedArray<Real> inputs_, results_;
  AlignedArray<std::byte> workspace_;
};

struct Arenas {
  Arena<float> single_precision;
  Arena<double> double_precision;
};

template <class Real>
Arena<Real>& arena_of(Arenas& arenas) {
  if constexpr (sizeof(Real) == 4)
    return arenas.single_precision;
  else
    return arenas.double_precision;
}

}  // namespace tessera::product
