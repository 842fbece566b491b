#include <cmath>
#include <numbers>

#include <Eigen/Eigenvalues>

#include "solvers/comparators/simple_predictors.hpp"
#include "solvers/comparators/training_rows.hpp"

namespace tessera {
namespace {

constexpr double days_per_year = 365.2425;

class ClimatologyPredictor final : public ScatteredPredictor {
 public:
  ClimatologyPredictor(const Observations& training, Index day_axis)
      : axes_(training.axes), day_axis_(day_axis) {
    Eigen::MatrixXd features = raw_features(training.coordinates);
    centre_ = features.colwise().mean();
    features.rowwise() -= centre_;
    scale_ = (features.colwise().squaredNorm() / static_cast<double>(features.rows())).cwiseSqrt();
    // Features that do not vary drop out below.
    scale_ = (scale_.array() > 1e-12 * centre_.array().abs()).select(scale_, 1.0);
    features.array().rowwise() /= scale_.array();
    fit(features, training.values);
  }

  std::string name() const override { return "climatology"; }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    Eigen::MatrixXd features = raw_features(points);
    features.rowwise() -= centre_;
    features.array().rowwise() /= scale_.array();
    ScatteredPrediction prediction;
    prediction.mean = (features * weights_).array() + mean_;
    if (!(residual_variance_ >= 0)) return prediction;
    const Eigen::VectorXd leverage =
        (features * inverse_root_).rowwise().squaredNorm().array() + 1 / rows_;
    prediction.standard_deviation = (residual_variance_ * (1 + leverage.array())).sqrt();
    return prediction;
  }

 private:
  Eigen::MatrixXd raw_features(const Eigen::MatrixXd& points) const {
    const std::vector<AxisColumns> columns = axis_columns(axes_);
    if (day_axis_ < 0) return points;
    const AxisColumns& day = columns[static_cast<std::size_t>(day_axis_)];
    const Eigen::MatrixXd others = columns_without(day, points);
    Eigen::MatrixXd features(points.rows(), others.cols() + 4);
    features.leftCols(others.cols()) = others;
    const Eigen::ArrayXd phase =
        2 * std::numbers::pi / days_per_year * points.col(day.first).array();
    features.rightCols(4) << phase.cos(), phase.sin(), (2 * phase).cos(), (2 * phase).sin();
    return features;
  }

  /// Least squares of smallest norm: features that depend on others do no harm.
  void fit(const Eigen::MatrixXd& features, const Eigen::VectorXd& values) {
    rows_ = static_cast<double>(values.size());
    mean_ = values.mean();
    const Eigen::MatrixXd normal = features.transpose() * features;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(normal);
    const double smallest = 1e-10 * rows_;
    const auto kept = (eigen.eigenvalues().array() > smallest).eval();
    inverse_root_ =
        eigen.eigenvectors() *
        kept.select(eigen.eigenvalues().array().max(smallest).rsqrt(), 0.0).matrix().asDiagonal();
    const Eigen::VectorXd centred = values.array() - mean_;
    weights_ = inverse_root_ * (inverse_root_.transpose() * (features.transpose() * centred));
    const double freedom = rows_ - 1 - static_cast<double>(kept.count());
    if (freedom >= 1) residual_variance_ = (centred - features * weights_).squaredNorm() / freedom;
  }

  std::vector<ObservedAxis> axes_;
  Index day_axis_;
  Eigen::RowVectorXd centre_, scale_;
  double rows_ = 0;
  double mean_ = 0;
  Eigen::VectorXd weights_;
  Eigen::MatrixXd inverse_root_;
  double residual_variance_ = -1;  ///< negative: no degree of freedom is left to tell it
};

}  // namespace

std::unique_ptr<ScatteredPredictor> climatology_predictor(const Observations& training,
                                                          Index day_axis) {
  return std::make_unique<ClimatologyPredictor>(training, day_axis);
}

}  // namespace tessera
