#include "solvers/spectral/transform_work.hpp"

#include <algorithm>
#include <complex>
#include <utility>

#include <omp.h>

namespace tessera::spectral {
namespace {

/// Sines of the colatitudes of the northern hemisphere and the equator, from the pole on.
std::vector<long double> northern_sines(const SphereGrid& grid) {
  std::vector<long double> sines;
  for (Index i = 0; i < (grid.latitudes() + 1) / 2; ++i)
    sines.push_back(grid.sines()[static_cast<std::size_t>(i)]);
  return sines;
}

constexpr Index line = 8;  ///< doubles
constexpr Index spectrum_parts = 4;
Index whole_lines(Index count) {
  return (count + line - 1) / line * line;
}

std::complex<double>* as_complex(double* p) {
  return reinterpret_cast<std::complex<double>*>(p);
}

}  // namespace

TransformWork::TransformWork(int degree, SphereGrid grid, int threads,
                             InstructionSet instruction_set)
    : degree_(degree),
      grid_(std::move(grid)),
      threads_(threads),
      instruction_set_(instruction_set),
      kernels_(sphere_kernels(instruction_set)),
      pairs_((grid_.latitudes() + 1) / 2),
      tables_(degree, northern_sines(grid_)) {
  for (Index lane = 0; lane < tables_.groups * group_lanes; ++lane) {
    const auto i = static_cast<std::size_t>(std::min(lane, pairs_ - 1));
    minus_sine_squared_.push_back(-grid_.sines()[i] * grid_.sines()[i]);
    cosine_squared_.push_back(grid_.cosines()[i] * grid_.cosines()[i]);
  }
  scalar_ = make_kind(false);
  vector_ = make_kind(true);
  fourier_ = make_fourier_plan({grid_.longitudes()}, 1, FourierPlan::Kind::complex_to_complex,
                               FourierBackend::fftw, FourierArrays::aligned);
}

TransformWork::Kind TransformWork::make_kind(bool vector) const {
  Kind kind;
  kind.top = degree_ + (vector ? 1 : 0);
  kind.parts = vector ? 2 : 1;
  kind.first_group.assign(static_cast<std::size_t>(degree_) + 1, 0);
  kind.group_orders.assign(static_cast<std::size_t>(tables_.groups), 0);
  Index first = tables_.groups;
  for (Index m = degree_; m >= 0; --m) {
    const int* start = tables_.start.data() + m * tables_.groups * group_lanes;
    const Index terms = LegendreTables::terms(kind.top, m);
    while (first > 0 && start[first * group_lanes - 1] < terms)
      kind.group_orders[static_cast<std::size_t>(--first)] = m + 1;
    kind.first_group[static_cast<std::size_t>(m)] = first;
  }
  set_factors(kind, vector);
  return kind;
}

void TransformWork::set_factors(Kind& kind, bool vector) const {
  for (Index lane = 0; lane < tables_.groups * group_lanes; ++lane) {
    const auto i = static_cast<std::size_t>(std::min(lane, pairs_ - 1));
    const double cosine = grid_.cosines()[i];
    const double even = vector ? 1 / grid_.sines()[i] : 1.0;
    // The equator is its own mirror image and is counted twice.
    const bool equator = 2 * static_cast<Index>(i) + 1 == grid_.latitudes();
    const double weight = lane >= pairs_ ? 0 : (equator ? 0.5 : 1.0) * grid_.weights()[i];
    kind.even_synthesis.push_back(even);
    kind.odd_synthesis.push_back(even * cosine);
    kind.even_analysis.push_back(even * weight);
    kind.odd_analysis.push_back(even * weight * cosine);
  }
}

Index TransformWork::pairs_of(Index group) const {
  return std::min(group_lanes, pairs_ - group * group_lanes);
}

/// Of one order and function.
Index TransformWork::packed_length() const {
  return whole_lines(packed_margin + 2 * (degree_ + 3) + 8 * row_tile);
}

/// Of one ring pair, with a margin; a power of two would put all rows on the same cache lines.
Index TransformWork::row_length() const {
  return whole_lines(2 * grid_.longitudes()) + line;
}

/// Of one group in the spectrum; again no power of two.
Index TransformWork::group_length(Index functions) const {
  return (degree_ + 2) * functions * spectrum_parts * group_lanes;
}

Index TransformWork::thread_length() const {
  const Index blocks = group_lanes * largest_pass * packed_length() +
                       whole_lines(block_scratch_size(degree_)) +
                       whole_lines(scratch_size(largest_pass));
  return std::max(blocks, (group_lanes + 1) * row_length());
}

std::unique_ptr<Workspace> TransformWork::make_workspace() const {
  auto workspace = std::make_unique<Workspace>();
  workspace->spectrum = AlignedArray(tables_.groups * group_length(largest_pass));
  workspace->threads = AlignedArray(threads_ * thread_length());
  return workspace;
}

TransformWork::Pass TransformWork::make_pass(const Workspace& workspace, bool vector,
                                             Index fields) const {
  const Kind& k = kind(vector);
  return {k, fields * k.parts, workspace.spectrum.data(), workspace.threads.data(),
          thread_length()};
}

BlockTask TransformWork::block_task(const Pass& pass, Index block, int thread) const {
  BlockTask task;
  const Index row = tables_.first_row[static_cast<std::size_t>(block)];
  task.degree = degree_;
  task.first_order = block * group_lanes;
  task.own = tables_.own.data() + row;
  task.second_next = tables_.second_next.data() + row;
  task.epsilon = tables_.epsilon.data() + row;
  task.packed = pass.thread_memory + thread * pass.thread_size + packed_margin;
  task.packed_stride = pass.functions * packed_length();
  task.scratch =
      pass.thread_memory + thread * pass.thread_size + group_lanes * largest_pass * packed_length();
  return task;
}

OrderTask TransformWork::order_task(const Pass& pass, const BlockTask& block, Index order,
                                    int thread) const {
  OrderTask task;
  const Index lanes = tables_.groups * group_lanes;
  task.terms = LegendreTables::terms(pass.kind.top, order);
  task.fields = pass.functions;
  task.groups = tables_.groups;
  task.first_group = pass.kind.first_group[static_cast<std::size_t>(order)];
  task.slope = tables_.slope_of(order);
  task.polar = tables_.polar_of(order);
  task.equatorial = tables_.equatorial_of(order);
  task.start = tables_.start.data() + order * lanes;
  task.start_value = tables_.start_value.data() + order * lanes;
  task.start_previous = tables_.start_previous.data() + order * lanes;
  task.minus_sine_squared = minus_sine_squared_.data();
  task.cosine_squared = cosine_squared_.data();
  task.packed = block.packed + (order - block.first_order) * block.packed_stride;
  task.packed_stride = packed_length();
  task.spectrum = pass.spectrum + order * pass.functions * spectrum_parts * group_lanes;
  task.spectrum_stride = group_length(pass.functions);
  task.scratch = pass.thread_memory + thread * pass.thread_size +
                 group_lanes * largest_pass * packed_length() +
                 whole_lines(block_scratch_size(degree_));
  return task;
}

RingTask TransformWork::ring_task(const Pass& pass, Index group, Index function,
                                  double* waves) const {
  RingTask task;
  task.orders = pass.kind.group_orders[static_cast<std::size_t>(group)];
  task.longitudes = grid_.longitudes();
  task.pairs = pairs_of(group);
  task.order_stride = pass.functions * spectrum_parts * group_lanes;
  task.spectrum = pass.spectrum + group * group_length(pass.functions) +
                  function * spectrum_parts * group_lanes;
  task.waves = waves;
  task.row_stride = row_length();
  return task;
}

void TransformWork::synthesise_block(const Pass& pass, Index block,
                                     Arrays<const double> coefficients, int thread) const {
  BlockTask task = block_task(pass, block, thread);
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  double* const packed = task.packed;
  for (Index f = 0; f < pass.functions / pass.kind.parts; ++f) {
    task.packed = packed + f * pass.kind.parts * packed_length();
    if (pass.kind.parts == 1) {
      kernels_.pack(task, coefficients[0] + f * count);
    } else {
      task.packed_phi = task.packed + packed_length();
      kernels_.pack_vector(task, coefficients[0] + f * count, coefficients[1] + f * count);
    }
  }
  task.packed = packed;
  const Index end = std::min<Index>(task.first_order + group_lanes, degree_ + 1);
  for (Index m = task.first_order; m < end; ++m) {
    OrderTask order = order_task(pass, task, m, thread);
    order.even_factor = pass.kind.even_synthesis.data();
    order.odd_factor = pass.kind.odd_synthesis.data();
    kernels_.synthesise_order(order);
  }
}

void TransformWork::analyse_block(const Pass& pass, Index block, Arrays<double> coefficients,
                                  int thread) const {
  BlockTask task = block_task(pass, block, thread);
  const Index end = std::min<Index>(task.first_order + group_lanes, degree_ + 1);
  for (Index m = task.first_order; m < end; ++m) {
    OrderTask order = order_task(pass, task, m, thread);
    order.even_factor = pass.kind.even_analysis.data();
    order.odd_factor = pass.kind.odd_analysis.data();
    kernels_.analyse_order(order);
  }
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1);
  double* const packed = task.packed;
  for (Index f = 0; f < pass.functions / pass.kind.parts; ++f) {
    task.packed = packed + f * pass.kind.parts * packed_length();
    if (pass.kind.parts == 1) {
      kernels_.unpack(task, coefficients[0] + f * count);
    } else {
      task.packed_phi = task.packed + packed_length();
      kernels_.unpack_vector(task, coefficients[0] + f * count, coefficients[1] + f * count);
    }
  }
}

void TransformWork::synthesise_rings(const Pass& pass, Index group, Index function, double* values,
                                     int thread) const {
  double* in = pass.thread_memory + thread * pass.thread_size;
  double* out = in + group_lanes * row_length();
  const RingTask task = ring_task(pass, group, function, in);
  kernels_.spectrum_to_waves(task);
  const Index n = grid_.longitudes();
  for (Index j = 0; j < task.pairs; ++j) {
    const Index north = group * group_lanes + j, south = grid_.latitudes() - 1 - north;
    fourier_->backward(as_complex(in + j * row_length()), as_complex(out));
    kernels_.split(n, out, values + north * n, values + south * n);
  }
}

void TransformWork::analyse_rings(const Pass& pass, Index group, Index function,
                                  const double* values, int thread) const {
  double* out = pass.thread_memory + thread * pass.thread_size;
  double* in = out + group_lanes * row_length();
  const RingTask task = ring_task(pass, group, function, out);
  const Index n = grid_.longitudes();
  for (Index j = 0; j < task.pairs; ++j) {
    const Index north = group * group_lanes + j, south = grid_.latitudes() - 1 - north;
    kernels_.join(n, values + north * n, values + south * n, in);
    fourier_->forward(as_complex(in), as_complex(out + j * row_length()));
  }
  kernels_.waves_to_spectrum(task);
}

void TransformWork::synthesise(Arrays<const double> coefficients, Arrays<double> values,
                               Index fields) const {
  if (fields == 0) return;
  auto workspace = pool_.take([&] { return make_workspace(); });
  const bool vector = coefficients[1] != nullptr;
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1), points = grid_.points();
  const Index step = largest_pass / kind(vector).parts;
  for (Index f = 0; f < fields; f += step) {
    const Pass pass = make_pass(*workspace, vector, std::min(step, fields - f));
    const Index parts = pass.kind.parts;
    Arrays<const double> from{};
    for (Index p = 0; p < parts; ++p) from[p] = coefficients[p] + f * count;
    const Index blocks = degree_ / group_lanes + 1, rings = tables_.groups * pass.functions;
#pragma omp parallel num_threads(threads_) if (threads_ > 1)
    {
      const int thread = omp_get_thread_num();
#pragma omp for schedule(dynamic)
      for (Index block = 0; block < blocks; ++block) synthesise_block(pass, block, from, thread);
#pragma omp for schedule(dynamic)
      for (Index i = 0; i < rings; ++i) {
        const Index group = i / pass.functions, function = i % pass.functions;
        double* to = values[function % parts] + (f + function / parts) * points;
        synthesise_rings(pass, group, function, to, thread);
      }
    }
  }
  pool_.give_back(std::move(workspace));
}

void TransformWork::analyse(Arrays<const double> values, Arrays<double> coefficients,
                            Index fields) const {
  if (fields == 0) return;
  auto workspace = pool_.take([&] { return make_workspace(); });
  const bool vector = coefficients[1] != nullptr;
  const Index count = static_cast<Index>(degree_ + 1) * (degree_ + 1), points = grid_.points();
  const Index step = largest_pass / kind(vector).parts;
  for (Index f = 0; f < fields; f += step) {
    const Pass pass = make_pass(*workspace, vector, std::min(step, fields - f));
    const Index parts = pass.kind.parts;
    Arrays<double> to{};
    for (Index p = 0; p < parts; ++p) to[p] = coefficients[p] + f * count;
    const Index blocks = degree_ / group_lanes + 1, rings = tables_.groups * pass.functions;
#pragma omp parallel num_threads(threads_) if (threads_ > 1)
    {
      const int thread = omp_get_thread_num();
#pragma omp for schedule(dynamic)
      for (Index i = 0; i < rings; ++i) {
        const Index group = i / pass.functions, function = i % pass.functions;
        const double* from = values[function % parts] + (f + function / parts) * points;
        analyse_rings(pass, group, function, from, thread);
      }
#pragma omp for schedule(dynamic)
      for (Index block = 0; block < blocks; ++block) analyse_block(pass, block, to, thread);
    }
  }
  pool_.give_back(std::move(workspace));
}

}  // namespace tessera::spectral
