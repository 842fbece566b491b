#pragma once

#include <array>
#include <memory>
#include <vector>

#include "solvers/fft/fourier_plan.hpp"
#include "solvers/spectral/legendre_tables.hpp"
#include "solvers/spectral/sphere_grid.hpp"
#include "solvers/spectral/sphere_kernels.hpp"
#include "solvers/spectral/transform_memory.hpp"

// Inside of the room: the work of SphericalTransform, on checked arguments.
namespace tessera::spectral {

class TransformWork {
 public:
  TransformWork(int degree, SphereGrid grid, int threads, InstructionSet instruction_set);

  int degree() const { return degree_; }
  const SphereGrid& grid() const { return grid_; }
  InstructionSet instruction_set() const { return instruction_set_; }

  /// One array for scalar fields, the second null; two for vector fields: (spheroidal, toroidal),
  /// (u_theta, u_phi).
  template <class Number>
  using Arrays = std::array<Number*, 2>;

  void synthesise(Arrays<const double> coefficients, Arrays<double> values, Index fields) const;
  void analyse(Arrays<const double> values, Arrays<double> coefficients, Index fields) const;

 private:
  /// What scalar and vector fields differ in.
  struct Kind {
    Index top = 0;                    ///< highest degree of the Legendre functions
    Index parts = 1;                  ///< scalar functions per field
    std::vector<Index> first_group;   ///< by order: groups before it are zero
    std::vector<Index> group_orders;  ///< by group: orders that are not zero
    std::vector<double> even_synthesis, odd_synthesis, even_analysis, odd_analysis;  ///< by lane
  };
  /// Some fields of a call, and where they lie.
  struct Pass {
    const Kind& kind;
    Index functions;  ///< scalar functions
    double* spectrum;
    double* thread_memory;
    Index thread_size;
  };

  Kind make_kind(bool vector) const;
  void set_factors(Kind& kind, bool vector) const;
  const Kind& kind(bool vector) const { return vector ? vector_ : scalar_; }
  std::unique_ptr<Workspace> make_workspace() const;
  /// Scalar functions of one pass: as many as there is working memory for.
  static constexpr Index largest_pass = 8;

  Index packed_length() const;
  Index row_length() const;
  Index group_length(Index functions) const;
  Index thread_length() const;
  Pass make_pass(const Workspace& workspace, bool vector, Index fields) const;
  BlockTask block_task(const Pass& pass, Index block, int thread) const;
  OrderTask order_task(const Pass& pass, const BlockTask& block, Index order, int thread) const;
  RingTask ring_task(const Pass& pass, Index group, Index function, double* waves) const;
  Index pairs_of(Index group) const;

  void synthesise_block(const Pass& pass, Index block, Arrays<const double> coefficients,
                        int thread) const;
  void analyse_block(const Pass& pass, Index block, Arrays<double> coefficients, int thread) const;
  void synthesise_rings(const Pass& pass, Index group, Index function, double* values,
                        int thread) const;
  void analyse_rings(const Pass& pass, Index group, Index function, const double* values,
                     int thread) const;

  int degree_;
  SphereGrid grid_;
  int threads_;
  InstructionSet instruction_set_;
  const SphereKernels& kernels_;
  Index pairs_;
  LegendreTables tables_;
  std::vector<double> minus_sine_squared_, cosine_squared_;  ///< by lane
  Kind scalar_, vector_;
  std::unique_ptr<FourierPlan> fourier_;
  mutable WorkspacePool pool_;
};

}  // namespace tessera::spectral
