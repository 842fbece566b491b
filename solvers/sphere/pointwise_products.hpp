#pragma once

#include <utility>
#include <vector>

#include "models/formula/tape.hpp"
#include "models/sphere/galerkin_program.hpp"

namespace tessera::sphere {

/// Values of fields on a grid: of scalars, and both components of vectors (southwards, eastwards),
/// by their indices in the program.
struct FieldValues {
  std::vector<double*> scalars, theta, phi;
};

/// Sums of monomials, point by point, as straight-line code: products that several monomials or
/// sums share are formed once, and blocks of points stay in the cache.
class PointwiseProducts {
 public:
  /// One value per point for a sum of scalars, two (theta, phi) for a sum of vectors.
  explicit PointwiseProducts(const std::vector<const std::vector<Monomial>*>& sums);

  std::size_t outputs() const { return tape_.outputs(); }
  /// outputs[k] receives `points` values. The bits do not depend on `threads`.
  void evaluate(const FieldValues& fields, double* const* outputs, Index points, int threads) const;

 private:
  struct Source {
    enum class Kind { scalar, theta, phi } kind;
    Index index;
    friend bool operator==(const Source&, const Source&) = default;
  };
  class Builder;

  std::vector<Source> sources_;
  Tape tape_;
};

}  // namespace tessera::sphere
