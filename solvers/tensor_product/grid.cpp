#include "solvers/tensor_product/grid.hpp"

#include "solvers/tensor_product/product_kernel.hpp"

namespace tessera {
namespace grid {

template <class Real>
GridKernels<Real> grid_kernels_generic();
template <class Real>
GridKernels<Real> grid_kernels_x86_64_v3();
template <class Real>
GridKernels<Real> grid_kernels_x86_64_v4();

template <class Real>
GridKernels<Real> grid_kernels(InstructionSet level) {
  switch (level) {
#ifdef TESSERA_X86_64_LEVELS
    case InstructionSet::x86_64_v4:
      return grid_kernels_x86_64_v4<Real>();
    case InstructionSet::x86_64_v3:
      return grid_kernels_x86_64_v3<Real>();
#endif
    default:
      return grid_kernels_generic<Real>();
  }
}
template GridKernels<float> grid_kernels(InstructionSet);
template GridKernels<double> grid_kernels(InstructionSet);

namespace {

template <class Real>
class GridKernel final : public ProductKernel<Real> {
 public:
  GridKernel(std::span<const int> degrees, int out_degree, int components, InstructionSet level)
      : tables_(degrees, out_degree, components), kernels_(grid_kernels<Real>(level)) {}

  double operations() const override { return tables_.operations(); }
  std::size_t workspace_bytes() const override { return tables_.workspace_bytes(); }

  void execute(const LaneRange& range, const ProductArrays<Real>& arrays,
               std::byte* workspace) const override {
    GridArrays<Real> all;
    all.factors = arrays.factors;
    all.out = arrays.out;
    kernels_.execute(tables_.product(), all, range.begin, range.end,
                     reinterpret_cast<Real*>(workspace));
  }

  void adjoint(const LaneRange& range, const AdjointArrays<Real>& arrays,
               std::byte* workspace) const override {
    GridArrays<Real> all;
    all.factors = arrays.factors;
    all.out_bar = arrays.out_bar;
    all.factor_bars = arrays.factor_bars;
    kernels_.adjoint(tables_.product(), all, range.begin, range.end,
                     reinterpret_cast<Real*>(workspace));
  }

 private:
  GridTables<Real> tables_;
  GridKernels<Real> kernels_;
};

}  // namespace

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_component_kernel(std::span<const int> degrees,
                                                                 int out_degree, int components,
                                                                 InstructionSet level) {
  return std::make_unique<GridKernel<Real>>(degrees, out_degree, components, level);
}
template std::unique_ptr<const ProductKernel<float>> make_component_kernel(std::span<const int>,
                                                                           int, int,
                                                                           InstructionSet);
template std::unique_ptr<const ProductKernel<double>> make_component_kernel(std::span<const int>,
                                                                            int, int,
                                                                            InstructionSet);

}  // namespace grid

template <class Real>
std::unique_ptr<const ProductKernel<Real>> make_grid_kernel(std::span<const int> degrees,
                                                            int out_degree, InstructionSet level) {
  return std::make_unique<grid::GridKernel<Real>>(degrees, out_degree, 1, level);
}
template std::unique_ptr<const ProductKernel<float>> make_grid_kernel(std::span<const int>, int,
                                                                      InstructionSet);
template std::unique_ptr<const ProductKernel<double>> make_grid_kernel(std::span<const int>, int,
                                                                       InstructionSet);

}  // namespace tessera
