#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

namespace tessera {

/// Matrices of a rotation or rotation-inversion in the real irreps, default Convention.
///
/// D^l(R) is orthogonal and Y_l(R r) = D^l(R) Y_l(r), with Y_l(r) the vector of the harmonics of
/// degree l; coefficients of a function rotate with it: c -> D c describes f(R^-1 r). D is a
/// representation: D(R S) = D(R) D(S), and D^1(R) is R in the order y, z, x.
///
/// Small d matrices at the middle angle by Risbo's recurrence in half steps of l (Risbo 1996,
/// J. Geodesy 70:383), which is stable; rotations about z are cosines and sines. Error about
/// 1e-15 l up to degree 64 and beyond.
class WignerD {
 public:
  /// Of the rotation with this 3 x 3 matrix, for degrees 0 .. degree. Throws std::invalid_argument
  /// for a negative degree or a matrix that is not orthogonal to 1e-10 or has determinant -1.
  WignerD(int degree, const Eigen::Matrix3d& rotation);

  int degree() const { return static_cast<int>(matrices_.size()) - 1; }
  /// (2 l + 1) x (2 l + 1), rows and columns m = -l .. l. Throws std::out_of_range.
  const Eigen::MatrixXd& operator()(int l) const {
    return matrices_.at(static_cast<std::size_t>(l));
  }

 private:
  std::vector<Eigen::MatrixXd> matrices_;
};

/// z-y-z angles: rotation = Rz(alpha) Ry(beta) Rz(gamma), 0 <= beta <= pi.
std::array<double, 3> euler_angles(const Eigen::Matrix3d& rotation);

}  // namespace tessera
