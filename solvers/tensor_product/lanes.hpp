#pragma once

#include <cstddef>

#include "data/fields/types.hpp"
#include "models/equivariant/irreps.hpp"

namespace tessera {

/// Channels that one group of lanes holds: 64 bytes of each coefficient, on every machine.
template <class Real>
inline constexpr Index lane_count = 64 / static_cast<Index>(sizeof(Real));

/// Groups that `channels` channels fill.
template <class Real>
constexpr Index lane_groups(Index channels) {
  return (channels + lane_count<Real> - 1) / lane_count<Real>;
}

/// Numbers in an array of `samples` x `channels` vectors of `dimension` coefficients in lanes.
template <class Real>
constexpr Index lane_array_size(Index samples, Index channels, Index dimension) {
  return samples * lane_groups<Real>(channels) * dimension * lane_count<Real>;
}

/// Layout in lanes: coefficient i of channel c of sample s stands at
///   ((s * groups + c / lanes) * dimension + i) * lanes + c % lanes,
/// so that vector registers run over channels. Channels beyond the last fill their group: packing
/// makes them 0, products read them and write something there.
///
/// Where all channels share everything (no weights), samples may be taken for channels: one sample
/// of samples * channels channels wastes no lanes.

/// From [sample][channel][coefficient], each channel a vector of `dimension` numbers.
template <class Real>
void pack_lanes(Index samples, Index channels, Index dimension, const Real* in, Real* out);
/// And back. Arrays do not overlap.
template <class Real>
void unpack_lanes(Index samples, Index channels, Index dimension, const Real* in, Real* out);

/// From e3nn's order of memory: a sample is a vector of `irreps` (blocks one after the other, in a
/// block channel by channel, in a channel m = -l .. l), all multiplicities equal. The layout of a
/// channel in lanes is that of `irreps` with multiplicity 1. Throws std::invalid_argument for
/// multiplicities that differ. Components keep their meaning; see ConventionConversion.
template <class Real>
void pack_lanes(const Irreps& irreps, Index samples, const Real* in, Real* out);
template <class Real>
void unpack_lanes(const Irreps& irreps, Index samples, const Real* in, Real* out);

}  // namespace tessera
