#include "solvers/tensor_product/lanes.hpp"

#include <stdexcept>
#include <string>

namespace tessera {
namespace {

/// One sample, one block of coefficients first .. first + count of a channel's `dimension`:
/// channel c of the plain array starts at c * stride.
template <class Real>
void pack_block(Index channels, Index dimension, Index first, Index count, Index stride,
                const Real* in, Real* out) {
  constexpr Index lanes = lane_count<Real>;
  for (Index g = 0; g < lane_groups<Real>(channels); ++g)
    for (Index i = 0; i < count; ++i)
      for (Index lane = 0; lane < lanes; ++lane) {
        const Index c = g * lanes + lane;
        out[(g * dimension + first + i) * lanes + lane] =
            c < channels ? in[c * stride + i] : Real{};
      }
}

template <class Real>
void unpack_block(Index channels, Index dimension, Index first, Index count, Index stride,
                  const Real* in, Real* out) {
  constexpr Index lanes = lane_count<Real>;
  for (Index c = 0; c < channels; ++c) {
    const Real* const from = in + (c / lanes * dimension + first) * lanes + c % lanes;
    for (Index i = 0; i < count; ++i) out[c * stride + i] = from[i * lanes];
  }
}

Index common_multiplicity(const Irreps& irreps) {
  const Index channels = irreps.blocks.empty() ? 0 : irreps.blocks.front().multiplicity;
  for (const IrrepBlock& block : irreps.blocks)
    if (block.multiplicity != channels)
      throw std::invalid_argument("lanes run over channels: all multiplicities must be equal in " +
                                  to_string(irreps));
  return channels;
}

/// Calls block(first coefficient of a channel, 2 l + 1, offset in the plain vector).
template <class Visit>
void for_each_block(const Irreps& irreps, Index channels, Visit visit) {
  Index first = 0;
  for (const IrrepBlock& block : irreps.blocks) {
    const Index count = 2 * block.irrep.degree + 1;
    visit(first, count, first * channels);
    first += count;
  }
}

}  // namespace

template <class Real>
void pack_lanes(Index samples, Index channels, Index dimension, const Real* in, Real* out) {
  const Index packed = lane_array_size<Real>(1, channels, dimension);
  for (Index s = 0; s < samples; ++s)
    pack_block(channels, dimension, Index{0}, dimension, dimension, in + s * channels * dimension,
               out + s * packed);
}

template <class Real>
void unpack_lanes(Index samples, Index channels, Index dimension, const Real* in, Real* out) {
  const Index packed = lane_array_size<Real>(1, channels, dimension);
  for (Index s = 0; s < samples; ++s)
    unpack_block(channels, dimension, Index{0}, dimension, dimension, in + s * packed,
                 out + s * channels * dimension);
}

template <class Real>
void pack_lanes(const Irreps& irreps, Index samples, const Real* in, Real* out) {
  const Index channels = common_multiplicity(irreps);
  if (channels == 0) return;
  const Index total = dimension(irreps);
  const Index packed = lane_array_size<Real>(1, channels, total / channels);
  for (Index s = 0; s < samples; ++s)
    for_each_block(irreps, channels, [&](Index first, Index count, Index plain) {
      pack_block(channels, total / channels, first, count, count, in + s * total + plain,
                 out + s * packed);
    });
}

template <class Real>
void unpack_lanes(const Irreps& irreps, Index samples, const Real* in, Real* out) {
  const Index channels = common_multiplicity(irreps);
  if (channels == 0) return;
  const Index total = dimension(irreps);
  const Index packed = lane_array_size<Real>(1, channels, total / channels);
  for (Index s = 0; s < samples; ++s)
    for_each_block(irreps, channels, [&](Index first, Index count, Index plain) {
      unpack_block(channels, total / channels, first, count, count, in + s * packed,
                   out + s * total + plain);
    });
}

template void pack_lanes(Index, Index, Index, const float*, float*);
template void pack_lanes(Index, Index, Index, const double*, double*);
template void unpack_lanes(Index, Index, Index, const float*, float*);
template void unpack_lanes(Index, Index, Index, const double*, double*);
template void pack_lanes(const Irreps&, Index, const float*, float*);
template void pack_lanes(const Irreps&, Index, const double*, double*);
template void unpack_lanes(const Irreps&, Index, const float*, float*);
template void unpack_lanes(const Irreps&, Index, const double*, double*);

}  // namespace tessera
