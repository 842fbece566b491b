#pragma once

#include "data/fields/types.hpp"
#include "solvers/tensor_product/instruction_set.hpp"

// Inside of the room: the loops of the spherical-harmonic transform, compiled once per instruction
// set. Plain pointers only.
//
// Latitudes go in pairs (theta, pi - theta), and pairs in groups of `group_lanes`, from the pole to
// the equator; a last group is filled up with copies of the last pair. With z = north + i south the
// two rings of a pair are one complex Fourier transform: z_k over longitude wave numbers k has
// order m at k = m and k = n - m.
//
// "Spectrum": [group][order m][field][part][lane], part over Re z_m, Im z_m, Re z_-m, Im z_-m; for
// m = 0 the last two are not used.
//
// "Packed" coefficients: per order of a block of `group_lanes` orders and per field a row
// [l - m][cos, sin] of combinations of coefficients that multiply the functions p_k of
// legendre_tables.hpp: even l - m = 2 k, odd l - m = 2 k + 1.
namespace tessera::spectral {

inline constexpr Index group_lanes = 8;
/// Rows and tables of recurrences are filled up with this much beyond their end.
inline constexpr Index row_tile = 4;
/// Functions p_k made at a time, so many that they stay in the first cache: of one panel of
/// latitudes in the synthesis, of some panels in the analysis.
inline constexpr Index synthesis_rows = 64, analysis_rows = 24, analysis_panels = 4;
/// Doubles before l = m of a packed row: orders of a block start at different l.
inline constexpr Index packed_margin = 2 * group_lanes;

/// One order of some fields.
struct OrderTask {
  Index terms = 0;  ///< functions p_k
  Index fields = 0;
  Index groups = 0;
  Index first_group = 0;          ///< groups before it are zero at this order
  const double* slope = nullptr;  ///< p_{k+1} = (polar_k - slope_k sin^2) p_k - p_{k-1}
  const double* polar = nullptr;  ///<         = (equatorial_k + slope_k cos^2) p_k - p_{k-1}
  const double* equatorial = nullptr;
  /// By lane: first k with a value, and the values there and before.
  const int* start = nullptr;
  const double* start_value = nullptr;
  const double* start_previous = nullptr;
  /// By lane: -sin^2, cos^2; factors of the sums over even and odd l - m.
  const double* minus_sine_squared = nullptr;
  const double* cosine_squared = nullptr;
  const double* even_factor = nullptr;
  const double* odd_factor = nullptr;
  double* packed = nullptr;    ///< first field's row at l = m
  Index packed_stride = 0;     ///< from field to field
  double* spectrum = nullptr;  ///< first group's at this order
  Index spectrum_stride = 0;   ///< from group to group
  double* scratch = nullptr;   ///< scratch_size(fields), aligned to 64 bytes
};

/// Doubles that one thread's loops over orders need.
Index scratch_size(Index fields);

/// One block of orders m = first_order .. first_order + group_lanes - 1, one field (two potentials
/// for a vector field).
struct BlockTask {
  Index degree = 0;
  Index first_order = 0;
  /// [l - first_order][lane], l to degree + 2 and zeros for `group_lanes` more: packed_l =
  /// own c_l + second_next c_{l+2}, and the coupling epsilon_l of neighbouring degrees.
  const double* own = nullptr;
  const double* second_next = nullptr;
  const double* epsilon = nullptr;
  double* packed = nullptr;      ///< first order's row at l = m
  Index packed_stride = 0;       ///< from order to order
  double* packed_phi = nullptr;  ///< vector fields: `packed` is of sin theta u_theta, this of
                                 ///< sin theta u_phi
  double* scratch = nullptr;     ///< block_scratch_size(degree)
};
Index block_scratch_size(Index degree);

/// Rings of one group and field.
struct RingTask {
  Index orders = 0;  ///< those that are not zero in this group
  Index longitudes = 0;
  Index pairs = 0;             ///< of this group
  double* spectrum = nullptr;  ///< of this group and field at order 0
  Index order_stride = 0;
  double* waves = nullptr;  ///< [pair][k] complex
  Index row_stride = 0;     ///< from pair to pair: at least one complex number more than a row
};

struct SphereKernels {
  void (*synthesise_order)(const OrderTask&);
  void (*analyse_order)(const OrderTask&);  ///< overwrites packed rows
  void (*pack)(const BlockTask&, const double* coefficients);
  void (*unpack)(const BlockTask&, double* coefficients);
  void (*pack_vector)(const BlockTask&, const double* spheroidal, const double* toroidal);
  void (*unpack_vector)(const BlockTask&, double* spheroidal, double* toroidal);
  void (*spectrum_to_waves)(const RingTask&);
  void (*waves_to_spectrum)(const RingTask&);
  /// A ring pair's values: `points` complex numbers to two rings and back.
  void (*split)(Index points, const double* pairs, double* north, double* south);
  void (*join)(Index points, const double* north, const double* south, double* pairs);
};

/// Kernels of a level that this machine has.
const SphereKernels& sphere_kernels(InstructionSet level);

}  // namespace tessera::spectral
