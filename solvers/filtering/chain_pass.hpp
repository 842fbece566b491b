#pragma once

#include <memory>
#include <vector>

#include "solvers/filtering/chain_engine.hpp"
#include "solvers/filtering/chain_prior.hpp"
#include "solvers/filtering/chain_site.hpp"

namespace tessera {

/// One run over a chain with N states and F functions, each either known to the compiler or
/// Eigen::Dynamic.
///
/// Forward: z ~ N(m, P) given the sites up to a coordinate. With X = P H^T of the prediction,
/// K = X S and the site's C, B, J (chain_site.hpp), Joseph's form is
///   P <- (I - K H) P (I - K H)^T + (X C B^-1) J (X C B^-1)^T,   m <- m + P H^T (eta - Lambda mu).
/// Backward: given all sites z ~ N(m + P r, P - P R P) (modified Bryson-Frazier), where
///   r <- (I - K H)^T (H^T (eta - Lambda mu) + r),  R <- (I - K H)^T R (I - K H) + H^T S H
/// lead from after a site to before it, and r <- A^T r, R <- A^T R A over a gap. The disturbance
/// e = z' - A z has the posterior N(Q r', Q - Q R' Q) and the covariance -Q R' A P with z.
template <int N, int F>
class ChainPass {
 public:
  ChainPass(const ChainModel& model, const NaturalSites& sites, bool keep);

  double filter();
  void smooth(const ChainRequest& request);

 private:
  using StateMatrix = Eigen::Matrix<double, N, N>;
  using StateVector = Eigen::Matrix<double, N, 1>;
  using Tall = Eigen::Matrix<double, N, F>;
  using Wide = Eigen::Matrix<double, F, N>;
  using FunctionMatrix = Eigen::Matrix<double, F, F>;
  using FunctionVector = Eigen::Matrix<double, F, 1>;
  template <class M>
  using View = Eigen::Map<const M>;

  auto precision(Index i) const {
    return View<FunctionMatrix>(sites_.precision.col(i).data(), functions_, functions_);
  }
  auto linear(Index i) const {
    return View<FunctionVector>(sites_.linear.col(i).data(), functions_);
  }
  auto kept_p(Index i) const { return View<StateMatrix>(kept_p_.col(i).data(), states_, states_); }
  auto kept_m(Index i) const { return View<StateVector>(kept_m_.col(i).data(), states_); }

  // chain_pass_linear.inc: products with the sparse and block-diagonal matrices of the model.
  template <bool Transposed, class M>
  void times_blocks(const double* blocks, M& m) const;
  void predict(const double* a, const double* q, StateVector& m, StateMatrix& p) const;
  void adjoint_over_gap(const double* a, StateVector& r, StateMatrix& capital_r);
  template <class P>
  void times_rows(const P& p, const FunctionRows& rows, Tall& x) const;
  template <class X>
  void rows_times(const FunctionRows& rows, const X& x, FunctionMatrix& v) const;
  template <class V>
  void rows_times_vector(const FunctionRows& rows, const V& z, FunctionVector& u) const;
  static void symmetrise(StateMatrix& p);

  double absorb(Index i);
  void adjoint_over_site(Index i);
  template <class P, class M>
  void write(const FunctionRows& rows, const P& p, const M& m, double* mean, double* covariance);
  void write_points_above(double coordinate, Index i);
  void write_points_below();
  void collect_states(Index i, ChainMoments& moments);
  void collect_noise(Index i, ChainMoments& moments);

  const ChainModel& model_;
  const NaturalSites& sites_;
  const bool keep_;
  const Index states_, functions_, steps_;

  ChainSite<F> site_;
  StateMatrix p_;  ///< of the filter; backward R
  StateVector m_;  ///< of the filter; backward r
  StateMatrix work_;
  StateVector state_, disturbance_;
  Tall x_, k_, noise_gain_;
  FunctionMatrix v_;
  FunctionVector mu_, g_;

  Eigen::MatrixXd kept_p_, kept_m_, kept_s_, kept_g_;
  std::vector<char> informed_;

  const ChainRequest* request_ = nullptr;
  Index next_point_ = 0;  ///< points still to be written, from the last
  std::vector<double> a_, q_;
  StateMatrix point_p_, point_r_;
  StateVector point_m_, point_adjoint_;
};

}  // namespace tessera

#include "solvers/filtering/chain_pass_filter.inc"
#include "solvers/filtering/chain_pass_linear.inc"
#include "solvers/filtering/chain_pass_smooth.inc"
