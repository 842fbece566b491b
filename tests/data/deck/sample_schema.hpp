#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/deck/schema.hpp"

namespace tessera {

/// A grammar with every kind of key, for the tests of this room.
struct SampleApplication {
  struct AxisOptions {
    std::pair<double, double> range{0, 0};
    Index points = 400;
    std::string kind = "interval";
  };

  SampleApplication();

  std::vector<std::pair<std::string, AxisOptions>> axes;
  std::vector<std::pair<std::string, Located<double>>> parameters;
  std::vector<LocatedText> unknowns;
  std::vector<LocatedText> equations;
  std::vector<std::pair<std::string, LocatedText>> sources;
  std::string kernel = "spectral mixture";
  double length_scale = 0.5;
  double tolerance = 1e-12;
  Index maximum_iterations = 20;
  bool verbose = false;
  std::vector<std::string> compare;
  std::vector<double> weights{1, 2.5};
  std::vector<std::pair<std::string, Located<Index>>> grid;
  LocatedText noise;
  double level = 0;
  Schema schema;
};

/// A correct deck of that grammar.
extern const char* const sample_deck;

}  // namespace tessera
