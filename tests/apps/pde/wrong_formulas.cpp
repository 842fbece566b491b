#include "tests/apps/pde/wrong_decks.hpp"

namespace tessera::pde {

std::vector<WrongDeck> wrong_formulas() {
  return {
      {"two stars for a power",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = x**2\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: Use ^ for powers, not **.\n"
       "    u_xx + u_yy = x**2\n"
       "                   ^"},
      {"a parenthesis never closed",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = (x + 1\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: This parenthesis is never closed.\n"
       "    u_xx + u_yy = (x + 1\n"
       "                  ^"},
      {"a parenthesis never opened",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = x + 1)\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: There is no \"(\" for this \")\".\n"
       "    u_xx + u_yy = x + 1)\n"
       "                       ^"},
      {"nothing after an operator",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = x +\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: Something is missing at the end.\n"
       "    u_xx + u_yy = x +\n"
       "                     ^"},
      {"an operator that is missing",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"sin(2x)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: An operator is missing here: write 2*x.\n"
       "    sin(2x)\n"
       "         ^"},
      {"a symbol that is not defined",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy + kappa*u = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: \"kappa\" is not defined. Define it under Parameters: "
       "{kappa: ...}. A function of the axes goes under Sources instead.\n"
       "    u_xx + u_yy + kappa*u = f\n"
       "                  ^"},
      {"a symbol that is nearly a name",
       changed({{"{k: 3}", "{wave: 3}"}, {"\"sin(k*x)*cos(k*y)\"", "\"sin(Wave*x)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: \"Wave\" is not defined. Did you mean \"wave\"? Else "
       "define it under Parameters: {Wave: ...}.\n"
       "    sin(Wave*x)\n"
       "        ^"},
      {"a function that does not exist",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"sinn(k*x)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: \"sinn\" is not a function. Did you mean \"sin\"?\n"
       "    sinn(k*x)\n"
       "    ^"},
      {"a function with too many arguments",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"sin(k*x, y)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: sin takes 1 argument, not 2.\n"
       "    sin(k*x, y)\n"
       "    ^"},
      {"a function without parentheses",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"sin*x\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: sin is a function: write sin(...).\n"
       "    sin*x\n"
       "    ^"},
      {"a product that looks like a call",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"k(x + 1)\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: \"k\" is not a function that can be called. For a "
       "product write k*(...).\n"
       "    k(x + 1)\n"
       "    ^"},
      {"the derivative of an axis",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = x_y\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: \"x_y\": x is an axis. Derivatives are taken of "
       "unknowns and given functions: u, f.\n"
       "    u_xx + u_yy = x_y\n"
       "                  ^"},
      {"a derivative along an axis that is not there",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_zz = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: \"u_zz\": there is no axis z. The axes are x, y.\n"
       "    u_xx + u_zz = f\n"
       "             ^"},
      {"a long derivative along an axis that is not there",
       changed({{"\"u_xx + u_yy = f\"", "\"d(u, x, x) + d(u, z, z) = f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: There is no axis z. The axes are x, y.\n"
       "    d(u, x, x) + d(u, z, z) = f\n"
       "                      ^"},
      {"the derivative of a parameter",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = k_x\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: \"k_x\": k is a parameter. Derivatives are taken of "
       "unknowns and given functions: u, f.\n"
       "    u_xx + u_yy = k_x\n"
       "                  ^"},
      {"an unknown in a source",
       changed({{"{f: from exact solution}", "{f: \"u^2\"}"}}),
       {},
       "deck.yaml:9:14  Sources > f: Only axes and parameters may stand in this formula, not u.\n"
       "    u^2\n"
       "    ^"},
      {"a source in the boundary data",
       changed({{"  All Sides: from exact solution\n", "  All Sides: \"2*f\"\n"}}),
       {},
       "deck.yaml:12:14  Boundary Conditions > All Sides: Only axes and parameters may stand in "
       "this formula, not f.\n"
       "    2*f\n"
       "      ^"},
      {"a derivative in the exact solution",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"x + u_x\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: Only axes and parameters may stand in this formula, "
       "not u_x.\n"
       "    x + u_x\n"
       "        ^"},
      {"an equation without equals sign",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy - f\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: An equation needs \"=\": write lhs = rhs.\n"
       "    u_xx + u_yy - f\n"
       "                   ^"},
      {"an equation with two equals signs",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = f = 0\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: An equation has only one \"=\".\n"
       "    u_xx + u_yy = f = 0\n"
       "                    ^"},
      {"an equation with an empty side",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy =\""}}),
       {},
       "deck.yaml:8:13  Equations > item 1: Nothing stands on the right of \"=\".\n"
       "    u_xx + u_yy =\n"
       "                 ^"},
      {"an equals sign in a source",
       changed({{"{f: from exact solution}", "{f: \"f = x\"}"}}),
       {},
       "deck.yaml:9:14  Sources > f: \"=\" has no place here: give the formula alone.\n"
       "    f = x\n"
       "      ^"},
      {"a number beyond double precision",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"10^10^10*x\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: 10^10000000000 is too large (beyond 1.8e308).\n"
       "    10^10^10*x\n"
       "      ^"},
      {"a thousand parentheses",
       changed({{"\"sin(k*x)*cos(k*y)\"",
                 "\"" + std::string(1000, '(') + "x" + std::string(1000, ')') + "\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: The formula is nested more than 100 levels deep.\n"
       "    ...((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...\n"
       "                                           ^"},
      {"a complex constant",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"sqrt(-1)*x\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: sqrt(-1) is complex; only real values are allowed.\n"
       "    sqrt(-1)*x\n"
       "    ^"},
      {"a complex power",
       changed({{"{f: from exact solution}", "{f: \"(-8)^(1/3)*x\"}"}}),
       {},
       "deck.yaml:9:14  Sources > f: (-8)^0.333333 is complex; only real values are allowed.\n"
       "    (-8)^(1/3)*x\n"
       "        ^"},
      {"a division by zero",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"x/0\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: Division by zero.\n"
       "    x/0\n"
       "     ^"},
      {"a power beyond reach",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"x^1000\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: The exponent 1000 is too large: powers of names go up "
       "to 100.\n"
       "    x^1000\n"
       "      ^"},
      {"a decimal comma",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"0,5*x\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: A comma stands only between the arguments of a "
       "function; decimals are written 0.5.\n"
       "    0,5*x\n"
       "     ^"},
      {"a character of another keyboard",
       changed({{"\"sin(k*x)*cos(k*y)\"", "\"x \303\227 y\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: Write * instead of \303\227.\n"
       "    x \303\227 y\n"
       "      ^"},
      {"a fault in boundary data",
       changed({{"  All Sides: from exact solution\n",
                 "  All Sides: \"0\"\n"
                 "  Upper: {y: \"sin(pi*x\"}\n"}}),
       {},
       "deck.yaml:13:14  Boundary Conditions > Upper > y: This parenthesis is never closed.\n"
       "    sin(pi*x\n"
       "       ^"},
      {"a fault far into a long formula",
       changed({{"\"sin(k*x)*cos(k*y)\"",
                 "\"sin(1*x) + sin(2*x) + sin(3*x) + sin(4*x) + sin(5*x) + sin(6*x) + sin(7*x) + "
                 "sin(8*x) + sin(9*x) + sin(10*x) + sin(11*x) + sin(12*x) + sin(13*x) + sin(14*x) "
                 "+ sin(15*x) + sin(16*x) + sin(17*x) + sin(18*x) + sin(19*x) + 2y\""}}),
       {},
       "deck.yaml:10:21  Exact Solution > u: An operator is missing here: write 2*y.\n"
       "    ...n(14*x) + sin(15*x) + sin(16*x) + sin(17*x) + sin(18*x) + sin(19*x) + 2y\n"
       "                                                                              ^"},
      {"faults in three places",
       changed({{"\"u_xx + u_yy = f\"", "\"u_xx + u_yy = g\""},
                {"{f: from exact solution}", "{f: \"2x\"}"},
                {"  All Sides: from exact solution\n", "  All Sides: \"3+\"\n"}}),
       {},
       "deck.yaml:8:13  Equations > item 1: \"g\" is not defined. Define it under Parameters: {g: "
       "...}. A function of the axes goes under Sources instead.\n"
       "    u_xx + u_yy = g\n"
       "                  ^\n"
       "deck.yaml:9:14  Sources > f: An operator is missing here: write 2*x.\n"
       "    2x\n"
       "     ^\n"
       "deck.yaml:12:14  Boundary Conditions > All Sides: Something is missing at the end.\n"
       "    3+\n"
       "      ^"},
      {"an axis that the deck does not have",
       changed({{"  y: {Range: [0, 2], Points: 40}\n", ""}, {", y: 20", ""}}),
       {},
       "deck.yaml:7:13  Equations > item 1: \"u_yy\": there is no axis y. The only axis is x.\n"
       "    u_xx + u_yy = f\n"
       "             ^\n"
       "deck.yaml:9:21  Exact Solution > u: \"y\" is not defined. Define it under Parameters: {y: "
       "...}.\n"
       "    sin(k*x)*cos(k*y)\n"
       "                   ^"},
  };
}

}  // namespace tessera::pde
