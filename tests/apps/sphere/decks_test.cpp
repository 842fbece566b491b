#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "models/sphere/angular_spectrum.hpp"
#include "tests/apps/sphere/sphere_run.hpp"

namespace tessera::sphere {
namespace {

const std::string small_grid = "output/grid={latitude: 5, longitude: 6, t: 2}";

BOOST_AUTO_TEST_SUITE(decks_of_sphere)

BOOST_AUTO_TEST_CASE(a_tilted_rossby_haurwitz_wave_turns_at_the_rate_of_theory) {
  const auto error = [](const char* step) {
    const Outcome run = run_shipped(
        "rossby_haurwitz",
        {"axes/sphere/degree=10", "axes/t/range=[0, 2*86400]", "compare=[]", small_grid, step});
    BOOST_TEST(number(run, "budgets/energy/largest_change") < 1e-7);
    BOOST_TEST(number(run, "budgets/enstrophy/largest_change") < 1e-7);
    return number(run, "relative_l2_error");
  };
  const double coarse = error("solver/time step=3600");
  const double fine = error("solver/time step=1800");
  BOOST_TEST(fine < 1e-6);
  BOOST_TEST(std::log2(coarse / fine) > 3.8);
  BOOST_TEST(std::log2(coarse / fine) < 4.3);
}

BOOST_AUTO_TEST_CASE(a_tilted_steady_flow_of_shallow_water_stays) {
  const Outcome run =
      run_shipped("williamson_2", {"axes/sphere/degree=15", small_grid, "axes/t/range=[0, 86400]"});
  BOOST_TEST(number(run, "errors/h/relative_l2") < 1e-12);
  BOOST_TEST(number(run, "errors/zeta/relative_l2") < 1e-11);
}

BOOST_AUTO_TEST_CASE(shallow_water_over_a_mountain_keeps_its_mass_and_nearly_its_energy) {
  const Outcome run =
      run_shipped("williamson_5", {"axes/sphere/degree=21", small_grid, "axes/t/range=[0, 86400]",
                                   "solver/time step=1200", "hyperdiffusion={}"});
  BOOST_TEST(number(run, "budgets/mass/largest_change") < 1e-13);
  BOOST_TEST(number(run, "budgets/energy/largest_change") < 1e-6);
}

BOOST_AUTO_TEST_CASE(the_enstrophy_budget_of_a_forced_jet_closes) {
  const Outcome run = run_shipped(
      "barotropic_jet", {"axes/sphere/degree=21", small_grid, "compare=[]", "axes/t/range=[0, 5]"});
  BOOST_TEST(number(run, "budgets/enstrophy/closure") < 1e-8);
  BOOST_TEST(number(run, "budgets/enstrophy/largest_change") > 1e-3);
}

BOOST_AUTO_TEST_CASE(the_galewsky_jet_is_balanced_but_for_its_perturbation) {
  const Outcome run =
      run_shipped("galewsky", {"axes/sphere/degree=42", small_grid, "axes/t/range=[0, 3600]",
                               "compare=[]", "parameters/bump=0", "parameters/nu=0"});
  // 86 m/s of jet would move far; divergence stays where the expansion of the jet leaves it.
  const std::vector<double>& power = column(run, "spectra/zeta", "power");
  const std::size_t half = power.size() / 2;
  for (std::size_t l = 0; l < half; ++l)
    BOOST_TEST(std::abs(power[half + l] - power[l]) <
               1e-6 * *std::max_element(power.begin(), power.end()));
}

BOOST_AUTO_TEST_CASE(heat_driven_by_noise_has_the_stationary_spectrum) {
  const Outcome run = run_shipped("heat_noise", {"axes/sphere/degree=12", "ensemble/members=8",
                                                 "random forcing/temperature/degrees=[0, 12]",
                                                 "output/grid={latitude: 5, longitude: 6, t: 41}",
                                                 "axes/t/range=[0, 400]", "solver/time step=10"});
  const AngularSpectrum forcing = AngularSpectrum::matern(1, 0.3, 1, {0, 12});
  const std::vector<double>& power = column(run, "spectra/temperature", "power");
  double chi = 0;
  for (int l = 0; l <= 12; ++l) {
    // Draws every 10 units of time are independent: the slowest mode decays at the rate 0.2.
    double mean = 0;
    constexpr int first = 6, times = 41;
    for (int i = first; i < times; ++i) mean += power[static_cast<std::size_t>(i * 13 + l)];
    mean /= times - first;
    const double rate = 0.05 * l * (l + 1) + 0.2;
    const double expected = (2 * l + 1) * forcing.variances()[l] / (2 * rate);
    const double samples = (2 * l + 1) * 8.0 * (times - first);
    const double deviation = (mean / expected - 1) / std::sqrt(2 / samples);
    BOOST_TEST(std::abs(deviation) < 4);
    chi += deviation * deviation;
  }
  BOOST_TEST(chi < 35);
}

BOOST_AUTO_TEST_CASE(an_ensemble_reports_mean_and_standard_deviation_of_its_members) {
  const Outcome run =
      run_shipped("heat_noise", {"axes/sphere/degree=6", "ensemble/members=5",
                                 "random forcing/temperature/degrees=[0, 6]", small_grid});
  const Field& c = field(run, "temperature_coefficients");
  BOOST_TEST(c.grid.axes.size() == 3U);
  BOOST_TEST(c.grid.axes[2].coordinates.size() == 5U);
  // At the north pole only m = 0 counts: sqrt((2 l + 1) / 4 pi).
  double mean = 0;
  std::vector<double> values;
  for (std::size_t member = 0; member < 5; ++member) {
    double value = 0;
    for (int l = 0; l <= 6; ++l)
      value += std::sqrt((2 * l + 1) / (4 * std::acos(-1.0))) *
               c.values[member * 2 * 49 + 49 + static_cast<std::size_t>(l * l + l)];
    values.push_back(value);
    mean += value / 5;
  }
  double variance = 0;
  for (const double v : values) variance += (v - mean) * (v - mean) / 4;
  BOOST_TEST(field(run, "temperature").values.back() == mean, boost::test_tools::tolerance(1e-10));
  BOOST_TEST(field(run, "temperature_standard_deviation").values.back() == std::sqrt(variance),
             boost::test_tools::tolerance(1e-10));
  BOOST_TEST(variance > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::sphere
