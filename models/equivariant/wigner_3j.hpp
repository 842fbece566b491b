#pragma once

#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// Whether each of three degrees lies between difference and sum of the other two.
bool is_triangle(int a, int b, int c);

/// Wigner's 3j symbols of one triple of integer degrees, all orders with m1 + m2 + m3 = 0, to about
/// 1e-16 in absolute terms at any degree. Each family of fixed m1 is the null vector of a symmetric
/// tridiagonal matrix (the recurrence of Schulten and Gordon, J. Math. Phys. 16, 1961 (1975)),
/// taken from its twisted factorisation in extended precision: no alternating sums.
/// All symbols are 0 where the degrees break the triangle rule.
class Wigner3j {
 public:
  /// Throws std::invalid_argument for a negative degree.
  Wigner3j(int l1, int l2, int l3);

  /// (l1 l2 l3; m1 m2 -m1-m2); 0 for orders beyond a degree.
  long double operator()(int m1, int m2) const {
    if (m1 < -l1_ || m1 > l1_ || m2 < -l2_ || m2 > l2_) return 0;
    return values_[static_cast<std::size_t>((m1 + l1_) * (2 * l2_ + 1) + m2 + l2_)];
  }

 private:
  int l1_, l2_, l3_;
  std::vector<long double> values_;
};

/// (l1 l2 l3; m1 m2 m3) of integers. For many of one triple take Wigner3j.
double wigner_3j(int l1, int l2, int l3, int m1, int m2, int m3);

/// {j1 j2 j3; l1 l2 l3} of integers by Racah's sum in exact integers, rounded once. Milliseconds at
/// degree 64. 0 where one of the four triangles is broken; std::invalid_argument for a negative
/// argument.
double wigner_6j(int j1, int j2, int j3, int l1, int l2, int l3);

/// Coupling tensor of three blocks in real harmonics: T(m1, m2, m3) with sum of squares 1,
/// invariant under rotation of all three legs, so that z_m3 = sum T x_m1 y_m2 is equivariant. Sign:
/// T is the real part of (-i)^(l1+l2+l3) times the 3j symbols transformed to real harmonics; this
/// makes T a positive multiple of the integral of three harmonics where l1 + l2 + l3 is even, and +
/// the cross product over sqrt 6 for 1, 1, 1. It is the convention of e3nn's wigner_3j. Non-zero
/// only for |m3| = |m1| + |m2| or ||m1| - |m2||.
class CouplingTensor {
 public:
  CouplingTensor(int l1, int l2, int l3);
  int l1() const { return l1_; }
  int l2() const { return l2_; }
  int l3() const { return l3_; }
  long double operator()(int m1, int m2, int m3) const {
    return values_[static_cast<std::size_t>(
        ((m1 + l1_) * (2 * l2_ + 1) + m2 + l2_) * (2 * l3_ + 1) + m3 + l3_)];
  }

 private:
  int l1_, l2_, l3_;
  std::vector<long double> values_;
};

/// The positive number g with integral of Y_1 Y_2 Y_3 = g * CouplingTensor(l1, l2, l3), orthonormal
/// harmonics: sqrt((2 l1 + 1)(2 l2 + 1)(2 l3 + 1) / 4 pi) |(l1 l2 l3; 0 0 0)|. 0 where
/// l1 + l2 + l3 is odd or no triangle.
long double gaunt_factor(int l1, int l2, int l3);

}  // namespace tessera
