#include "tests/apps/pde/wrong_decks.hpp"

namespace tessera::pde {

std::vector<WrongDeck> wrong_grammar() {
  return {
      {"an unknown key at the root",
       changed({{"Unknowns:", "Unknown:"}}),
       {},
       "deck.yaml:7:1  Unknown: unknown key. Did you mean \"Unknowns\"? Allowed: Application, "
       "Title, Axes, Parameters, Unknowns, Equations, Sources, Exact Solution, Arrays, Boundary "
       "Conditions, Initial Conditions, Observations, Further Observations, Prior, Model, Solver, "
       "Compare, Output, Seed."},
      {"an unknown key of an axis",
       changed({{"x: {Range: [0, 1], Points", "x: {Range: [0, 1], Pionts"}}),
       {},
       "deck.yaml:4:22  Axes > x > Pionts: unknown key. Did you mean \"Points\"? Allowed: Range, "
       "Points, Units, Kind."},
      {"an unknown key three levels down",
       changed({{"Output:",
                 "Solver: {Adaptivity: {Rank Grwth: 1.5}}\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:23  Solver > Adaptivity > Rank Grwth: unknown key. Did you mean \"Band "
       "Growth\"? Allowed: Residual Tolerance, Tail Tolerance, Tail Residual, Unresolved Residual, "
       "Maximum Steps, Tone Threshold, Gap Threshold, Gap Prominence, Stagnation, Least Growth, "
       "Largest Growth, Band Growth."},
      {"a key in lower case",
       changed({{"Equations:", "equations:"}}),
       {},
       "deck.yaml:8:1  equations: unknown key. Keys are written in Title Case: \"Equations\"."},
      {"an unknown side",
       changed({{"  All Sides:", "  Left:"}}),
       {},
       "deck.yaml:12:3  Boundary Conditions > Left: unknown key. Allowed: All Sides, Lower, "
       "Upper."},
      {"a duplicate key",
       changed({{"Unknowns: [u]\n",
                 "Unknowns: [u]\n"
                 "Title: Again\n"}}),
       {},
       "deck.yaml:8:1  Title: duplicate key, first given at deck.yaml:2:1."},
      {"an axis given twice",
       changed({{"  x: {Range: [0, 1], Points: 40}\n",
                 "  x: {Range: [0, 1], Points: 40}\n"
                 "  x: {Range: [0, 1], Points: 40}\n"}}),
       {},
       "deck.yaml:5:3  Axes > x: duplicate key, first given at deck.yaml:4:3."},
      {"a number where a list belongs",
       changed({{"[0, 1]", "1"}}),
       {},
       "deck.yaml:4:14  Axes > x > Range: found 1, expected [first, last] with first < last."},
      {"text where a number belongs",
       changed({{"[0, 1], Points: 40", "[0, 1], Points: many"}}),
       {},
       "deck.yaml:4:30  Axes > x > Points: found text \"many\", expected an integer between 16 and "
       "100000."},
      {"one unknown without brackets",
       changed({{"[u]", "u"}}),
       {},
       "deck.yaml:7:11  Unknowns: found text \"u\", expected a list [u]."},
      {"a list where a map belongs",
       changed({{"{k: 3}", "[k, 3]"}}),
       {},
       "deck.yaml:6:13  Parameters: found a list, expected a map {name: value}."},
      {"a fraction of a point",
       changed({{"[0, 1], Points: 40", "[0, 1], Points: 40.5"}}),
       {},
       "deck.yaml:4:30  Axes > x > Points: found 40.5, expected an integer between 16 and 100000."},
      {"too few points",
       changed({{"[0, 1], Points: 40", "[0, 1], Points: 3"}}),
       {},
       "deck.yaml:4:30  Axes > x > Points: found 3, expected an integer between 16 and 100000."},
      {"too many points",
       changed({{"[0, 1], Points: 40", "[0, 1], Points: 1e6"}}),
       {},
       "deck.yaml:4:30  Axes > x > Points: found 1e6 (= 1000000), expected an integer between 16 "
       "and 100000."},
      {"a tolerance out of range",
       changed({{"Output:",
                 "Solver: {Relative Tolerance: 2}\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:30  Solver > Relative Tolerance: found 2, expected a number between 1e-15 and "
       "0.1."},
      {"a reversed range",
       changed({{"[0, 1]", "[2*pi, 0]"}}),
       {},
       "deck.yaml:4:14  Axes > x > Range: found [6.283185307179586, 0], expected [first, last] "
       "with first < last."},
      {"a range with three ends",
       changed({{"[0, 1]", "[0, 0.5, 1]"}}),
       {},
       "deck.yaml:4:14  Axes > x > Range: found a list of 3, expected [first, last] with first < "
       "last."},
      {"a number beyond double precision",
       changed({{"{k: 3}", "{k: 10^10^10}"}}),
       {},
       "deck.yaml:6:17  Parameters > k: found text \"10^10^10\", expected a number: the result of "
       "\"^\" is not a finite number at position 3."},
      {"a thousand parentheses around a number",
       changed({{"{k: 3}", "{k: " + std::string(1000, '(') + "3" + std::string(1000, ')') + "}"}}),
       {},
       "deck.yaml:6:17  Parameters > k: found text "
       "\"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...\", expected a number: "
       "nested deeper than 200 levels at position 201."},
      {"a complex number",
       changed({{"{k: 3}", "{k: sqrt(-1)}"}}),
       {},
       "deck.yaml:6:17  Parameters > k: found text \"sqrt(-1)\", expected a number: the result of "
       "\"sqrt\" is not a finite number at position 1."},
      {"a misspelt rival",
       changed({{"Output:",
                 "Compare: [chebishev]\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:11  Compare > item 1: found text \"chebishev\". Did you mean \"chebyshev\"? "
       "Allowed: chebyshev, finite difference, finite difference 4."},
      {"a rival named twice",
       changed({{"Output:",
                 "Compare: [chebyshev, finite difference, chebyshev]\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:41  Compare > item 3: \"chebyshev\" stands in the list already."},
      {"a misspelt density",
       changed({{"Output:",
                 "Prior: {Density: flatt}\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:9  Prior > Density: unknown key. Allowed: Kernel, Spectrum, Length Scale, "
       "Factor, Smoothness."},
      {"a kernel that does not exist",
       changed({{"Output:",
                 "Prior: {Kernel: matern 3/2}\n"
                 "Output:"}}),
       {},
       "deck.yaml  Prior > Length Scale: the kernel \"matern 3/2\" needs a positive length scale."},
      {"no axes",
       changed({{"Axes:\n"
                 "  x: {Range: [0, 1], Points: 40}\n"
                 "  y: {Range: [0, 2], Points: 40}\n",
                 ""}}),
       {},
       "deck.yaml:1:1  required key \"Axes\" is missing, for example \"Axes: {x: {Range: [0, 1], "
       "Points: 200}, y: {Range: [0, 1], Points: 200}}\"."},
      {"an empty list of equations",
       changed({{"[\"u_xx + u_yy = f\"]", "[]"}}),
       {},
       "deck.yaml:8:12  Equations: is required and must not be empty."},
      {"an axis without range",
       changed({{"Range: [0, 1], ", ""}}),
       {},
       "deck.yaml:4:3  Axes > x: required key \"Range\" is missing, for example \"Range: [0, "
       "1]\"."},
      {"a key without value",
       changed({{"Unknowns: [u]", "Unknowns:"}}),
       {},
       "deck.yaml:7:1  Unknowns: empty value."},
      {"no space after a colon",
       changed({{"{k: 3}", "{k:3}"}}),
       {},
       "deck.yaml:6:14  Parameters > k:3: a space is missing after \":\"."},
      {"a deck of another executable",
       changed({{"Application: pde", "Application: tucker"}}),
       {},
       "deck.yaml:1:14  Application: found \"tucker\", expected \"pde\"; this deck is for "
       "tessera-tucker."},
      {"a deck without application",
       changed({{"Application: pde\n", ""}}),
       {},
       "deck.yaml:1:1  required key \"Application\" is missing, for example \"Application: pde\"."},
      {"a name with a blank",
       changed({{"{k: 3}", "{wave number: 3}"}}),
       {},
       "deck.yaml:6:14  Parameters > wave number: not a name. Names are made of letters, digits "
       "and _, and start with a letter."},
      {"a tab",
       changed({{"  x: {", "\tx: {"}}),
       {},
       "deck.yaml:4:1  tab in the indentation. Indent with spaces."},
      {"an empty file", "", {}, "deck.yaml:1:1  the deck is empty."},
      {"only a comment",
       "# nothing here\n",
       {},
       "deck.yaml:1:1  the deck is empty (only comments)."},
      {"a list instead of a deck",
       "[1, 2, 3]\n",
       {},
       "deck.yaml:1:1  found a list, expected a map: a deck is made of lines \"Key: value\"."},
      {"binary",
       std::string("\177ELF\002\001\001\000\000", 9),
       {},
       "deck.yaml:1:1  this is not a text file in UTF-8 (byte 127)."},
      {"a file in Latin-1",
       "Application: pde\n"
       "Title: W\344rme\n",
       {},
       "deck.yaml:2:9  this is not a text file in UTF-8 (byte 228)."},
      {"a bracket left open",
       changed({{"[0, 1], Points: 40}", "[0, 1, Points: 40}"}}),
       {},
       "deck.yaml:4:31  a closing bracket that does not match the one that was opened."},
      {"a quote left open",
       changed({{"u_yy = f\"]", "u_yy = f]"}}),
       {},
       "deck.yaml:10:40  a closing bracket that does not match the one that was opened."},
      {"an anchor and an alias",
       changed({{"{k: 3}", "&p {k: 3}"}, {"{f: from exact solution}", "*p"}}),
       {},
       "deck.yaml:6:13  Parameters: a value that starts with \"&\" is a YAML anchor, which decks "
       "do not have. Put text in quotes."},
      {"a tag",
       changed({{"{k: 3}", "{k: !!float 3}"}}),
       {},
       "deck.yaml:6:17  Parameters > k: a value that starts with \"!\" is a YAML tag, which decks "
       "do not have. Put text in quotes."},
      {"two documents",
       changed({{"Output:",
                 "---\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:1  a deck is one YAML document, remove the \"---\"."},
      {"a merge key",
       changed({{"Output:",
                 "<<: {a: 1}\n"
                 "Output:"}}),
       {},
       "deck.yaml:13:1  merge keys (\"<<\") are YAML that decks do not have."},
      {"brackets a thousand deep",
       changed({{"{k: 3}", std::string(1000, '[') + std::string(1000, ']')}}),
       {},
       "deck.yaml:6:76  lists and maps are nested deeper than 64 levels."},
      {"an unknown path",
       base_deck,
       {"axes/x/pionts=50"},
       "--set axes/x/pionts=50  Axes > x > pionts: unknown key. Did you mean \"Points\"? Allowed: "
       "Range, Points, Units, Kind."},
      {"an unknown section",
       base_deck,
       {"axis/x/points=50"},
       "--set axis/x/points=50  axis: unknown key. Did you mean \"Axes\"? Allowed: Application, "
       "Title, Axes, Parameters, Unknowns, Equations, Sources, Exact Solution, Arrays, Boundary "
       "Conditions, Initial Conditions, Observations, Further Observations, Prior, Model, Solver, "
       "Compare, Output, Seed."},
      {"a bad value",
       base_deck,
       {"axes/x/points=many"},
       "--set axes/x/points=many  Axes > x > Points: found text \"many\", expected an integer "
       "between 16 and 100000."},
      {"a path into a value",
       base_deck,
       {"axes/x/points/most=3"},
       "--set axes/x/points/most=3  Axes > x > Points: is a value, not a map."},
      {"a formula with a fault",
       base_deck,
       {"equations=[\"u_xx + u_yy = g\"]"},
       "--set equations=[\"u_xx + u_yy = g\"]  Equations > item 1: \"g\" is not defined. Define it "
       "under Parameters: {g: ...}. A function of the axes goes under Sources instead.\n"
       "    u_xx + u_yy = g\n"
       "                  ^"},
      {"a new axis without its keys",
       base_deck,
       {"axes/z/points=50"},
       "--set axes/z/points=50  Axes > z: required key \"Range\" is missing, for example \"Range: "
       "[0, 1]\"."},
      {"a value that is no YAML",
       base_deck,
       {"title=\"open"},
       "--set title=\"open  the value is not YAML. Put text with special characters in quotes."},
  };
}

}  // namespace tessera::pde
