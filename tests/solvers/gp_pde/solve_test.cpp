#include "solvers/gp_pde/solve.hpp"

#include <cmath>
#include <optional>

#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "solvers/gp_pde/adaptation.hpp"
#include "solvers/gp_pde/error_estimate.hpp"
#include "tests/solvers/gp_pde/problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

BOOST_AUTO_TEST_SUITE(solver)

SolverOptions with_points(std::vector<Index> points) {
  SolverOptions o;
  o.points = std::move(points);
  return o;
}

struct Case {
  const char* name;
  const char* lhs;
  const char* exact;
  std::vector<std::pair<double, double>> ranges;
  std::vector<Index> points;
  double bar;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list{
      {"one sine", "u_xx", "sin(30*x)", {{0, 6.28}}, {200}, 1e-10},
      {"trend and tones",
       "u_xx",
       "sin(x) + 0.1*sin(20*x) + 0.05*sin(100*x)",
       {{0, 1}},
       {300},
       1e-11},
      {"1-D Allen-Cahn", "u_xx + u*(u^2-1)", "sin(6*x)*cos(40*x)", {{0, 6.28}}, {300}, 1e-9},
      {"two sums",
       "u_xx + u_yy",
       "sin(6*x)*cos(20*x) + sin(6*y)*cos(20*y)",
       {{0, 6.28}, {0, 6.28}},
       {200, 200},
       1e-11},
      {"oblique wave",
       "u_xx + u_yy",
       "sin(80*x+35*y) + 0.1*cos(3*x*y)",
       {{0, 1}, {0, 1}},
       {200, 200},
       1e-12},
      {"bump",
       "u_xx + u_yy",
       "exp(-((x-0.4)^2+(y-0.6)^2)/0.005) + sin(40*x*y)",
       {{0, 1}, {0, 1}},
       {200, 200},
       1e-11},
      {"unequal sides and coefficients",
       "2*u_xx + 0.5*u_yy - 3*u",
       "sin(15*x)*exp(y) + x*y^2",
       {{-1, 0.5}, {2, 5}},
       {160, 120},
       1e-11},
      {"Helmholtz",
       "u_xx + u_yy + 3000*u",
       "sin(60*x)*sin(40*y) + y*exp(x)",
       {{0, 1}, {0, 1}},
       {200, 200},
       1e-11},
      {"harmonic function without source",
       "u_xx + u_yy",
       "exp(-60*x)*sin(60*y)",
       {{0, 1}, {0, 1}},
       {200, 200},
       1e-10},
      {"Allen-Cahn",
       "u_xx + u_yy + u*(u^2-1)",
       "(sin(x)+0.1*sin(20*x)+cos(100*x))*(sin(y)+0.1*sin(20*y)+cos(100*y))",
       {{0, 1}, {0, 1}},
       {200, 200},
       1e-11},
      {"variable coefficient",
       "(1+0.5*sin(2*pi*x)*sin(2*pi*y))*(u_xx+u_yy) + pi*cos(2*pi*x)*sin(2*pi*y)*u_x + "
       "pi*sin(2*pi*x)*cos(2*pi*y)*u_y",
       "sin(30*x)*cos(20*y)",
       {{0, 1}, {0, 1}},
       {160, 160},
       1e-11},
      {"mixed derivative",
       "u_xx + 0.7*u_xy + u_yy",
       "sin(20*x)*cos(15*y) + x*y",
       {{0, 1}, {0, 1}},
       {120, 120},
       1e-11},
      {"tone hidden 1e-9 below another",
       "u_xx",
       "sin(2*pi*9.5*x) + 1e-9*sin(2*pi*64*x)",
       {{0, 1}},
       {400},
       1e-11},
  };
  return list;
}

BOOST_AUTO_TEST_CASE(manufactured_problems_are_solved_without_being_told_a_frequency) {
  SilentMonitor monitor;
  for (const Case& c : cases()) {
    const SplitProblem p = manufactured(c.lhs, c.exact, c.ranges);
    const SolveResult r = solve(p, with_points(c.points), monitor);
    const double error = relative_error(p, *r.solution);
    BOOST_TEST_MESSAGE(c.name << ": error " << error << ", " << r.steps.size() << " steps, "
                              << r.stop_reason);
    BOOST_TEST_CONTEXT(c.name) {
      BOOST_TEST(r.resolved);
      BOOST_TEST(r.converged);
      BOOST_TEST(error < c.bar);
    }
    for (const AxisResolution& a : r.steps[r.best].axes) {
      BOOST_TEST(a.vector_condition < 10);
      BOOST_TEST(a.condition < 10);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_estimated_error_is_within_a_third_and_thirty_times_the_truth) {
  SilentMonitor monitor;
  // Resolution chosen so small that the error is anything from 1e-11 to 1e-2.
  int judged = 0;
  for (const std::size_t number : {1, 2, 3, 4, 5, 8, 9, 10}) {
    const Case& c = cases()[number];
    const SplitProblem p = manufactured(c.lhs, c.exact, c.ranges);
    for (const double share : {0.28, 0.33, 0.36, 0.38, 0.4, 0.43, 0.45, 0.47}) {
      std::vector<Index> points;
      for (const Index n : c.points)
        points.push_back(std::max<Index>(24, static_cast<Index>(share * static_cast<double>(n))));
      const SolverOptions o = with_points(points);
      const SolveResult r = solve(p, o, monitor);
      const double error = relative_error(p, *r.solution);
      const ErrorEstimate e = estimate_error(p, o, r, equidistant(p, 300), monitor);
      BOOST_TEST_MESSAGE(c.name << " " << points[0] << ": error " << error << " estimate "
                                << (e.available ? e.relative_l2 : -1));
      if (!e.available || error < 1e-12) continue;
      ++judged;
      BOOST_TEST_CONTEXT(c.name << " with " << points[0] << " points, error " << error) {
        BOOST_TEST(e.relative_l2 > error / 3);
        BOOST_TEST(e.relative_l2 < error * 30);
      }
    }
  }
  BOOST_TEST(judged >= 10);
}

BOOST_AUTO_TEST_CASE(a_deck_with_far_too_few_points_is_reported_as_not_resolved) {
  SilentMonitor monitor;
  const SplitProblem p = manufactured("u_xx", "sin(100*x)", {{0, 6.28}});
  const SolverOptions o = with_points({60});
  const SolveResult r = solve(p, o, monitor);
  BOOST_TEST(!r.resolved);
  BOOST_TEST(!estimate_error(p, o, r, equidistant(p, 300), monitor).available);
}

BOOST_AUTO_TEST_CASE(swapping_the_axes_swaps_the_solution) {
  SilentMonitor monitor;
  const SplitProblem p = manufactured("2*u_xx + u_yy", "sin(20*x)*exp(y)", {{0, 1}, {0, 2}});
  const SplitProblem q = manufactured("u_xx + 2*u_yy", "sin(20*y)*exp(x)", {{0, 2}, {0, 1}});
  const SolveResult a = solve(p, with_points({120, 90}), monitor);
  const SolveResult b = solve(q, with_points({90, 120}), monitor);
  Eigen::MatrixXd points(5, 2);
  points << 0.1, 0.2, 0.5, 1.7, 0.9, 0.4, 0.33, 1.1, 0.77, 0.05;
  const Eigen::VectorXd u = a.solution->predict(points, {0, 0}).mean;
  const Eigen::VectorXd v = b.solution->predict(points.rowwise().reverse(), {0, 0}).mean;
  BOOST_TEST((u - v).norm() < 1e-12 * u.norm());
}

BOOST_AUTO_TEST_CASE(the_same_problem_gives_the_same_bits_twice) {
  SilentMonitor monitor;
  const SplitProblem p = manufactured("u_xx + u_yy + u^3", "sin(25*x*y)", {{0, 1}, {0, 1}});
  const SolveResult a = solve(p, with_points({100, 100}), monitor);
  const SolveResult b = solve(p, with_points({100, 100}), monitor);
  BOOST_TEST(
      (a.solution->coefficients().values.array() == b.solution->coefficients().values.array())
          .all());
}

/// Stops at a given call, keeps the checkpoint.
class StoppingMonitor final : public Monitor {
 public:
  explicit StoppingMonitor(int calls) : calls_(calls) {}
  void stage(std::string_view) override {}
  void progress(double, std::string_view) override {}
  void note(std::string_view) override {}
  bool should_stop() override { return --calls_ <= 0; }
  void checkpoint(const ModelRecord& state) override { saved = state; }
  std::optional<ModelRecord> saved;

 private:
  int calls_;
};

BOOST_AUTO_TEST_CASE(a_restarted_run_ends_in_the_same_bits) {
  SilentMonitor silent;
  // A boundary layer: several adaptation steps.
  const SplitProblem p =
      manufactured("u_xx + u_yy - u^3", "exp(-60*x)*sin(20*y)", {{0, 1}, {0, 1}});
  const SolverOptions o = with_points({150, 150});
  const SolveResult whole = solve(p, o, silent);
  BOOST_TEST_REQUIRE(whole.steps.size() >= 2u);
  int interruptions = 0;
  for (const int calls : {1, 3, 8, 20}) {
    StoppingMonitor monitor(calls);
    try {
      solve(p, o, monitor);
      continue;
    } catch (const Interrupted&) {
      ++interruptions;
    }
    BOOST_TEST_REQUIRE(monitor.saved.has_value());
    const SolveResult rest = solve(p, o, silent, &*monitor.saved);
    BOOST_TEST((rest.solution->coefficients().values.array() ==
                whole.solution->coefficients().values.array())
                   .all());
    BOOST_TEST(rest.steps.size() == whole.steps.size());
  }
  BOOST_TEST(interruptions >= 2);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_of_another_problem_is_refused) {
  SilentMonitor monitor;
  const SplitProblem one = manufactured("u_xx", "sin(9*x)", {{0, 1}});
  const SplitProblem two = manufactured("u_xx + u_yy", "sin(9*x*y)", {{0, 1}, {0, 1}});
  StoppingMonitor stopping(1);
  BOOST_CHECK_THROW(solve(one, with_points({60}), stopping), Interrupted);
  BOOST_CHECK_THROW(solve(two, with_points({60, 60}), monitor, &*stopping.saved), DataError);
}

BOOST_AUTO_TEST_CASE(a_learned_density_gives_the_same_answer_as_the_flat_one) {
  SilentMonitor monitor;
  const SplitProblem p =
      manufactured("u_xx + u_yy", "sin(40*x)*cos(30*y) + 0.1*x*y", {{0, 1}, {0, 1}});
  SolverOptions o = with_points({160, 160});
  o.spectrum = "periodogram";
  const SolveResult r = solve(p, o, monitor);
  BOOST_TEST(r.steps[r.best].axes[0].kind == "weighted features");
  BOOST_TEST(relative_error(p, *r.solution) < 1e-9);
}

BOOST_AUTO_TEST_CASE(equations_that_the_solver_cannot_take_are_refused_with_a_reason) {
  const auto refused = [](const char* lhs, const char* words) {
    try {
      manufactured(lhs, "sin(x)*y", {{0, 1}, {0, 1}});
    } catch (const std::invalid_argument& error) {
      return std::string(error.what()).find(words) != std::string::npos;
    }
    return false;
  };
  BOOST_TEST(refused("u_xx - u_yy", "opposite signs"));
  BOOST_TEST(refused("u_xxxxx + u_yy", "order 5"));
  BOOST_TEST(refused("u_xx + 4*u_xy + u_yy", "mixed derivative"));
  BOOST_TEST(refused("(x-0.5)*u_xx + u_yy", "changes sign"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(saved_solution)

BOOST_AUTO_TEST_CASE(a_loaded_model_predicts_the_same_values_and_derivatives) {
  SilentMonitor monitor;
  const SplitProblem p = manufactured("u_xx + u_yy", "sin(12*x)*cos(7*y)", {{0, 1}, {0, 2}});
  SolverOptions o;
  o.points = {80, 80};
  const SolveResult r = solve(p, o, monitor);
  const auto loaded = Solution::load(r.solution->record());
  Eigen::MatrixXd points(4, 2);
  points << 0, 0, 1, 2, 0.3, 1.9, 0.62, 0.44;
  for (const auto& orders : {std::vector<int>{0, 0}, {1, 0}, {0, 2}, {1, 1}}) {
    const Eigen::VectorXd a = r.solution->predict(points, orders).mean;
    const Eigen::VectorXd b = loaded->predict(points, orders).mean;
    BOOST_TEST((a - b).norm() == 0.0);
  }
  const Eigen::VectorXd dx = loaded->predict(points, {1, 0}).mean;
  for (Index i = 0; i < 4; ++i)
    BOOST_TEST(std::abs(dx[i] - 12 * std::cos(12 * points(i, 0)) * std::cos(7 * points(i, 1))) <
               1e-9);
}

BOOST_AUTO_TEST_CASE(points_outside_the_domain_are_refused_by_row_and_axis) {
  SilentMonitor monitor;
  const SplitProblem p = manufactured("u_xx", "sin(12*x)", {{0, 1}});
  SolverOptions o;
  o.points = {80};
  const SolveResult r = solve(p, o, monitor);
  Eigen::MatrixXd points(2, 1);
  points << 0.5, 1.5;
  try {
    r.solution->predict(points, {0});
    BOOST_ERROR("no error");
  } catch (const DataError& error) {
    BOOST_TEST(std::string(error.what()).starts_with("row 1: x = 1.5"));
  }
}

BOOST_AUTO_TEST_CASE(a_record_with_missing_parts_is_bad_data) {
  ModelRecord record;
  record.type = "gp_pde";
  BOOST_CHECK_THROW(Solution::load(record), DataError);
}

BOOST_AUTO_TEST_SUITE_END()
