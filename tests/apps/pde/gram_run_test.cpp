#include "apps/pde/gram_run.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "apps/pde/application.hpp"
#include "tests/apps/pde/deck_reader.hpp"

namespace tessera::pde {
namespace {

const std::string gram_deck = TESSERA_SOURCE_DIR "/apps/pde/decks/poisson_1d_single_sin_gram.yaml";

/// Asks to stop after some questions, and keeps the state.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(int questions) : questions_(questions) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return questions_-- <= 0; }
  void checkpoint(const ModelRecord& state) override { saved = state; }
  std::optional<ModelRecord> saved;

 private:
  int questions_;
};

Outcome run_deck_text(const std::string& file, const std::vector<std::string>& overrides,
                      Monitor& monitor, std::optional<ModelRecord> restart = {}) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  const auto application = make_application();
  load_deck(*application, file, parsed);
  const auto communicator = serial_communicator();
  RunContext context;
  context.communicator = communicator.get();
  context.monitor = &monitor;
  context.restart = std::move(restart);
  return application->run(context);
}

double number(const Outcome& outcome, const std::string& key) {
  for (const auto& [name, value] : outcome.summary)
    if (name == key) return std::get<double>(value);
  BOOST_FAIL("no figure " + key);
  return 0;
}

std::string message_about(const std::string& deck, const std::vector<std::string>& overrides) {
  std::vector<Override> parsed;
  for (const std::string& one : overrides) parsed.push_back(parse_override(one));
  try {
    load_deck(*make_application(), TESSERA_SOURCE_DIR "/apps/pde/decks/" + deck + ".yaml", parsed);
  } catch (const DeckError& error) {
    const std::string message = error.what();
    return message.substr(message.find("  ") + 2);
  }
  return "no fault";
}

BOOST_AUTO_TEST_SUITE(gram_runs)

BOOST_AUTO_TEST_CASE(the_published_error_of_a_sine_is_met_after_100_steps) {
  SilentMonitor monitor;
  const Outcome outcome = run_deck_text(gram_deck, {"compare=[]"}, monitor);
  BOOST_TEST((outcome.code == ExitCode::success));
  BOOST_TEST(outcome.status == "stopped after 100 steps");
  BOOST_TEST(std::abs(number(outcome, "smallest_checkpoint_error") - 0.27562065) < 1e-5);
  BOOST_TEST(number(outcome, "relative_l2_error") < number(outcome, "smallest_checkpoint_error"));
  BOOST_TEST(number(outcome, "jitter") == 1e-6);
  BOOST_TEST(number(outcome, "axes/x/gram_condition") > 1e4);
  BOOST_TEST(number(outcome, "direct_solver/relative_l2_error") < 1e-9);
  BOOST_TEST_REQUIRE(outcome.tables.size() == 2U);
  BOOST_TEST(outcome.tables[0].columns[0].values.size() == 100U);
  BOOST_TEST(outcome.tables[1].columns[2].values.size() == 30U);
  BOOST_TEST_REQUIRE(outcome.fields.size() == 3U);
  BOOST_TEST(outcome.fields[0].values.size() == 300U);
  // The last iterate's error from the fields themselves.
  double error = 0, size = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    const double exact = std::sin(100 * outcome.fields[0].grid.axes[0].coordinates[i]);
    error += std::pow(outcome.fields[0].values[i] - exact, 2);
    size += exact * exact;
  }
  BOOST_TEST(std::abs(std::sqrt(error / size) - number(outcome, "relative_l2_error")) < 1e-9);
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_ends_with_the_same_bits) {
  const std::vector<std::string> small{"compare=[]", "axes/x/points=60", "parameters/k=5",
                                       "model/gram/steps=30", "model/gram/components=5"};
  SilentMonitor silent;
  const Outcome whole = run_deck_text(gram_deck, small, silent);
  StoppingMonitor stopping(12);
  BOOST_CHECK_THROW(run_deck_text(gram_deck, small, stopping), Interrupted);
  BOOST_TEST_REQUIRE(stopping.saved.has_value());
  const Outcome rest = run_deck_text(gram_deck, small, silent, stopping.saved);
  BOOST_TEST(rest.fields[0].values == whole.fields[0].values);
  BOOST_TEST(rest.tables[0].columns[0].values == whole.tables[0].columns[0].values);
}

BOOST_AUTO_TEST_CASE(the_equation_of_the_model_holds_at_the_exact_solution) {
  // Allen-Cahn: u = h(x) h(y) makes sum of derivatives + shift u + g(u) the source.
  const DeckReader deck(TESSERA_SOURCE_DIR "/apps/pde/decks/allen_cahn_2d_mix.yaml",
                        {"axes/x/points=24", "axes/y/points=30", "parameters/k=7"});
  const gram::Problem problem = gram_problem(deck.options, *deck.problem);
  BOOST_TEST_REQUIRE(problem.axes.size() == 2U);
  const auto h = [](double x) { return std::sin(x) + 0.1 * std::sin(20 * x) + std::cos(7 * x); };
  const auto second = [](double x) {
    return -std::sin(x) - 40 * std::sin(20 * x) - 49 * std::cos(7 * x);
  };
  Eigen::MatrixXd u(24, 30), laplacian(24, 30), g(24, 30), slope(24, 30);
  for (Index j = 0; j < 30; ++j)
    for (Index i = 0; i < 24; ++i) {
      const double x = static_cast<double>(i) / 23, y = static_cast<double>(j) / 29;
      u(i, j) = h(x) * h(y);
      laplacian(i, j) = problem.axes[0].derivatives.at(1) * second(x) * h(y) +
                        problem.axes[1].derivatives.at(1) * h(x) * second(y);
    }
  problem.nonlinear(u, g, slope);
  const Eigen::MatrixXd moved = u.array() + 1e-6;
  Eigen::MatrixXd g_moved(24, 30), unused(24, 30);
  problem.nonlinear(moved, g_moved, unused);
  for (Index j = 0; j < 30; ++j)
    for (Index i = 0; i < 24; ++i) {
      const double x[] = {static_cast<double>(i) / 23, static_cast<double>(j) / 29};
      BOOST_TEST(std::abs(laplacian(i, j) + problem.shift * u(i, j) + g(i, j) - problem.source(x)) <
                 1e-10);
      BOOST_TEST(std::abs((g_moved(i, j) - g(i, j)) / 1e-6 - slope(i, j)) < 1e-4);
      if (i % 23 == 0 || j % 29 == 0) BOOST_TEST(std::abs(problem.boundary(x) - u(i, j)) < 1e-13);
    }
}

BOOST_AUTO_TEST_CASE(what_the_gram_model_cannot_take_is_refused_before_the_run) {
  const std::vector<std::string> gram{"model/method=gram"};
  BOOST_TEST(message_about("advection_sin", gram) ==
             "Model > Method: \"gram\" needs the values of u, and nothing else, on every side; the "
             "upper end of x has other conditions or none. Use \"collocation\".");
  BOOST_TEST(message_about("advection_sin_all_edges", gram) == "no fault");
  const std::string message = message_about("diffusion_2d_strong", gram);
  BOOST_TEST(message.starts_with("Equations > item 1: the term in u_x is nonlinear, mixed, or"));
  BOOST_TEST(message.find("The method \"gram\" (Model > Method) takes pure derivatives with "
                          "constant coefficients") != std::string::npos);
  BOOST_TEST(message_about("poisson_1d_single_sin_gram", {"axes/x/points=3000"}) ==
             "Model > Method: \"gram\" factors dense matrices and takes at most 2000 points along "
             "an axis; x has 3000. Use \"collocation\".");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tessera::pde
