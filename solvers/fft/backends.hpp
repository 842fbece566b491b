#pragma once

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "solvers/fft/fourier_plan.hpp"

// Inside of the room: what the back ends share.
namespace tessera::fft {

/// Shape, batch and kind of a plan, with the counts that follow from them.
class PlanBase : public FourierPlan {
 public:
  PlanBase(std::vector<Index> shape, Index batch, Kind kind)
      : shape_(std::move(shape)), batch_(batch), kind_(kind) {}

  const std::vector<Index>& shape() const override { return shape_; }
  Index batch() const override { return batch_; }
  Kind kind() const override { return kind_; }

 protected:
  /// Points of one transform.
  Index points() const {
    Index product = 1;
    for (const Index n : shape_) product *= n;
    return product;
  }
  /// Complex values of the first axis that are kept.
  Index kept() const { return kind_ == Kind::real_to_complex ? shape_[0] / 2 + 1 : shape_[0]; }
  /// Complex values of one transform.
  Index coefficients() const { return points() / shape_[0] * kept(); }

  void require_kind(Kind kind) const {
    if (kind == kind_) return;
    throw std::logic_error(kind_ == Kind::real_to_complex
                               ? "A complex transform was asked of a plan for real ones."
                               : "A real transform was asked of a plan for complex ones.");
  }

 private:
  std::vector<Index> shape_;
  Index batch_;
  Kind kind_;
};

std::unique_ptr<FourierPlan> make_fftw_plan(std::vector<Index> shape, Index batch,
                                            FourierPlan::Kind kind, FourierArrays arrays);
std::unique_ptr<FourierPlan> make_kissfft_plan(std::vector<Index> shape, Index batch,
                                               FourierPlan::Kind kind);

}  // namespace tessera::fft
