#include "models/state_space/state_space.hpp"
//
#include <cmath>

#include <boost/test/unit_test.hpp>

using namespace tessera;

namespace {

/// The shortest process that meets the contract: k(r) = variance exp(-rate |r|).
class OrnsteinUhlenbeck final : public StateSpace {
 public:
  OrnsteinUhlenbeck(double variance, double rate)
      : drift_(scalar(-rate)),
        effect_(scalar(1)),
        density_(scalar(2 * rate * variance)),
        covariance_(scalar(variance)),
        observation_(Eigen::RowVectorXd::Ones(1)) {}

  std::string name() const override { return "ornstein-uhlenbeck"; }
  Index order() const override { return 1; }
  const Eigen::MatrixXd& drift() const override { return drift_; }
  const Eigen::MatrixXd& noise_effect() const override { return effect_; }
  const Eigen::MatrixXd& noise_density() const override { return density_; }
  const Eigen::RowVectorXd& observation() const override { return observation_; }
  const Eigen::MatrixXd& stationary_covariance() const override { return covariance_; }
  Transition transition(double dt, Direction) const override {
    const double exponent = drift_(0, 0) * dt;
    return {scalar(std::exp(exponent)), scalar(-covariance_(0, 0) * std::expm1(2 * exponent))};
  }
  double covariance(double r) const override {
    return covariance_(0, 0) * std::exp(drift_(0, 0) * std::abs(r));
  }
  std::vector<KernelParameter> parameters() const override {
    return {{"variance", "", covariance_(0, 0)}, {"rate", "", -drift_(0, 0)}};
  }
  std::unique_ptr<StateSpace> with_parameters(const std::vector<double>& v) const override {
    return std::make_unique<OrnsteinUhlenbeck>(v[0], v[1]);
  }

 private:
  static Eigen::MatrixXd scalar(double x) { return Eigen::MatrixXd::Constant(1, 1, x); }
  Eigen::MatrixXd drift_, effect_, density_, covariance_;
  Eigen::RowVectorXd observation_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_contract_of_a_state_space_can_be_met) {
  const OrnsteinUhlenbeck process(2.0, 0.7);
  const StateSpace& s = process;
  const Eigen::MatrixXd lyapunov =
      s.drift() * s.stationary_covariance() + s.stationary_covariance() * s.drift().transpose() +
      s.noise_effect() * s.noise_density() * s.noise_effect().transpose();
  BOOST_TEST(lyapunov.norm() < 1e-15);
  for (const Direction direction : {Direction::forward, Direction::reversed}) {
    const Transition t = s.transition(0.3, direction);
    const Eigen::MatrixXd kept =
        t.a * s.stationary_covariance() * t.a.transpose() + t.q - s.stationary_covariance();
    BOOST_TEST(kept.norm() < 1e-15);
    BOOST_TEST((s.observation() * t.a * s.stationary_covariance())(0) == s.covariance(0.3),
               boost::test_tools::tolerance(1e-15));
  }
}
