#include "tests/apps/pde/wrong_decks.hpp"

namespace tessera::pde {

std::vector<WrongDeck> wrong_problems() {
  return {
      {"a source that is not in the equation",
       changed({{"{f: from exact solution}", "{f: from exact solution, g: \"x\"}"}}),
       {},
       "deck.yaml:9:38  Sources > g: the equation does not contain g."},
      {"two sources from one exact solution",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = f + g\""},
                {"{f: from exact solution}", "{f: from exact solution, g: from exact solution}"}}),
       {},
       "deck.yaml:9:38  Sources > g: one equation determines one source, and f is from the exact "
       "solution already."},
      {"a source that enters as a square",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = f^2\""}}),
       {},
       "deck.yaml:9:14  Sources > f: `from exact solution` needs an equation that contains f "
       "linearly, with a constant factor."},
      {"a source from an exact solution that is not given",
       changed({{"Exact Solution: {u: \"sin(k*x)*cos(k*y)\"}\n", ""}}),
       {},
       "deck.yaml:9:14  Sources > f: `from exact solution` needs a section Exact Solution: {u: "
       "formula}.\n"
       "deck.yaml:11:14  Boundary Conditions > All Sides: `from exact solution` needs a section "
       "Exact Solution: {u: formula}."},
      {"an exact solution of another unknown",
       changed({{"{u: \"sin(k*x)*cos(k*y)\"", "{v: \"sin(k*x)*cos(k*y)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > v: there is no unknown v. Unknowns: u."},
      {"no boundary conditions",
       changed({{"Boundary Conditions:\n"
                 "  All Sides: from exact solution\n",
                 ""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation has derivatives up to order 2 along x, so "
       "x needs 2 conditions at its ends in all; found 0 at the lower and 0 at the upper end. Give "
       "them under Boundary Conditions (\"All Sides: formula\", \"Lower: {x: formula}\"), those at "
       "the start of a time axis under Initial Conditions."},
      {"a side that is missing",
       changed({{"  All Sides: from exact solution\n",
                 "  Lower: {x: \"0\", y: \"0\"}\n"
                 "  Upper: {x: \"0\"}\n"}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation has derivatives up to order 2 along y, so "
       "y needs 2 conditions at its ends in all; found 1 at the lower and 0 at the upper end. Give "
       "them under Boundary Conditions (\"All Sides: formula\", \"Lower: {y: formula}\"), those at "
       "the start of a time axis under Initial Conditions."},
      {"boundary data on an axis that is not there",
       changed({{"  All Sides: from exact solution\n",
                 "  All Sides: \"0\"\n"
                 "  Lower: {z: \"0\"}\n"
                 "  Upper: {t: \"1\"}\n"}}),
       {},
       "deck.yaml:13:14  Boundary Conditions > Lower > z: there is no axis z. Axes: x, y.\n"
       "deck.yaml:14:14  Boundary Conditions > Upper > t: there is no axis t. Axes: x, y."},
      {"an output grid along an axis that is not there",
       changed({{"y: 20}}", "z: 20}}"}}),
       {},
       "deck.yaml:13:27  Output > Grid > z: there is no axis z. Axes: x, y."},
      {"sides that contradict each other at a corner",
       changed({{"  All Sides: from exact solution\n",
                 "  All Sides: \"0\"\n"
                 "  Upper: {y: \"1 + x\"}\n"}}),
       {},
       "deck.yaml:13:14  Boundary Conditions > Upper > y: contradicts Boundary Conditions > All "
       "Sides at the corner x = 0, y = 2: 1 against 0.\n"
       "deck.yaml:13:14  Boundary Conditions > Upper > y: contradicts Boundary Conditions > All "
       "Sides at the corner x = 1, y = 2: 2 against 0."},
      {"two entries that contradict each other",
       changed({{"  All Sides: from exact solution\n",
                 "  Lower: {x: \"1\", y: \"x\"}\n"
                 "  Upper: {x: \"1\", y: \"1\"}\n"}}),
       {},
       "deck.yaml:12:22  Boundary Conditions > Lower > y: contradicts Boundary Conditions > Lower "
       "> x at the corner x = 0, y = 0: 0 against 1."},
      {"boundary data with a pole at their side",
       changed({{"  All Sides: from exact solution\n", "  All Sides: \"1/x\"\n"}}),
       {},
       "deck.yaml:12:14  Boundary Conditions > All Sides: on the side x = 0: The formula is not "
       "finite there: division by zero."},
      {"boundary data that are complex",
       changed({{"  All Sides: from exact solution\n", "  All Sides: \"sqrt(x - 1/2)\"\n"}}),
       {},
       "deck.yaml:12:14  Boundary Conditions > All Sides: on the side x = 0: The formula has "
       "complex values; only real ones are allowed."},
      {"a source that is complex",
       changed({{"{f: from exact solution}", "{f: \"log(x - 1/2)\"}"}}),
       {},
       "deck.yaml:9:14  Sources > f: no finite real value at x = 0.015625, y = 0.03125."},
      {"an exact solution that overflows",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"exp(1000*x)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: no finite real value at x = 0.734375, y = 0.03125."},
      {"two unknowns",
       changed({{"[u]", "[u, v]"}}),
       {},
       "deck.yaml:7:15  Unknowns: found 2 unknowns; this solver takes one."},
      {"two equations",
       changed({{"[\"u_xx + u_yy = f\"]", "[\"u_xx + u_yy = f\", \"u_x = 0\"]"}}),
       {},
       "deck.yaml:8:32  Equations: found 2 equations; this solver takes one."},
      {"three axes",
       changed({{"  y: {",
                 "  z: {Range: [0, 1], Points: 40}\n"
                 "  y: {"}}),
       {},
       "deck.yaml  Axes: found 3 axes; this solver takes one or two."},
      {"an axis with the name of a constant",
       changed({{"  x: {", "  pi: {"}, {"{x: 20, ", "{"}}),
       {},
       "deck.yaml  Axes > pi: the name \"pi\" has a meaning in formulas; choose another one."},
      {"a parameter with the name of a function",
       changed({{"{k: 3}", "{exp: 3}"}}),
       {},
       "deck.yaml:6:19  Parameters > exp: the name \"exp\" has a meaning in formulas; choose "
       "another one."},
      {"a parameter with the name of an axis",
       changed({{"{k: 3}", "{x: 3}"}}),
       {},
       "deck.yaml:6:17  Parameters > x: the name \"x\" is taken already, by Axes > x."},
      {"a source with the name of the unknown",
       changed({{"{f: from exact solution}", "{u: from exact solution}"}}),
       {},
       "deck.yaml:9:14  Sources > u: the name \"u\" is taken already, by Unknowns > item 1."},
      {"an unknown that is no name",
       changed({{"[u]", "[\"2u\"]"}}),
       {},
       "deck.yaml:7:12  Unknowns > item 1: \"2u\" is not a name. Names are made of letters and "
       "digits, and start with a letter."},
      {"a name with an underscore",
       changed({{"{k: 3}", "{k_1: 3}"}}),
       {},
       "deck.yaml:6:19  Parameters > k_1: the name \"k_1\" contains \"_\", which marks derivatives "
       "(u_xx); choose another one."},
      {"a range without digits",
       changed({{"[0, 1]", "[1e15, 1e15 + 2]"}}),
       {},
       "deck.yaml  Axes > x > Range: the ends of [1e+15, 1000000000000002] agree in ten digits, "
       "which leaves too few to the coordinates between them. Count the axis from its lower end."},
      {"a range beyond reach",
       changed({{"[0, 1]", "[-1e308, 1e308]"}}),
       {},
       "deck.yaml  Axes > x > Range: found [-1e+308, 1e+308], expected a length between 1e-100 and "
       "1e100."},
      {"a hyperbolic equation",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx - u_yy = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the leading derivatives along x and y have opposite "
       "signs: the equation is not elliptic, and data on all sides do not determine its solution. "
       "Give the data of a time axis as Initial Conditions."},
      {"a derivative of order four",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xxxx + u_yy = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation has derivatives up to order 4 along x, so "
       "x needs 4 conditions at its ends in all; found 1 at the lower and 1 at the upper end. Give "
       "them under Boundary Conditions (\"All Sides: formula\", \"Lower: {x: formula}\"), those at "
       "the start of a time axis under Initial Conditions."},
      {"a coefficient that changes sign",
       changed({{"\"u_xx + u_yy = f\"", "\"x*u_xx + (1 - y)*u_yy = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the coefficient of u_yy vanishes or changes sign in "
       "the domain, and this solver cannot take such an equation."},
      {"a coefficient that vanishes with the solution",
       changed({{"\"u_xx + u_yy = f\"", "\"u*u_xx + u_yy = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the coefficient of u_xx vanishes or changes sign in "
       "the domain where u and its derivatives are 0, and this solver cannot take such an "
       "equation."},
      {"a condition with a derivative along its side",
       changed({{"  All Sides: from exact solution\n",
                 "  All Sides: \"0\"\n"
                 "  Upper: {y: \"u_x = 0\"}\n"}}),
       {},
       "deck.yaml:13:14  Boundary Conditions > Upper > y: a condition at an end of y contains "
       "derivatives along y, not u_x."},
      {"a condition with a factor that varies",
       changed({{"  All Sides: from exact solution\n",
                 "  All Sides: \"0\"\n"
                 "  Upper: {y: \"u_n + x*u = 0\"}\n"}}),
       {},
       "deck.yaml:13:14  Boundary Conditions > Upper > y: the factor of u must be a constant: "
       "conditions are linear in the unknown, with constant coefficients."},
      {"a condition without the unknown",
       changed({{"  All Sides: from exact solution\n", "  All Sides: \"x = 0\"\n"}}),
       {},
       "deck.yaml:12:14  Boundary Conditions > All Sides: the left-hand side does not contain u."},
      {"a condition that is not linear",
       changed({{"  All Sides: from exact solution\n", "  All Sides: \"u^2 = 1\"\n"}}),
       {},
       "deck.yaml:12:14  Boundary Conditions > All Sides: the factor of u must be a constant: "
       "conditions are linear in the unknown, with constant coefficients."},
      {"initial conditions without a time axis",
       changed({{"Boundary Conditions:\n",
                 "Initial Conditions: {u: \"0\"}\n"
                 "Boundary Conditions:\n"}}),
       {},
       "deck.yaml:11:25  Initial Conditions > u: initial conditions need a time axis: mark one "
       "with \"Kind: time\" under Axes."},
      {"a time axis without initial conditions",
       changed({{"y: {Range: [0, 2], Points: 40}", "y: {Range: [0, 2], Points: 40, Kind: time}"}}),
       {},
       "deck.yaml  Initial Conditions: nothing is said about the start of y. Add \"Initial "
       "Conditions: {u: formula}\"."},
      {"a periodic axis with conditions",
       changed(
           {{"y: {Range: [0, 2], Points: 40}", "y: {Range: [0, 2], Points: 40, Kind: periodic}"},
            {"  All Sides: from exact solution\n",
             "  All Sides: \"0\"\n"
             "  Upper: {y: \"0\"}\n"}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the axis y is periodic: it has no sides, and takes no "
       "conditions."},
      {"a diffusion equation run backwards",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_y = f\""},
                {"  All Sides: from exact solution\n",
                 "  Lower: {x: \"0\", y: \"0\"}\n"
                 "  Upper: {x: \"0\"}\n"}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the diffusion has the wrong sign: from data at the "
       "lower end of y the solution grows without bound (a diffusion equation run backwards)."},
      {"a kernel without its length scale",
       changed({{"Output:",
                 "Prior: {Kernel: matern 5/2}\n"
                 "Output:"}}),
       {},
       "deck.yaml  Prior > Length Scale: the kernel \"matern 5/2\" needs a positive length scale."},
      {"an output expression with an unknown name",
       changed({{"Output: {", "Output: {Expressions: {flux: \"-a*u_x\"}, "}}),
       {},
       "deck.yaml:13:30  Output > Expressions > flux: \"a\" is not defined. Define it under "
       "Parameters: {a: ...}.\n"
       "    -a*u_x\n"
       "     ^"},
      {"measurements without a column",
       changed({{"Output:",
                 "Observations: {File: sensors.csv}\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:22  Observations > File: measurements need a Column too: the one that holds "
       "their values."},
      {"an axis without derivative",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation has no derivative along y."},
      {"an equation without the unknown",
       changed({{"\"u_xx + u_yy = f\"", "\"x = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation does not contain the unknown u."},
      {"an equation in which the unknown cancels",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx - u_xx = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation does not contain the unknown u."},
      {"a term with a pole at zero",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy + 1/u = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation, or its derivative with respect to u, has "
       "no finite value where u and its derivatives are 0, which this solver needs. Multiply it "
       "out, or shift u by a constant. (The formula is not finite there: division by zero.)"},
      {"a root of the unknown",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy + sqrt(u) = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: the equation, or its derivative with respect to u, has "
       "no finite value where u and its derivatives are 0, which this solver needs. Multiply it "
       "out, or shift u by a constant. (The formula is not finite there: division by zero.)"},
  };
}

}  // namespace tessera::pde
