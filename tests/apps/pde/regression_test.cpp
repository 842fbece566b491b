#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "tests/apps/pde/cole_hopf.hpp"
#include "tests/apps/pde/finished_run.hpp"

namespace tessera::pde {
namespace {

using namespace test;
namespace data = boost::unit_test::data;

struct Gate {
  std::string deck;
  double largest_error;          ///< relative, on 300 equidistant points per axis
  double most_applications = 0;  ///< of the operator over all passes; 0: no gate
};

std::ostream& operator<<(std::ostream& out, const Gate& gate) {
  return out << gate.deck;
}

const std::vector<Gate>& gates() {
  static const std::vector<Gate> list{
      {"poisson_1d_single_sin", 1e-9},    {"poisson_1d_sin_cos", 1e-9},
      {"poisson_1d_x_time_sinx", 1e-9},   {"poisson_1d_mix_sin", 1e-9},
      {"poisson_1d_x2_add_sinx", 1e-9},   {"allen_cahn_1d_single_sin", 1e-9},
      {"allen_cahn_1d_sin_cos", 1e-9},    {"poisson_1d_tanh_layer", 1e-10},
      {"poisson_2d_sin_sin", 1e-10},      {"poisson_2d_sin_cos", 1e-10},
      {"poisson_2d_sin_add_cos", 1e-10},  {"allen_cahn_2d_mix", 1e-10},
      {"advection_sin", 1e-11},           {"advection_sin_all_edges", 1e-11},
      {"poisson_2d_bump", 1e-11},         {"poisson_2d_chirp", 1e-11},
      {"poisson_2d_oblique_wave", 1e-11}, {"diffusion_2d_variable", 1e-11, 24},
      {"diffusion_2d_strong", 1e-11, 36}, {"helmholtz_2d", 1e-10},
      {"heat_2d_space_time", 1e-10},      {"wave_2d_space_time", 1e-10},
      {"burgers_2d_space_time", 1e-10},   {"biharmonic_2d", 1e-10},
      {"heat_2d_initial_layer", 1e-10},
  };
  return list;
}

void check_estimate(const Finished& run, double error) {
  // Below that both are rounding.
  if (error <= 1e-12) return;
  BOOST_TEST(run.number("estimated_error") >= error / 3);
  BOOST_TEST(run.number("estimated_error") <= 30 * error);
}

void check_gate(const Finished& run, const Gate& gate) {
  BOOST_TEST(run.outcome.status == "converged");
  BOOST_TEST((run.outcome.code == ExitCode::success));
  const double error = run.number("relative_l2_error");
  const double estimate = run.number("estimated_error");
  const double applications = run.total("operator_applications");
  BOOST_TEST_MESSAGE(gate.deck << ": error " << error << ", estimate " << estimate
                               << ", operator applications " << applications);
  BOOST_TEST(error <= gate.largest_error);
  if (gate.most_applications > 0) {
    BOOST_TEST(applications > 0);
    BOOST_TEST(applications <= gate.most_applications);
  }
  check_estimate(run, error);
}

const std::vector<std::string> thousand_points{"compare=[]", "axes/x/points=1000",
                                               "axes/y/points=1000"};

BOOST_AUTO_TEST_SUITE(shipped_decks)

BOOST_DATA_TEST_CASE(a_deck_meets_its_gate_and_knows_its_error, data::make(gates()), gate) {
  const Finished run = run_shipped(gate.deck, {"compare=[]"});
  check_gate(run, gate);
  if (gate.deck.find("advection") == std::string::npos) check_eigenvectors(run);
  const std::size_t points = run.outcome.fields.front().grid.axes.size() == 1 ? 300 : 90000;
  for (const char* field : {"u", "residual", "exact", "error"})
    BOOST_TEST(run.field(field).values.size() == points);
  BOOST_TEST(run.outcome.predictor->quantity() == "u");
}

BOOST_AUTO_TEST_CASE(every_deck_with_an_exact_solution_has_a_gate) {
  // Without an exact solution in the deck, or by another method: these have tests of their own.
  std::set<std::string> known{"burgers_cole_hopf", "first_steps", "plate_60_sensors",
                              "poisson_1d_single_sin_gram"};
  for (const Gate& gate : gates()) known.insert(gate.deck);
  for (const auto& entry :
       std::filesystem::directory_iterator(TESSERA_SOURCE_DIR "/apps/pde/decks"))
    if (entry.path().extension() == ".yaml")
      BOOST_TEST(known.contains(entry.path().stem()), entry.path().stem());
}

BOOST_AUTO_TEST_CASE(diffusion_takes_as_many_operator_applications_on_a_larger_grid) {
  for (const Gate& gate : gates()) {
    if (gate.most_applications == 0) continue;
    BOOST_TEST_CONTEXT(gate.deck) {
      const Finished small = run_shipped(gate.deck, {"compare=[]"});
      const Finished large = run_shipped(gate.deck, thousand_points);
      check_gate(large, gate);
      BOOST_TEST(std::abs(large.total("operator_applications") -
                          small.total("operator_applications")) <= 3);
    }
  }
}

BOOST_AUTO_TEST_CASE(advection_with_data_on_all_edges_meets_those_it_was_not_solved_from) {
  const Finished run = run_shipped("advection_sin_all_edges", {"compare=[]"});
  BOOST_TEST(run.number("unimposed_side_mismatch") > 0);
  BOOST_TEST(run.number("unimposed_side_mismatch") <= 1e-11);
  // The data that were not used decide nothing.
  const Finished alone = run_shipped("advection_sin", {"compare=[]"});
  BOOST_TEST(alone.find("unimposed_side_mismatch") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_thousand_points_a_side_take_little_memory) {
  check_gate(run_shipped("allen_cahn_2d_mix", thousand_points), {"allen_cahn_2d_mix", 1e-10});
  rusage usage{};
  BOOST_TEST_REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
  const double megabytes = static_cast<double>(usage.ru_maxrss) / 1024;
  BOOST_TEST_MESSAGE("peak memory of the test program so far: " << megabytes << " MB");
#ifndef __SANITIZE_ADDRESS__
  BOOST_TEST(megabytes <= 400);
#endif
}

BOOST_AUTO_TEST_CASE(the_steepened_sine_agrees_with_the_cole_hopf_solution) {
  const Finished run = run_shipped("burgers_cole_hopf", {"compare=[]", "output/grid/t=100"});
  BOOST_TEST(run.outcome.status == "converged");
  const Field& u = run.field("u");
  const std::vector<double>& x = u.grid.axes[0].coordinates;
  const std::vector<double>& t = u.grid.axes[1].coordinates;
  BOOST_TEST_REQUIRE(x.size() == 300U);
  double difference = 0, size = 0, steepest = 0, left = 0;
  for (std::size_t j = 0; j < t.size(); ++j)
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = cole_hopf(x[i], t[j], 0.02);
      const double error = u.values[i + x.size() * j] - exact;
      difference += error * error;
      size += exact * exact;
      if (i > 0) steepest = std::max(steepest, std::abs(exact - left) / (x[i] - x[i - 1]));
      left = exact;
    }
  const double error = std::sqrt(difference / size), estimate = run.number("estimated_error");
  BOOST_TEST_MESSAGE("burgers_cole_hopf: error " << error << ", estimate " << estimate
                                                 << ", largest slope " << steepest);
  BOOST_TEST(error <= 1e-10);
  BOOST_TEST(steepest > 3 * std::acos(-1.0));  // it did steepen
  check_estimate(run, error);
}

BOOST_AUTO_TEST_CASE(sixty_sensors_take_the_place_of_side_data) {
  const Finished run = run_shipped("plate_60_sensors", {"compare=[]"});
  BOOST_TEST(run.outcome.status == "converged");
  BOOST_TEST(run.number("relative_l2_error") < 0.05);
  BOOST_TEST(run.number("coverage_95_percent") >= 0.9);
  // The sensors were drawn with a standard deviation of 0.02; 60 tell it to 10 %.
  BOOST_TEST(run.number("noise/1") > 0.014);
  BOOST_TEST(run.number("noise/1") < 0.026);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
