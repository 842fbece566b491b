#include <boost/test/unit_test.hpp>

#include "solvers/gp_pde/error_estimate.hpp"
#include "solvers/gp_pde/solve.hpp"
#include "tests/solvers/gp_pde/problems.hpp"

using namespace tessera;
using namespace tessera::gp_pde;
using namespace tessera::gp_pde::test;

BOOST_AUTO_TEST_SUITE(equations)

struct Case {
  const char* name;
  const char* lhs;
  const char* exact;
  std::vector<std::pair<double, double>> ranges;
  std::vector<End> ends;
  std::vector<Index> points;
  double bar;
  std::vector<bool> periodic{};
};

const std::vector<double> value{1};
const std::vector<double> slope{0, 1};
const std::vector<double> curvature{0, 0, 1};

const std::vector<Case>& cases() {
  static const std::vector<Case> list{
      {"heat equation",
       "u_y - 0.01*u_xx",
       "exp(-16*y)*sin(40*x+.3) + exp(-y)*cos(10*x) + .5",
       {{0, 1}, {0, 1}},
       {{0, false}, {0, true}, {1, false}},
       {200, 200},
       1e-11},
      {"wave equation",
       "u_yy - u_xx",
       "sin(40*(x-y)) + .5*cos(25*(x+y))",
       {{0, 1}, {0, 1}},
       {{0, false}, {0, true}, {1, false}, {1, false, slope}},
       {200, 200},
       1e-10},
      {"advection from inflow and initial data",
       "200*u_x + u_y",
       "sin(x-200*y)",
       {{0, 1}, {0, 1}},
       {{0, false}, {1, false}},
       {200, 200},
       1e-11},
      {"advection with data on all edges",
       "200*u_x + u_y",
       "sin(x-200*y)",
       {{0, 1}, {0, 1}},
       values_on_all_sides(2),
       {200, 200},
       1e-11},
      {"Burgers",
       "u_y + u*u_x - 0.02*u_xx",
       ".5*sin(40*x)*cos(20*y) + x",
       {{0, 1}, {0, 1}},
       {{0, false}, {0, true}, {1, false}},
       {200, 200},
       1e-10},
      {"clamped plate",
       "u_xxxx + 2*u_xxyy + u_yyyy",
       "sin(30*x)*sin(20*y) + x^2*y",
       {{0, 1}, {0, 1}},
       {{0, false},
        {0, false, slope},
        {0, true},
        {0, true, slope},
        {1, false},
        {1, false, slope},
        {1, true},
        {1, true, slope}},
       {200, 200},
       1e-10},
      {"simply supported plate",
       "u_xxxx + 2*u_xxyy + u_yyyy",
       "sin(30*x)*sin(20*y) + x^2*y",
       {{0, 1}, {0, 1}},
       {{0, false},
        {0, false, curvature},
        {0, true},
        {0, true, curvature},
        {1, false},
        {1, false, curvature},
        {1, true},
        {1, true, curvature}},
       {200, 200},
       1e-9},
      {"Neumann and Robin sides",
       "u_xx + u_yy - 4*u",
       "sin(20*x)*cos(13*y) + x*y",
       {{0, 1}, {0, 2}},
       {{0, false, slope}, {0, true, slope}, {1, false, {-2, 1}}, {1, true, {3, 1}}},
       {150, 150},
       1e-11},
      {"values at one end, slope at the other",
       "u_xx + u_yy",
       "sin(20*x)*cos(13*y) + x*y",
       {{0, 1}, {0, 2}},
       {{0, false}, {0, true, slope}, {1, false, slope}, {1, true}},
       {150, 150},
       1e-11},
      {"periodic axis",
       "u_xx + u_yy - u",
       "cos(2*pi*7*x)*exp(y) + sin(2*pi*3*x)*y^2",
       {{0, 1}, {0, 1}},
       {{1, false}, {1, true}},
       {100, 100},
       1e-11,
       {true, false}},
      {"advection round a periodic axis",
       "3*u_x + u_y",
       "sin(2*pi*(x-3*y)) + cos(2*pi*4*(x-3*y))",
       {{0, 1}, {0, 1}},
       {{1, false}},
       {100, 200},
       1e-11,
       {true, false}},
      {"both axes periodic",
       "u_xx + u_yy - u",
       "cos(2*pi*7*x)*sin(2*pi*4*y) + 1",
       {{0, 1}, {0, 1}},
       {},
       {100, 100},
       1e-12,
       {true, true}},
      {"variable diffusion",
       "(1+0.9*sin(2*pi*x)*sin(2*pi*y))*(u_xx+u_yy) + 1.8*pi*cos(2*pi*x)*sin(2*pi*y)*u_x + "
       "1.8*pi*sin(2*pi*x)*cos(2*pi*y)*u_y",
       "sin(30*x)*cos(20*y)",
       {{0, 1}, {0, 1}},
       values_on_all_sides(2),
       {160, 160},
       1e-11},
      {"convection and diffusion",
       "u_xx + u_yy + 30*u_x - 7*u_y",
       "sin(20*x)*cos(15*y) + x*y",
       {{0, 1}, {0, 1}},
       values_on_all_sides(2),
       {120, 120},
       1e-11},
      {"1-D, first order", "u_x + 5*cos(x)*u", "sin(30*x)", {{0, 3}}, {{0, false}}, {200}, 1e-11},
      {"1-D, third order",
       "u_xxx + u_x",
       "sin(30*x) + x^3",
       {{0, 2}},
       {{0, false}, {0, true}, {0, false, slope}},
       {200},
       1e-9},
      {"1-D beam",
       "u_xxxx + 3*u_xx",
       "sin(30*x) + x^3",
       {{0, 2}},
       {{0, false}, {0, true}, {0, false, slope}, {0, true, slope}},
       {200},
       1e-9},
      {"1-D periodic",
       "u_xx + 2*u_x - u",
       "sin(2*pi*9*x) + cos(2*pi*x)",
       {{0, 1}},
       {},
       {100},
       1e-11,
       {true}},
  };
  return list;
}

BOOST_AUTO_TEST_CASE(equations_of_every_kind_are_solved) {
  SilentMonitor monitor;
  for (const Case& c : cases()) {
    BOOST_TEST_CONTEXT(c.name) {
      const SplitProblem p = manufactured(c.lhs, c.exact, c.ranges, c.ends, c.periodic);
      SolverOptions options;
      options.points = c.points;
      const SolveResult r = solve(p, options, monitor);
      const double error = relative_error(p, *r.solution);
      const ErrorEstimate estimate = estimate_error(p, options, r, equidistant(p, 300), monitor);
      const AdaptationStep& best = r.steps[r.best];
      BOOST_TEST_MESSAGE(c.name << ": error " << error << ", estimate " << estimate.relative_l2
                                << ", sides " << best.side_residual << " "
                                << best.unimposed_side_mismatch << ", " << r.steps.size()
                                << " steps, " << best.newton_iterations << " Newton, "
                                << best.operator_applications << " applications, rank "
                                << best.axes.front().rank << " x " << best.axes.back().rank << ", "
                                << r.solve_time_s << " s, " << r.stop_reason);
      BOOST_TEST(r.resolved);
      BOOST_TEST(r.converged);
      BOOST_TEST(error < c.bar);
    }
  }
}

/// The message of the refusal, empty where the problem is taken.
std::string refusal(const char* lhs, const std::vector<End>& ends,
                    std::vector<bool> periodic = {}) {
  try {
    manufactured(lhs, "sin(x)*cos(y)", {{0, 1}, {0, 1}}, ends, std::move(periodic));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

BOOST_AUTO_TEST_CASE(problems_without_one_solution_are_refused_with_the_reason) {
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const std::vector<End> start{{0, false}, {0, true}, {1, false}};
  const std::vector<End> finish{{0, false}, {0, true}, {1, true}};
  BOOST_TEST(refusal("u_y - u_xx", start) == "");
  BOOST_TEST(says(refusal("u_y + u_xx", start), "backwards"));
  BOOST_TEST(refusal("u_y + u_xx", finish) == "");
  BOOST_TEST(says(refusal("u_y - u_xx", finish), "backwards"));
  BOOST_TEST(refusal("u_y + u_xxxx",
                     {{0, false}, {0, true}, {0, false, slope}, {0, true, slope}, {1, false}}) ==
             "");
  BOOST_TEST(says(refusal("u_y - u_xxxx",
                          {{0, false}, {0, true}, {0, false, slope}, {0, true, slope}, {1, false}}),
                  "backwards"));
  BOOST_TEST(says(refusal("u_yy + u_xx", {{0, false}, {0, true}, {1, false}, {1, false, slope}}),
                  "elliptic"));
  BOOST_TEST(refusal("u_yy - u_xx", {{0, false}, {0, true}, {1, false}, {1, false, slope}}) == "");
  BOOST_TEST(says(refusal("u_yy - u_xx", values_on_all_sides(2)), "not elliptic"));
  BOOST_TEST(
      says(refusal("u_xx + u_yy", {{0, false}, {0, true}, {1, false}}), "found 1 at the lower"));
  BOOST_TEST(says(refusal("u_xx + u_yy", values_on_all_sides(2), {true, false}), "is periodic"));
  BOOST_TEST(refusal("2*u_x + u_y", {{0, false}, {1, false}}) == "");
  BOOST_TEST(says(refusal("2*u_x + u_y", {{0, true}, {1, false}}), "flows out"));
  BOOST_TEST(refusal("2*u_x - u_y", {{0, true}, {1, false}}) == "");
  BOOST_TEST(says(refusal("u_xx + 3*u_xy + u_yy", values_on_all_sides(2)), "mixed derivative"));
  BOOST_TEST(says(refusal("u_xy", {{0, false}, {1, false}}), "pure derivative"));
}

BOOST_AUTO_TEST_CASE(data_on_all_sides_of_a_heat_equation_are_imposed_where_time_starts) {
  const SplitProblem forwards =
      manufactured("u_y - u_xx", "exp(-y)*sin(x)", {{0, 1}, {0, 1}}, values_on_all_sides(2));
  const SplitProblem backwards =
      manufactured("u_y + u_xx", "exp(y)*sin(x)", {{0, 1}, {0, 1}}, values_on_all_sides(2));
  const auto start = [](const SplitProblem& p) {
    return p.problem.conditions[imposed_indices(p, 1).front()].upper;
  };
  BOOST_TEST(!start(forwards));
  BOOST_TEST(start(backwards));
  SilentMonitor monitor;
  SolverOptions options;
  options.points = {100, 100};
  for (const SplitProblem& p : {forwards, backwards}) {
    const SolveResult r = solve(p, options, monitor);
    BOOST_TEST(relative_error(p, *r.solution) < 1e-12);
    BOOST_TEST(r.steps[r.best].unimposed_side_mismatch < 1e-11);
  }
}

BOOST_AUTO_TEST_SUITE_END()
