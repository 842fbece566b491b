#pragma once

#include <vector>

#include "data/fields/types.hpp"

// Inside of the room: numbers that all transforms of one degree and grid share.
namespace tessera::spectral {

/// Recurrences of the orthonormal associated Legendre functions Theta_lm in steps of two degrees
/// (Ishioka 2018, J. Meteorol. Soc. Japan 96, 241; the form used by libsharp). With
///   epsilon_l = sqrt((l^2 - m^2) / (4 l^2 - 1)),   Theta_{m + 2k + 1} = cos theta alpha_k p_k,
///   Theta_{m + 2k} = epsilon_{m+2k+1} alpha_k p_k + epsilon_{m+2k} alpha_{k-1} p_{k-1}
/// one sequence of even functions serves even and odd l - m, and alpha can be chosen so that
///   p_{k+1} = (polar_k - slope_k sin^2 theta) p_k - p_{k-1}
///           = (equatorial_k + slope_k cos^2 theta) p_k - p_{k-1}:
/// the first form keeps the digits near the poles, the second one near the equator.
///
/// A function is zero until it reaches 1e-22 on its way up in degree: at high orders that is most
/// of the polar region, and what follows needs no scaling.
struct LegendreTables {
  /// For degrees to degree + 1 (vector fields need one more), at pairs of latitudes of these
  /// sines, which increase; filled up to whole groups.
  LegendreTables(int degree, const std::vector<long double>& sines);

  /// Functions p_k of order m for degrees up to `top` >= m.
  static Index terms(Index top, Index m) { return (top - m) / 2 + 1; }

  const double* slope_of(Index m) const { return slope.data() + first_term[m]; }
  const double* polar_of(Index m) const { return polar.data() + first_term[m]; }
  const double* equatorial_of(Index m) const { return equatorial.data() + first_term[m]; }

  Index degree;
  Index groups;
  /// [order][k], k filled up with zeros to whole tiles from first_term[order] on.
  std::vector<Index> first_term;
  std::vector<double> slope, polar, equatorial;
  /// [order][lane]: first k at which a function is not zero, there and before.
  std::vector<int> start;
  std::vector<double> start_value, start_previous;
  /// [block of orders][l - first order][lane] from first_row[block] on, see BlockTask.
  std::vector<Index> first_row;
  std::vector<double> own, second_next, epsilon;

 private:
  void add_order(Index m);
  void add_starts(Index m, const std::vector<long double>& sines,
                  std::vector<long double>& diagonal);
};

}  // namespace tessera::spectral
