#include "solvers/filtering/dense_smoother.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <stdexcept>
#include <string>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

// lapacke.h would take C99's complex type otherwise.
#define lapack_complex_float std::complex<float>
#define lapack_complex_double std::complex<double>
#include <lapacke.h>

namespace tessera {
namespace {

/// Lower Cholesky factor in place (upper triangle zero); false where the matrix has none.
bool cholesky(Eigen::MatrixXd& a) {
  const auto n = static_cast<lapack_int>(a.rows());
  if (n > 0 && LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', n, a.data(), n) != 0) return false;
  a.triangularView<Eigen::StrictlyUpper>().setZero();
  return true;
}

/// Any A with A A^T = s for a positive semidefinite matrix, of which rounding may have taken a bit.
Eigen::MatrixXd square_root(const Eigen::MatrixXd& s) {
  Eigen::MatrixXd root = s;
  if (cholesky(root)) return root;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(s);
  return eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal();
}

Eigen::MatrixXd covariances(const Kernel1D& kernel, const Eigen::MatrixXd& distances) {
  return distances.unaryExpr([&](double r) { return kernel.value(r); });
}

/// Cholesky factor of a kernel's matrix at distances between d places.
Eigen::MatrixXd prior_factor(const Kernel1D& kernel, const Eigen::MatrixXd& distances) {
  const Index d = distances.rows();
  const double variance = kernel.value(0);
  if (!(variance > 0))
    throw std::invalid_argument("dense_smoother: kernel `" + kernel.name() + "` has no variance.");
  Eigen::MatrixXd k(d, d);
  for (Index j = 0; j < d; ++j) {
    for (Index i = j; i < d; ++i) k(i, j) = kernel.value(distances(i, j));
  }
  Eigen::MatrixXd factor = k;
  if (cholesky(factor)) return factor;
  for (double jitter = 1e-12; jitter < 2e-6; jitter *= 10) {
    factor = k;
    factor.diagonal().array() += jitter * variance;
    if (cholesky(factor)) return factor;
  }
  throw std::runtime_error(
      "The covariance matrix of kernel `" + kernel.name() +
      "` is not positive definite at these places. Kernels of the Matern family and the squared "
      "exponential are so for places with any number of columns.");
}

std::unique_ptr<Kernel1D> copy(const Kernel1D& kernel) {
  std::vector<double> values;
  for (const KernelParameter& parameter : kernel.parameters()) values.push_back(parameter.value);
  return kernel.with_parameters(values);
}

/// Posterior of the whitened functions given sites.
struct WhitenedPosterior {
  Eigen::MatrixXd factor;  ///< C with M = C C^T; its inverse after invert()
  Eigen::VectorXd scaled;  ///< C^-1 b
  double log_normaliser = 0;

  void invert() {
    const auto n = static_cast<lapack_int>(factor.rows());
    if (LAPACKE_dtrtri(LAPACK_COL_MAJOR, 'L', 'N', n, factor.data(), n) != 0)
      throw std::runtime_error(
          "dense_smoother: the factor of the posterior precision is singular.");
  }
};

class DenseSmoother final : public FactorSmoother {
 public:
  DenseSmoother(Eigen::MatrixXd places, Geometry geometry,
                std::vector<std::unique_ptr<Kernel1D>> kernels)
      : places_(std::move(places)),
        geometry_(geometry),
        distances_(place_distances(places_, places_, geometry)),
        kernels_(std::move(kernels)) {
    if (places_.rows() == 0) throw std::invalid_argument("dense_smoother: no places.");
    if (kernels_.empty()) throw std::invalid_argument("dense_smoother: no functions.");
    for (const auto& kernel : kernels_) factors_.push_back(prior_factor(*kernel, distances_));
  }
  DenseSmoother(const DenseSmoother& other)
      : FactorSmoother(),
        places_(other.places_),
        geometry_(other.geometry_),
        distances_(other.distances_),
        factors_(other.factors_) {
    for (const auto& kernel : other.kernels_) kernels_.push_back(copy(*kernel));
  }

  Index functions() const override { return static_cast<Index>(kernels_.size()); }
  Index coordinates() const override { return places_.rows(); }

  FactorMarginals smooth(const NaturalSites& sites, PriorMoments* moments) const override;
  double log_normaliser(const NaturalSites& sites) const override {
    return posterior(sites).log_normaliser;
  }

  std::vector<KernelParameter> parameters(Index f) const override { return kernel(f).parameters(); }
  void set_parameters(Index f, const std::vector<double>& values) override {
    std::unique_ptr<Kernel1D> changed = kernel(f).with_parameters(values);
    factors_[static_cast<std::size_t>(f)] = prior_factor(*changed, distances_);
    kernels_[static_cast<std::size_t>(f)] = std::move(changed);
  }
  ExpectedLogPrior expected_log_prior(Index f, const std::vector<double>& values,
                                      const PriorMoments& moments) const override;

  FactorMarginals predict(const NaturalSites& sites, const Eigen::MatrixXd& points,
                          int derivative) const override;

  std::unique_ptr<FactorSmoother> clone() const override {
    return std::make_unique<DenseSmoother>(*this);
  }

 private:
  const Kernel1D& kernel(Index f) const { return *kernels_.at(static_cast<std::size_t>(f)); }
  const Eigen::MatrixXd& factor(Index f) const { return factors_[static_cast<std::size_t>(f)]; }

  Eigen::MatrixXd precision(const NaturalSites& sites) const;
  WhitenedPosterior posterior(const NaturalSites& sites) const;
  void store_moments(const Eigen::MatrixXd& inverse, const Eigen::VectorXd& mean,
                     PriorMoments& moments) const;
  void predict_batch(const WhitenedPosterior& post, const Eigen::VectorXd& mean,
                     const Eigen::MatrixXd& distances, Index first, FactorMarginals& result) const;

  Eigen::MatrixXd places_;
  Geometry geometry_;
  Eigen::MatrixXd distances_;
  std::vector<std::unique_ptr<Kernel1D>> kernels_;
  std::vector<Eigen::MatrixXd> factors_;  ///< L_f
};

/// Lower block triangle of M.
Eigen::MatrixXd DenseSmoother::precision(const NaturalSites& sites) const {
  const Index d = coordinates(), count = functions();
  Eigen::MatrixXd m(d * count, d * count);
  Eigen::MatrixXd weighted(d, d * count);
  for (Index f = 0; f < count; ++f) {
    for (Index g = 0; g <= f; ++g) {
      weighted.middleCols(g * d, d).noalias() =
          sites.precision.row(f + count * g).transpose().asDiagonal() * factor(g);
    }
    const Index columns = (f + 1) * d;
    m.block(f * d, 0, d, columns).noalias() = factor(f).transpose() * weighted.leftCols(columns);
  }
  m.diagonal().array() += 1;
  return m;
}

WhitenedPosterior DenseSmoother::posterior(const NaturalSites& sites) const {
  const Index d = coordinates(), count = functions();
  if (sites.precision.rows() != count * count || sites.precision.cols() != d ||
      sites.linear.rows() != count || sites.linear.cols() != d) {
    throw std::invalid_argument("dense_smoother: sites are not those of " + std::to_string(count) +
                                " functions at " + std::to_string(d) + " places.");
  }
  WhitenedPosterior post;
  post.factor = precision(sites);
  if (!cholesky(post.factor)) {
    throw std::runtime_error(
        "The posterior of the functions at " + std::to_string(d) +
        " places does not exist: a site's precision is not positive semidefinite, or not finite.");
  }
  post.scaled.resize(d * count);
  for (Index f = 0; f < count; ++f)
    post.scaled.segment(f * d, d).noalias() =
        factor(f).transpose() * sites.linear.row(f).transpose();
  post.factor.triangularView<Eigen::Lower>().solveInPlace(post.scaled);
  post.log_normaliser = post.scaled.squaredNorm() / 2 - post.factor.diagonal().array().log().sum();
  return post;
}

void DenseSmoother::store_moments(const Eigen::MatrixXd& inverse, const Eigen::VectorXd& mean,
                                  PriorMoments& moments) const {
  const Index d = coordinates();
  moments.of_function.resize(static_cast<std::size_t>(functions()));
  for (Index f = 0; f < functions(); ++f) {
    const auto columns = inverse.block(f * d, f * d, inverse.rows() - f * d, d);
    const auto v = mean.segment(f * d, d);
    Eigen::MatrixXd second = v * v.transpose();
    second.noalias() += columns.transpose() * columns;
    std::vector<double>& out = moments.of_function[static_cast<std::size_t>(f)];
    out.resize(static_cast<std::size_t>(d * d));
    Eigen::Map<Eigen::MatrixXd>(out.data(), d, d).noalias() = factor(f) * square_root(second);
  }
}

FactorMarginals DenseSmoother::smooth(const NaturalSites& sites, PriorMoments* moments) const {
  const Index d = coordinates(), count = functions(), n = d * count;
  WhitenedPosterior post = posterior(sites);
  post.invert();
  Eigen::MatrixXd& x = post.factor;
  const Eigen::VectorXd mean = x.triangularView<Eigen::Lower>().transpose() * post.scaled;
  if (moments) store_moments(x, mean, *moments);

  FactorMarginals result;
  result.log_normaliser = post.log_normaliser;
  result.mean.resize(count, d);
  // x becomes C^-1 blockdiag(L_f^T): the covariance of all u is x^T x.
  Eigen::MatrixXd columns;
  for (Index f = 0; f < count; ++f) {
    result.mean.row(f).noalias() = (factor(f) * mean.segment(f * d, d)).transpose();
    columns.noalias() = x.block(f * d, f * d, n - f * d, d) * factor(f).transpose();
    x.block(f * d, f * d, n - f * d, d) = columns;
  }
  result.covariance.resize(count * count, d);
  Eigen::MatrixXd gram(count, count);
  for (Index i = 0; i < d; ++i) {
    const Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<>> at_place(
        x.data() + i * n, n, count, Eigen::OuterStride<>(d * n));
    gram.noalias() = at_place.transpose() * at_place;
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    result.covariance.col(i) = gram.reshaped();
  }
  return result;
}

ExpectedLogPrior DenseSmoother::expected_log_prior(Index f, const std::vector<double>& values,
                                                   const PriorMoments& moments) const {
  const Index d = coordinates();
  const std::vector<double>& stored = moments.of_function.at(static_cast<std::size_t>(f));
  if (static_cast<Index>(stored.size()) != d * d)
    throw std::invalid_argument("dense_smoother: moments are not those of " + std::to_string(d) +
                                " places.");
  const Eigen::MatrixXd l = prior_factor(*kernel(f).with_parameters(values), distances_);
  Eigen::MatrixXd a = Eigen::Map<const Eigen::MatrixXd>(stored.data(), d, d);
  l.triangularView<Eigen::Lower>().solveInPlace(a);
  return {2 * l.diagonal().array().log().sum(), a.squaredNorm(), d};
}

/// Fills columns first, first + 1, ... of `result`; `distances` are d x points of the batch.
void DenseSmoother::predict_batch(const WhitenedPosterior& post, const Eigen::VectorXd& mean,
                                  const Eigen::MatrixXd& distances, Index first,
                                  FactorMarginals& result) const {
  const Index d = coordinates(), count = functions(), n = d * count, batch = distances.cols();
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(n, batch * count);
  Eigen::MatrixXd residual(count, batch);
  for (Index f = 0; f < count; ++f) {
    Eigen::MatrixXd cross = covariances(kernel(f), distances);
    factor(f).triangularView<Eigen::Lower>().solveInPlace(cross);
    result.mean.block(f, first, 1, batch).noalias() = mean.segment(f * d, d).transpose() * cross;
    residual.row(f) = (kernel(f).value(0) - cross.colwise().squaredNorm().array()).cwiseMax(0.0);
    x.block(f * d, f * batch, n - f * d, batch).noalias() =
        post.factor.block(f * d, f * d, n - f * d, d) * cross;
  }
  Eigen::MatrixXd gram(count, count);
  for (Index i = 0; i < batch; ++i) {
    const Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<>> at_point(
        x.data() + i * n, n, count, Eigen::OuterStride<>(batch * n));
    gram.noalias() = at_point.transpose() * at_point;
    gram.diagonal() += residual.col(i);
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    result.covariance.col(first + i) = gram.reshaped();
  }
}

FactorMarginals DenseSmoother::predict(const NaturalSites& sites, const Eigen::MatrixXd& points,
                                       int derivative) const {
  if (derivative != 0) {
    throw std::invalid_argument("Functions of places have no derivative of order " +
                                std::to_string(derivative) + " here; only 0 is allowed.");
  }
  WhitenedPosterior post = posterior(sites);
  post.invert();
  const Eigen::VectorXd mean = post.factor.triangularView<Eigen::Lower>().transpose() * post.scaled;
  FactorMarginals result;
  result.log_normaliser = post.log_normaliser;
  result.mean.resize(functions(), points.rows());
  result.covariance.resize(functions() * functions(), points.rows());
  // Work space of F d x F points: no more than the precision itself.
  for (Index first = 0; first < points.rows(); first += coordinates()) {
    const Index batch = std::min(coordinates(), points.rows() - first);
    predict_batch(post, mean, place_distances(places_, points.middleRows(first, batch), geometry_),
                  first, result);
  }
  return result;
}

}  // namespace

std::unique_ptr<FactorSmoother> dense_smoother(Eigen::MatrixXd places, Geometry geometry,
                                               std::vector<std::unique_ptr<Kernel1D>> functions) {
  return std::make_unique<DenseSmoother>(std::move(places), geometry, std::move(functions));
}

}  // namespace tessera
