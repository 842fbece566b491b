#include "apps/sphere/random_fields.hpp"

#include <cmath>

#include <Eigen/Eigenvalues>
#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

#include "apps/sphere/arrays.hpp"
#include "solvers/integrators/noise_covariance.hpp"

namespace tessera::sphere {
namespace {

using Eigen::MatrixXcd;
using Eigen::VectorXcd;
using Eigen::VectorXd;

/// F with F F^H = covariance, which is positive semidefinite to rounding.
MatrixXcd square_root(const MatrixXcd& covariance) {
  if (covariance.rows() == 1)
    return MatrixXcd::Constant(1, 1, std::sqrt(std::max(covariance(0, 0).real(), 0.0)));
  const Eigen::SelfAdjointEigenSolver<MatrixXcd> eigen(covariance);
  const VectorXd roots = eigen.eigenvalues().cwiseMax(0).cwiseSqrt();
  return eigen.eigenvectors() * roots.cast<std::complex<double>>().asDiagonal();
}

}  // namespace

VectorXd draw(const AngularSpectrum& spectrum, std::mt19937_64 generator) {
  boost::random::normal_distribution<double> normal;
  const VectorXd& variances = spectrum.variances();
  VectorXd c(variances.size() * variances.size());
  for (Index l = 0; l < variances.size(); ++l)
    for (Index m = -l; m <= l; ++m) c[l * l + l + m] = std::sqrt(variances[l]) * normal(generator);
  return c;
}

SphereArrays draw_random_fields(const SphereProblem& problem, const RandomStreams& random,
                                Index member) {
  SphereArrays arrays;
  for (const RandomField& field : problem.random_fields)
    arrays[field.name] = coefficient_array(
        field.spectrum.degrees().last,
        draw(field.spectrum,
             random.stream(fmt::format("random field {} of member {}", field.name, member))));
  return arrays;
}

RandomForcing::RandomForcing(const SphereProblem& problem, const LinearPart& linear)
    : linear_(linear),
      density_(static_cast<std::size_t>(linear.dimension), 0.0),
      present_(!problem.forcing.empty()) {
  if (!present_) return;
  for (const RandomField& forcing : problem.forcing)
    for (std::size_t k = 0; k < problem.names.unknowns.size(); ++k) {
      if (problem.names.unknowns[k] != forcing.name) continue;
      const VectorXd& variances = forcing.spectrum.variances();
      for (Index l = 0; l < variances.size(); ++l)
        for (Index i = l * l; i < (l + 1) * (l + 1); ++i)
          density_[k * static_cast<std::size_t>(problem.harmonics()) +
                   static_cast<std::size_t>(i)] = variances[l];
    }
  // Numbers without linear part are blocks of rate 0.
  std::vector<bool> used(density_.size(), false);
  for (const LinearPart::Block& block : linear_.blocks)
    for (const auto* numbers : {&block.real, &block.imaginary})
      for (const Index i : *numbers) used[static_cast<std::size_t>(i)] = true;
  const auto zero = static_cast<Index>(linear_.matrices.size());
  linear_.matrices.push_back(MatrixXcd::Zero(1, 1));
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i]) linear_.blocks.push_back({zero, {static_cast<Index>(i)}, {}});
}

MatrixXcd RandomForcing::density_of(const LinearPart::Block& block) const {
  VectorXcd density(static_cast<Index>(block.real.size()));
  for (Index k = 0; k < density.size(); ++k)
    density[k] = density_[static_cast<std::size_t>(block.real[static_cast<std::size_t>(k)])];
  return density.asDiagonal();
}

void RandomForcing::prepare(double step) {
  if (step == step_) return;
  step_ = step;
  factors_.clear();
  for (const LinearPart::Block& block : linear_.blocks) {
    const MatrixXcd& matrix = linear_.matrices[static_cast<std::size_t>(block.matrix)];
    const MatrixXcd density = density_of(block);
    if (density.isZero(0))
      factors_.emplace_back();
    else if (matrix.rows() == 1)
      factors_.push_back(square_root(
          MatrixXcd::Constant(1, 1, noise_variance(matrix(0, 0), density(0, 0).real(), step))));
    else
      factors_.push_back(square_root(noise_covariance(matrix, density, step)));
  }
}

void RandomForcing::add(double step, Index number, Index member, const RandomStreams& random,
                        std::span<double> state) {
  prepare(step);
  std::mt19937_64 generator =
      random.stream(fmt::format("forcing of member {} in step {}", member, number));
  boost::random::normal_distribution<double> normal;
  for (std::size_t b = 0; b < linear_.blocks.size(); ++b) {
    const LinearPart::Block& block = linear_.blocks[b];
    if (factors_[b].size() == 0) continue;
    VectorXcd x(static_cast<Index>(block.real.size()));
    const bool complex = !block.imaginary.empty();
    for (Index k = 0; k < x.size(); ++k) {
      x[k].real(normal(generator));
      x[k].imag(complex ? normal(generator) : 0.0);
    }
    const VectorXcd noise = factors_[b] * x;
    for (std::size_t k = 0; k < block.real.size(); ++k) {
      state[static_cast<std::size_t>(block.real[k])] += noise[static_cast<Index>(k)].real();
      if (complex)
        state[static_cast<std::size_t>(block.imaginary[k])] += noise[static_cast<Index>(k)].imag();
    }
  }
}

}  // namespace tessera::sphere
