#include "solvers/tucker/link.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <Eigen/QR>

namespace tessera::tucker {

namespace {

Eigen::VectorXd linked(Link link, const Eigen::VectorXd& values) {
  return link == Link::log ? Eigen::VectorXd(values.array().log()) : values;
}

}  // namespace

Eigen::VectorXd Standardisation::offsets(const Eigen::MatrixXd& points) const {
  if (slopes.isZero(0)) return Eigen::VectorXd::Constant(points.rows(), mean);
  return ((points.rowwise() - centre) * slopes.transpose()).array() + mean;
}

Eigen::VectorXd Standardisation::standardise(const Eigen::MatrixXd& points,
                                             const Eigen::VectorXd& values) const {
  return (linked(link, values) - offsets(points)) / scale;
}

Standardisation standardisation(Link link, const Eigen::MatrixXd& points,
                                const Eigen::VectorXd& values, const std::vector<bool>& trend) {
  if (values.size() < 2) throw std::invalid_argument("fewer than two values to learn from");
  if (link == Link::log && !(values.minCoeff() > 0))
    throw std::invalid_argument("a log link needs positive values; the smallest is " +
                                std::to_string(values.minCoeff()));
  const Eigen::VectorXd g = linked(link, values);
  Standardisation s{link, g.mean(), 1, points.colwise().mean(),
                    Eigen::RowVectorXd::Zero(points.cols())};
  std::vector<Index> columns;
  for (Index c = 0; c < points.cols(); ++c)
    if (trend[c]) columns.push_back(c);
  if (!columns.empty()) {
    const Eigen::MatrixXd design = (points.rowwise() - s.centre)(Eigen::all, columns);
    const Eigen::VectorXd slopes = design.completeOrthogonalDecomposition().solve(
        g - Eigen::VectorXd::Constant(g.size(), s.mean));
    for (std::size_t c = 0; c < columns.size(); ++c)
      s.slopes[columns[c]] = slopes[static_cast<Index>(c)];
  }
  const Eigen::VectorXd rest = g - s.offsets(points);
  s.scale = std::sqrt(rest.squaredNorm() / static_cast<double>(rest.size()));
  if (!((g.array() - s.mean).matrix().norm() > 0))
    throw std::invalid_argument("all values are equal: nothing to model");
  if (!(s.scale > 0)) s.scale = 1;
  return s;
}

ValuePrediction value_prediction(Link link, const LatentPrediction& latent) {
  const Eigen::ArrayXd variance = latent.variance.array().max(0.0);
  const Eigen::ArrayXd total = variance + latent.noise_variance.array();
  if (link == Link::identity) return {latent.mean, variance.sqrt(), total.sqrt()};
  ValuePrediction result;
  const Eigen::ArrayXd mean = (latent.mean.array() + 0.5 * total).exp();
  result.mean = mean;
  result.standard_deviation =
      mean * variance.unaryExpr([](double v) { return std::expm1(v); }).sqrt();
  result.predictive_standard_deviation =
      mean * total.unaryExpr([](double v) { return std::expm1(v); }).sqrt();
  return result;
}

}  // namespace tessera::tucker
