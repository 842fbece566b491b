#include <boost/test/unit_test.hpp>

#include "models/formula/grid_evaluator.hpp"

using namespace tessera;
using Eigen::VectorXd;

BOOST_AUTO_TEST_SUITE(grid_evaluator)

/// Point by point on an ordinary tape, nothing shared between points.
std::vector<VectorXd> point_by_point(const std::vector<Formula>& formulas,
                                     const std::vector<std::string>& inputs,
                                     const std::vector<VectorXd>& coordinates,
                                     const std::vector<VectorXd>& fields) {
  const Tape tape = Formula::compile(formulas, inputs);
  Index total = 1;
  for (const VectorXd& c : coordinates) total *= c.size();
  std::vector<VectorXd> results(formulas.size(), VectorXd(total));
  for (Index p = 0; p < total; ++p) {
    std::vector<double> values;
    Index rest = p;
    for (const VectorXd& c : coordinates) {
      values.push_back(c[rest % c.size()]);
      rest /= c.size();
    }
    for (const VectorXd& f : fields) values.push_back(f[p]);
    std::vector<Tape::Input> in;
    for (const double& v : values) in.push_back({&v, 1});
    std::vector<double*> out;
    for (VectorXd& r : results) out.push_back(&r[p]);
    tape.evaluate(in.data(), out.data(), 1);
  }
  return results;
}

BOOST_AUTO_TEST_CASE(values_have_the_bits_of_an_evaluation_point_by_point) {
  FormulaNames names;
  names.axes = {"x", "y"};
  names.unknowns = {"u"};
  const std::vector<Formula> formulas{
      Formula::parse("(sin(3*x) + 0.1*cos(x)) * exp(-y^2) + x*y", names),
      Formula::parse("u_xx + u*(u^2 - 1) - sin(x)*sin(y)", names),
      Formula::parse("sin(x)^2", names),
      Formula::parse("y", names),
      Formula::parse("7/3", names),
      Formula::parse("max(u, step(x - y))", names)};
  const std::vector<std::string> field_names{"u", "u_xx"};
  const GridEvaluator evaluator(formulas, names.axes, field_names);
  // Sizes beyond one chunk, not multiples of anything.
  const std::vector<VectorXd> coordinates{VectorXd::LinSpaced(131, -1, 2),
                                          VectorXd::LinSpaced(67, 0, 1)};
  const Index total = 131 * 67;
  const VectorXd u = VectorXd::LinSpaced(total, -2, 3).array().sin();
  const VectorXd u_xx = VectorXd::LinSpaced(total, 5, 9).array().cos();
  const auto fast = evaluator.evaluate(coordinates, {u.data(), u_xx.data()});
  const auto slow = point_by_point(formulas, {"x", "y", "u", "u_xx"}, coordinates, {u, u_xx});
  BOOST_TEST_REQUIRE(fast.size() == slow.size());
  for (std::size_t f = 0; f < fast.size(); ++f)
    BOOST_TEST((fast[f].array() == slow[f].array()).all(), "formula " << f << " differs");
}

BOOST_AUTO_TEST_CASE(one_and_three_axes_work_and_wrong_counts_are_refused) {
  FormulaNames names;
  names.axes = {"x", "y", "z"};
  const Formula f = Formula::parse("x + 10*y + 100*z", names);
  const GridEvaluator three({f}, names.axes);
  const VectorXd two = VectorXd::LinSpaced(2, 0, 1);
  const VectorXd values = three.evaluate({two, two, two}).front();
  for (Index p = 0; p < 8; ++p)
    BOOST_TEST(values[p] == static_cast<double>((p & 1) + 10 * (p >> 1 & 1) + 100 * (p >> 2 & 1)));
  BOOST_CHECK_THROW(three.evaluate({two, two}), std::invalid_argument);
  BOOST_CHECK_THROW(GridEvaluator({f}, {"x"}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
