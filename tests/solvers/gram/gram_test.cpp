#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>

#include <Eigen/Dense>
#include <boost/test/unit_test.hpp>

#include "data/fields/errors.hpp"
#include "models/kernels/kernel_1d.hpp"
#include "solvers/gram/adam.hpp"
#include "tests/solvers/gram/problems.hpp"

using namespace tessera;
using namespace tessera::gram;

namespace {

/// Advection, diffusion and a nonlinear reaction on axes of different length and size.
Problem small_problem(std::size_t axes, int highest_order) {
  Problem problem;
  problem.axes = {{-0.5, 1.0, 9, {0.7, 1.3}}, {0.2, 1.4, 7, {-0.4, 0.9}}};
  problem.axes.resize(axes);
  if (highest_order == 4) problem.axes[0].derivatives = {0.7, 1.3, 0.02, -0.01};
  if (highest_order == 0) problem.axes.back().derivatives = {};
  problem.shift = 0.8;
  problem.nonlinear = [](const Eigen::MatrixXd& u, Eigen::MatrixXd& g, Eigen::MatrixXd& dg) {
    g = u.array().cube();
    dg = 3 * u.array().square();
  };
  problem.source = [](std::span<const double> x) { return std::sin(3 * x[0]) + x.back(); };
  problem.boundary = [](std::span<const double> x) { return std::cos(x[0] - 2 * x.back()); };
  return problem;
}

Options small_options(const std::string& kernel) {
  Options options;
  options.kernel = kernel;
  options.components = 3;
  options.frequency_scale = 1.5;
  options.jitter = 1e-2;
  options.likelihood_weight = 7;
  return options;
}

Unknowns random_unknowns(const LogJoint& density, std::uint32_t seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<double> uniform(-0.5, 0.5);
  const Unknowns initial = density.initial();
  Eigen::VectorXd x = pack(initial);
  for (double& value : x) value += uniform(generator);
  return unpack(x, initial);
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// The kernel of an axis as the library of kernels has it.
std::unique_ptr<Kernel1D> library_kernel(const MixtureParameters& p, bool gaussian) {
  std::vector<SpectralComponent> components;
  for (Index q = 0; q < p.log_weights.size(); ++q) {
    const double a = std::exp(p.log_scales(q));
    const double bandwidth =
        gaussian ? std::sqrt(a / 2) / std::numbers::pi : a / (2 * std::numbers::pi);
    components.push_back({std::exp(p.log_weights(q)), std::abs(p.frequencies(q)), bandwidth});
  }
  return gaussian ? gaussian_mixture_kernel(components) : student_t_mixture_kernel(components);
}

/// sum_m c_m k^(m)(x_i - x_j), c_0 = 0, or k(x_i - x_j) without coefficients.
Eigen::MatrixXd brute_force_gram(const Kernel1D& kernel, const AxisProblem& axis,
                                 const std::vector<double>& coefficients) {
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(axis.points, axis.lower, axis.upper);
  return Eigen::MatrixXd::NullaryExpr(x.size(), x.size(), [&](Index i, Index j) {
    if (coefficients.empty()) return kernel.value(x(i) - x(j));
    double sum = 0;
    for (std::size_t m = 0; m < coefficients.size(); ++m)
      sum += coefficients[m] * kernel.value(x(i) - x(j), static_cast<int>(m) + 1);
    return sum;
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_gradient_agrees_with_differences) {
  const struct {
    std::string kernel;
    std::size_t axes;
    int highest_order;
  } cases[] = {{"student-t mixture", 1, 2},
               {"student-t mixture", 2, 2},
               {"student-t mixture", 2, 0},
               {"gaussian mixture", 1, 4},
               {"gaussian mixture", 2, 4}};
  for (const auto& c : cases) {
    LogJoint density(small_problem(c.axes, c.highest_order), small_options(c.kernel));
    const Unknowns at = random_unknowns(density, 3);
    Unknowns gradient;
    density.evaluate(at, gradient);
    const Eigen::VectorXd x = pack(at);
    const Eigen::VectorXd computed = pack(gradient);
    Unknowns unused;
    for (Index i = 0; i < x.size(); ++i) {
      // Fourth-order central difference.
      const auto value = [&](double step) {
        Eigen::VectorXd moved = x;
        moved(i) += step;
        return density.evaluate(unpack(moved, at), unused).log_joint;
      };
      const double h = 1e-3;
      const double expected =
          (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h);
      BOOST_TEST(std::abs(computed(i) - expected) <=
                     1e-7 * (std::abs(expected) + 1e-2 * computed.cwiseAbs().maxCoeff()),
                 c.kernel << ", " << c.axes << " axes, unknown " << i << ": " << computed(i)
                          << " != " << expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_density_is_that_of_the_dense_model) {
  for (const bool gaussian : {false, true}) {
    const Problem problem = small_problem(2, 2);
    const Options options = small_options(gaussian ? "gaussian mixture" : "student-t mixture");
    LogJoint density(problem, options);
    const Unknowns at = random_unknowns(density, 5);
    Unknowns unused;
    const JointDensity found = density.evaluate(at, unused);

    std::vector<Eigen::MatrixXd> k;
    std::vector<Eigen::MatrixXd> d;
    for (std::size_t a = 0; a < 2; ++a) {
      const auto kernel = library_kernel(at.kernels[a], gaussian);
      k.push_back(brute_force_gram(*kernel, problem.axes[a], {}));
      k.back().diagonal().array() += options.jitter;
      d.push_back(brute_force_gram(*kernel, problem.axes[a], problem.axes[a].derivatives) *
                  k.back().inverse());
    }
    // The covariance of vec(U), entry by entry.
    const Index n0 = at.u.rows();
    const Index n = at.u.size();
    const Eigen::MatrixXd c = Eigen::MatrixXd::NullaryExpr(
        n, n, [&](Index i, Index j) { return k[0](i % n0, j % n0) * k[1](i / n0, j / n0); });
    const Eigen::VectorXd u = at.u.reshaped();
    double expected = -0.5 * std::log(c.determinant()) - 0.5 * u.dot(c.inverse() * u);

    double equation = 0;
    double boundary = 0;
    int boundary_count = 0;
    const auto coordinate = [&](std::size_t a, Index i) {
      const AxisProblem& axis = problem.axes[a];
      return axis.lower + (axis.upper - axis.lower) * static_cast<double>(i) /
                              static_cast<double>(axis.points - 1);
    };
    const Eigen::MatrixXd derivatives = d[0] * at.u + at.u * d[1].transpose();
    for (Index j = 0; j < at.u.cols(); ++j)
      for (Index i = 0; i < n0; ++i) {
        const double x[] = {coordinate(0, i), coordinate(1, j)};
        const double value = at.u(i, j);
        const double h =
            derivatives(i, j) + 0.8 * value + value * value * value - problem.source(x);
        equation += h * h;
        const int sides = (i == 0) + (i == n0 - 1) + (j == 0) + (j == at.u.cols() - 1);
        boundary += sides * std::pow(value - problem.boundary(x), 2);
        boundary_count += sides;
      }
    expected += 0.5 * 7 * (boundary_count * at.log_tau - std::exp(at.log_tau) * boundary) +
                0.5 * (static_cast<double>(n) * at.log_v - std::exp(at.log_v) * equation);
    BOOST_TEST(boundary_count == 32);
    BOOST_TEST(found.log_joint == expected, boost::test_tools::tolerance(1e-10));
    BOOST_TEST(found.boundary_mean_square == boundary / boundary_count,
               boost::test_tools::tolerance(1e-10));
    BOOST_TEST(found.equation_mean_square == equation / static_cast<double>(n),
               boost::test_tools::tolerance(1e-10));
  }
}

BOOST_AUTO_TEST_CASE(prediction_is_the_conditional_mean_of_the_dense_model) {
  const Problem problem = small_problem(2, 2);
  LogJoint density(problem, small_options("student-t mixture"));
  const Model model = {problem, small_options("student-t mixture"), random_unknowns(density, 11)};
  const std::vector<Eigen::VectorXd> places = {Eigen::VectorXd::LinSpaced(5, -0.6, 1.2),
                                               Eigen::VectorXd::LinSpaced(4, 0.3, 1.3)};
  std::vector<Eigen::MatrixXd> maps;
  for (std::size_t a = 0; a < 2; ++a) {
    const auto kernel = library_kernel(model.unknowns.kernels[a], false);
    Eigen::MatrixXd k = brute_force_gram(*kernel, problem.axes[a], {});
    k.diagonal().array() += 1e-2;
    const AxisProblem& axis = problem.axes[a];
    const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(axis.points, axis.lower, axis.upper);
    const Eigen::MatrixXd cross = Eigen::MatrixXd::NullaryExpr(
        places[a].size(), x.size(),
        [&](Index i, Index j) { return kernel->value(places[a](i) - x(j)); });
    maps.push_back(cross * k.inverse());
  }
  const Eigen::MatrixXd expected = maps[0] * model.unknowns.u * maps[1].transpose();
  BOOST_TEST((model.predict(places) - expected).cwiseAbs().maxCoeff() < 1e-11);
  BOOST_CHECK_THROW(model.predict({places[0]}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(adam_takes_the_steps_of_the_algorithm) {
  // By hand: the first step is the learning rate in the direction of the sign.
  Adam adam{0.1, 0, {}, {}};
  Eigen::VectorXd x = Eigen::VectorXd::Zero(2);
  adam.ascend(x, Eigen::Vector2d(4, -1e-3));
  BOOST_TEST(x(0) == 0.1, boost::test_tools::tolerance(1e-8));
  BOOST_TEST(x(1) == -0.1, boost::test_tools::tolerance(2e-5));
  adam.ascend(x, Eigen::Vector2d(0, 0));
  const double mean = 0.9 * 0.1 * 4 / (1 - 0.81);
  const double square = 0.999 * 0.001 * 16 / (1 - 0.999 * 0.999);
  BOOST_TEST(x(0) == 0.1 + 0.1 * mean / std::sqrt(square), boost::test_tools::tolerance(1e-7));
}

BOOST_AUTO_TEST_CASE(runs_are_deterministic_and_go_on_from_a_checkpoint_with_the_same_bits) {
  struct StoppingMonitor final : Monitor {
    int calls = 0;
    ModelRecord saved;
    void stage(std::string_view) override {}
    void progress(double, std::string_view) override {}
    void note(std::string_view) override {}
    bool should_stop() override { return ++calls > 12; }
    void checkpoint(const ModelRecord& state) override { saved = state; }
  };
  const Problem problem = small_problem(2, 2);
  Options options = small_options("student-t mixture");
  options.steps = 30;
  SilentMonitor silent;
  const Result first = solve(problem, options, silent);
  const Result second = solve(problem, options, silent);
  BOOST_TEST((pack(first.model.unknowns) == pack(second.model.unknowns)));

  StoppingMonitor stopping;
  BOOST_CHECK_THROW(solve(problem, options, stopping), Interrupted);
  const Result resumed = solve(problem, options, silent, {}, &stopping.saved);
  BOOST_TEST((pack(resumed.model.unknowns) == pack(first.model.unknowns)));
  BOOST_TEST(resumed.history.size() == 30U);
  BOOST_TEST(resumed.history[3].log_joint == first.history[3].log_joint);
  BOOST_TEST(resumed.final_density.log_joint == first.final_density.log_joint);
  BOOST_CHECK_THROW(solve(small_problem(1, 2), options, silent, {}, &stopping.saved),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_density_climbs_and_the_result_reports_jitter_and_condition) {
  Options options = small_options("gaussian mixture");
  options.steps = 200;
  options.checkpoint_interval = 50;
  SilentMonitor monitor;
  std::vector<Index> checkpoints;
  const Result result = solve(small_problem(1, 2), options, monitor,
                              [&](Index updates, const Model&) { checkpoints.push_back(updates); });
  BOOST_TEST(checkpoints == (std::vector<Index>{1, 51, 101, 151}),
             boost::test_tools::per_element());
  BOOST_TEST(result.history.size() == 200U);
  BOOST_TEST(result.final_density.log_joint > result.history[0].log_joint);
  BOOST_TEST(result.jitter == 1e-2);
  BOOST_TEST(result.condition.size() == 1U);
  BOOST_TEST(result.condition[0] > 10);
  BOOST_TEST(result.condition[0] < 1e5);
}

BOOST_AUTO_TEST_CASE(problems_and_options_that_cannot_be_are_refused) {
  SilentMonitor monitor;
  const auto message = [&](const std::function<void(Problem&, Options&)>& change) {
    Problem problem = small_problem(2, 2);
    Options options = small_options("student-t mixture");
    options.steps = 1;
    change(problem, options);
    return message_of([&] { solve(problem, options, monitor); });
  };
  const auto contains = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  BOOST_TEST(message([](Problem&, Options&) {}) == "no error");
  BOOST_TEST(contains(message([](Problem&, Options& o) { o.kernel = "matern"; }),
                      "allowed are student-t mixture, gaussian mixture"));
  BOOST_TEST(contains(message([](Problem&, Options& o) { o.smoothness = 2; }), "1/2, 3/2"));
  BOOST_TEST(contains(message([](Problem&, Options& o) { o.jitter = 0; }), "jitter"));
  BOOST_TEST(contains(message([](Problem&, Options& o) { o.components = 0; }), "component"));
  BOOST_TEST(contains(message([](Problem& p, Options&) { p.axes[1].points = 2; }), "3 points"));
  BOOST_TEST(contains(message([](Problem& p, Options&) { p.axes[0].upper = -3; }), "-3"));
  BOOST_TEST(contains(message([](Problem& p, Options&) { p.axes.clear(); }), "one or two axes"));
  BOOST_TEST(contains(message([](Problem& p, Options&) {
                        p.axes[0].derivatives = {0, 0, 1};
                      }),
                      "up to order 2, but the equation has one of order 3"));
  BOOST_TEST(contains(message([](Problem& p, Options&) {
                        p.source = [](std::span<const double>) { return std::nan(""); };
                      }),
                      "not finite"));
  BOOST_TEST(contains(message([](Problem& p, Options& o) {
                        p.axes[0].points = 60;
                        o.kernel = "gaussian mixture";
                        o.jitter = 1e-18;
                      }),
                      "not positive definite"));
}
