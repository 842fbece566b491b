#include <cmath>
#include <numeric>

#include <Eigen/Geometry>
#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "data/hdf5/result_file.hpp"
#include "models/equivariant/wigner_d.hpp"
#include "tests/apps/sphere/sphere_run.hpp"
#include "tests/data/scratch.hpp"

namespace tessera::sphere {
namespace {

const std::string allen_cahn =
    "Application: sphere\n"
    "Axes: {sphere: {Degree: 15}, t: {Range: [0, 2]}}\n"
    "Parameters: {epsilon: 0.1}\n"
    "Unknowns: [u]\n"
    "Equations: [\"u_t = epsilon^2*lap(u) + u - u^3\"]\n"
    "Random Fields: {noise: {Length Scale: 0.4, Standard Deviation: 0.8}}\n"
    "Initial Conditions: {u: \"noise\"}\n"
    "Solver: {Time Step: 0.1}\n"
    "Output: {Grid: {latitude: 5, longitude: 6, t: 3}, Budget Interval: 1, Budgets: {energy: "
    "\"epsilon^2/2*dot(grad(u), grad(u)) + (u^2 - 1)^2/4\"}}\n";

double difference(const std::vector<double>& a, const std::vector<double>& b) {
  BOOST_TEST_REQUIRE(a.size() == b.size());
  double square = 0, norm = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    square += (a[i] - b[i]) * (a[i] - b[i]);
    norm += b[i] * b[i];
  }
  return std::sqrt(square / norm);
}

std::vector<double> solution(const std::vector<std::string>& overrides) {
  return last_coefficients(run_text(allen_cahn, overrides), "u");
}

void write_coefficients(const std::filesystem::path& file, const Eigen::VectorXd& c) {
  Axis axis{"harmonic", "", {}, AxisKind::index, ""};
  for (Index i = 0; i < c.size(); ++i) axis.coordinates.push_back(static_cast<double>(i));
  hdf5::ResultWriter writer(file);
  writer.write(Field{"c", "", "", {{axis}}, {c.begin(), c.end()}});
  writer.close();
}

/// Asks to stop after the first checkpoint it keeps.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(int calls) : calls_(calls) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return --calls_ < 0; }
  void checkpoint(const ModelRecord& state) override { state_ = state; }
  const std::optional<ModelRecord>& state() const { return state_; }

 private:
  int calls_;
  std::optional<ModelRecord> state_;
};

BOOST_AUTO_TEST_SUITE(runs_of_sphere)

BOOST_AUTO_TEST_CASE(all_exact_products_agree_and_the_aliased_one_does_not) {
  const std::vector<double> transform = solution({"products/method=transform"});
  BOOST_TEST(difference(solution({"products/method=sparse"}), transform) < 1e-12);
  BOOST_TEST(difference(solution({"products/method=grid"}), transform) < 1e-12);
  BOOST_TEST(difference(solution({"products/method=transform", "products/oversampling=2"}),
                        transform) < 1e-12);
  BOOST_TEST(difference(solution({"products/method=aliased"}), transform) > 1e-4);
}

BOOST_AUTO_TEST_CASE(the_error_falls_with_the_fourth_power_of_the_step) {
  const auto end_with = [](const std::string& step) {
    return solution({"axes/t/range=[0, 1]", "solver/time step=" + step});
  };
  const std::vector<double> reference = end_with("0.00625");
  const double coarse = difference(end_with("0.05"), reference);
  const double fine = difference(end_with("0.025"), reference);
  BOOST_TEST(std::log2(coarse / fine) > 3.8);
  BOOST_TEST(std::log2(coarse / fine) < 4.2);
}

BOOST_AUTO_TEST_CASE(energy_of_a_gradient_flow_never_increases) {
  const Outcome run = run_text(allen_cahn, {"axes/t/range=[0, 5]"});
  BOOST_TEST(number(run, "budgets/energy/largest_rise") <= 0);
  BOOST_TEST(number(run, "budgets/energy/largest_fall") > 0);
}

BOOST_AUTO_TEST_CASE(a_turned_start_gives_the_turned_run) {
  constexpr int degree = 31;
  const test::Scratch scratch;
  const Eigen::Matrix3d rotation =
      Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, -0.5).normalized()).toRotationMatrix();
  Eigen::VectorXd c((degree + 1) * (degree + 1));
  for (Index i = 0; i < c.size(); ++i)
    c[i] = std::sin(1.0 + 7.0 * static_cast<double>(i * i % 101)) /
           (1 + 0.05 * static_cast<double>(i));
  const WignerD wigner(degree, rotation);
  const auto turned = [&](const Eigen::VectorXd& x) {
    Eigen::VectorXd y(x.size());
    for (Index l = 0; l <= degree; ++l)
      y.segment(l * l, 2 * l + 1) = wigner(static_cast<int>(l)) * x.segment(l * l, 2 * l + 1);
    return y;
  };
  std::string text = allen_cahn + "Arrays: {start: {File: start.h5, Dataset: c}}\n";
  text.replace(text.find("\"noise\""), 7, "\"start\"");
  const auto end_from = [&](const Eigen::VectorXd& start) {
    std::filesystem::remove(scratch / "start.h5");
    write_coefficients(scratch / "start.h5", start);
    SilentMonitor monitor;
    const std::vector<double> end = last_coefficients(
        run_text(text, monitor, {"axes/sphere/degree=31"}, {}, scratch.folder()), "u");
    return Eigen::VectorXd(
        Eigen::Map<const Eigen::VectorXd>(end.data(), static_cast<Index>(end.size())));
  };
  const Eigen::VectorXd expected = turned(end_from(c));
  BOOST_TEST((end_from(turned(c)) - expected).norm() < 1e-9 * expected.norm());
  BOOST_TEST((expected - c).norm() > 0.1 * c.norm());
}

BOOST_AUTO_TEST_CASE(a_run_starts_from_the_last_coefficients_of_another) {
  const test::Scratch scratch;
  const Outcome first = run_text(allen_cahn);
  hdf5::ResultWriter writer(scratch / "first.h5");
  writer.write(field(first, "u_coefficients"));
  writer.close();
  std::string text = allen_cahn + "Arrays: {start: {File: first.h5, Dataset: u_coefficients}}\n";
  text.replace(text.find("\"noise\""), 7, "\"start\"");
  SilentMonitor monitor;
  const Outcome second = run_text(text, monitor, {"axes/t/range=[2, 3]"}, {}, scratch.folder());
  const std::vector<double> whole = solution({"axes/t/range=[0, 3]"});
  BOOST_TEST(difference(last_coefficients(second, "u"), whole) < 1e-12);
}

BOOST_AUTO_TEST_CASE(what_starts_from_rounding_and_is_driven_is_no_blow_up) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 4}, t: {Range: [0, 1]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = sin(latitude) - u\"]\n"
      "Initial Conditions: {u: \"1e-17*sin(latitude)\"}\n"
      "Solver: {Time Step: 0.1}\n"
      "Output: {Grid: {latitude: 3, longitude: 4, t: 2}}\n";
  BOOST_TEST(run_text(text).status == "complete");
}

BOOST_AUTO_TEST_CASE(a_run_that_was_interrupted_goes_on_with_the_same_bits) {
  for (const std::string step : {"solver/time step=0.1", "solver={Relative Tolerance: 1e-6}"}) {
    const Outcome whole = run_text(allen_cahn, {step});
    StoppingMonitor stopping(7);
    BOOST_CHECK_THROW(run_text(allen_cahn, stopping, {step}), Interrupted);
    BOOST_TEST_REQUIRE(stopping.state().has_value());
    SilentMonitor silent;
    const Outcome rest = run_text(allen_cahn, silent, {step}, stopping.state());
    for (const char* name : {"u", "u_coefficients"})
      BOOST_TEST(field(rest, name).values == field(whole, name).values,
                 boost::test_tools::per_element());
    for (const char* name : {"t", "step"})
      BOOST_TEST(column(rest, "history/steps", name) == column(whole, "history/steps", name),
                 boost::test_tools::per_element());
    BOOST_TEST(
        column(rest, "history/budgets", "energy") == column(whole, "history/budgets", "energy"),
        boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(an_ensemble_interrupted_in_its_second_member_goes_on_with_the_same_bits) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 6}, t: {Range: [0, 1]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = 0.1*lap(u) - u^3\"]\n"
      "Random Fields: {noise: {Length Scale: 0.4}}\n"
      "Random Forcing: {u: {Length Scale: 0.4, Standard Deviation: 0.5}}\n"
      "Initial Conditions: {u: \"noise\"}\n"
      "Ensemble: {Members: 3}\n"
      "Solver: {Time Step: 0.1}\n"
      "Output: {Grid: {latitude: 5, longitude: 6, t: 3}}\n";
  const Outcome whole = run_text(text);
  StoppingMonitor stopping(15);
  BOOST_CHECK_THROW(run_text(text, stopping), Interrupted);
  BOOST_TEST_REQUIRE(stopping.state().has_value());
  BOOST_TEST(number_of(*stopping.state(), "present member") == 1);
  SilentMonitor silent;
  const Outcome rest = run_text(text, silent, {}, stopping.state());
  for (const char* name : {"u", "u_standard_deviation", "u_coefficients"})
    BOOST_TEST(field(rest, name).values == field(whole, name).values,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_run_that_blows_up_keeps_the_last_good_state_and_says_what_to_do) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 10}, t: {Range: [0, 4]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = u^2\"]\n"
      "Initial Conditions: {u: \"1 + 0.1*sin(latitude)\"}\n"
      "Solver: {Time Step: 0.01}\n"
      "Output: {Grid: {latitude: 5, longitude: 6, t: 9}}\n";
  const Outcome run = run_text(text);
  BOOST_TEST(static_cast<int>(run.code) == static_cast<int>(ExitCode::not_converged));
  BOOST_TEST(run.status == "blown up");
  // The solution is infinite at t = 1 / 1.1.
  const Field& u = field(run, "u");
  const std::vector<double>& times = u.grid.axes[2].coordinates;
  BOOST_TEST(times.size() == 3U);
  BOOST_TEST(times[1] == 0.5);
  BOOST_TEST(times.back() > 0.85);
  BOOST_TEST(times.back() < 0.95);
  for (const double value : u.values) BOOST_TEST(std::isfinite(value));
  bool told = false;
  for (const std::string& line : run.report) told = told || line.find("CFL") != std::string::npos;
  BOOST_TEST(told);
}

BOOST_AUTO_TEST_CASE(members_that_stop_at_different_times_are_averaged_at_common_ones_only) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 6}, t: {Range: [0, 4]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = u^2\"]\n"
      "Random Fields: {noise: {Length Scale: 0.5, Standard Deviation: 0.2}}\n"
      "Initial Conditions: {u: \"0.7 + noise\"}\n"
      "Ensemble: {Members: 3}\n"
      "Solver: {Time Step: 0.01}\n"
      "Output: {Grid: {latitude: 5, longitude: 6, t: 17}}\n";
  const Outcome run = run_text(text);
  BOOST_TEST(run.status == "blown up");
  const std::vector<double>& times = field(run, "u").grid.axes[2].coordinates;
  BOOST_REQUIRE(times.size() > 1U);
  for (std::size_t i = 0; i < times.size(); ++i)
    BOOST_TEST(times[i] == 0.25 * static_cast<double>(i));
}

BOOST_AUTO_TEST_CASE(formulas_without_finite_values_are_faults_of_the_deck_not_of_the_step) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 4}, t: {Range: [0, 1]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = -u\"]\n"
      "Initial Conditions: {u: \"1\"}\n"
      "Solver: {Time Step: 0.1}\n"
      "Output: {Grid: {latitude: 3, longitude: 4, t: 2}}\n";
  BOOST_CHECK_NO_THROW(run_text(text));
  BOOST_CHECK_THROW(run_text(text, {"initial conditions={u: log(latitude)}"}), DeckError);
  BOOST_CHECK_THROW(run_text(text, {"equations=[u_t = log(latitude) - u]"}), DeckError);
}

BOOST_AUTO_TEST_CASE(adaptive_steps_ask_for_the_size_of_an_unknown_that_starts_from_nothing) {
  const std::string text =
      "Application: sphere\n"
      "Axes: {sphere: {Degree: 4}, t: {Range: [0, 1]}}\n"
      "Unknowns: [u]\n"
      "Equations: [\"u_t = sin(latitude) - u\"]\n"
      "Output: {Grid: {latitude: 3, longitude: 4, t: 2}}\n";
  BOOST_CHECK_THROW(run_text(text), DeckError);
  const Outcome run = run_text(text, {"solver={Typical Values: {u: 1}, Relative Tolerance: 1e-9}"});
  // u = (1 - exp(-t)) sin(latitude), at the north pole.
  BOOST_TEST(field(run, "u").values.back() == 1 - std::exp(-1.0),
             boost::test_tools::tolerance(1e-7));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
