#include <cstdio>
#include <utility>

#include "solvers/comparators/additive_model.hpp"
#include "solvers/comparators/simple_predictors.hpp"

namespace tessera {
namespace {

class AdditivePredictor final : public ScatteredPredictor {
 public:
  AdditivePredictor(const Observations& training, std::vector<double> ridge)
      : axes_(training.axes), ridge_(std::move(ridge)), model_(training, ridge_) {}
  std::string name() const override { return "additive"; }
  std::string choice() const override {
    std::string text;
    for (std::size_t a = 0; a < axes_.size(); ++a) {
      char number[32];
      std::snprintf(number, sizeof number, "%g", ridge_[a]);
      text += (a ? ", " : "ridge ") + axes_[a].name + " " + number;
    }
    return text;
  }
  ScatteredPrediction predict(const Eigen::MatrixXd& points) const override {
    require_columns(axes_, points);
    return {model_.predict(points), {}};
  }

 private:
  std::vector<ObservedAxis> axes_;
  std::vector<double> ridge_;
  AdditiveModel model_;
};

}  // namespace

std::unique_ptr<ScatteredPredictor> additive_predictor(const Observations& training,
                                                       std::vector<double> ridge) {
  return std::make_unique<AdditivePredictor>(training, std::move(ridge));
}

}  // namespace tessera
