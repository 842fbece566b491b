// Formulas on 1000 x 1000 points: the tape against hand-written Eigen array code.
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <benchmark/benchmark.h>

#include "models/formula/formula.hpp"

namespace {

using Eigen::ArrayXd;
using tessera::Formula;
using tessera::Tape;

constexpr Eigen::Index points = 1000 * 1000;

struct Data {
  ArrayXd u = ArrayXd::Random(points);
  ArrayXd u_xx = ArrayXd::Random(points);
  ArrayXd u_yy = ArrayXd::Random(points);
  ArrayXd f = ArrayXd::Random(points);
  ArrayXd x = ArrayXd::Random(points);
  ArrayXd y = ArrayXd::Random(points);
  ArrayXd result = ArrayXd::Zero(points);
};

Data& data() {
  static Data instance;
  return instance;
}

void count_points(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * points);
}

void run_tape(benchmark::State& state, const std::string& text) {
  const tessera::FormulaNames names{{"x", "y"}, {"u"}, {"f"}, {}};
  const Tape tape =
      Formula::compile({Formula::parse(text, names)}, {"x", "y", "u", "u_xx", "u_yy", "f"});
  Data& d = data();
  const std::array<Tape::Input, 6> inputs{{{d.x.data(), 1},
                                           {d.y.data(), 1},
                                           {d.u.data(), 1},
                                           {d.u_xx.data(), 1},
                                           {d.u_yy.data(), 1},
                                           {d.f.data(), 1}}};
  double* output = d.result.data();
  for (auto _ : state) {
    tape.evaluate(inputs.data(), &output, points);
    benchmark::ClobberMemory();
  }
  count_points(state);
}

void allen_cahn_tape(benchmark::State& state) {
  run_tape(state, "u_xx + u_yy + u*(u^2-1) - f");
}
BENCHMARK(allen_cahn_tape)->Unit(benchmark::kMillisecond);

void allen_cahn_eigen(benchmark::State& state) {
  Data& d = data();
  for (auto _ : state) {
    d.result = d.u_xx + d.u_yy + d.u * (d.u.square() - 1) - d.f;
    benchmark::ClobberMemory();
  }
  count_points(state);
}
BENCHMARK(allen_cahn_eigen)->Unit(benchmark::kMillisecond);

void six_sines_tape(benchmark::State& state) {
  run_tape(state, "(sin(x)+0.1*sin(20*x)+cos(100*x))*(sin(y)+0.1*sin(20*y)+cos(100*y))");
}
BENCHMARK(six_sines_tape)->Unit(benchmark::kMillisecond);

void six_sines_eigen(benchmark::State& state) {
  Data& d = data();
  for (auto _ : state) {
    d.result = (d.x.sin() + 0.1 * (20 * d.x).sin() + (100 * d.x).cos()) *
               (d.y.sin() + 0.1 * (20 * d.y).sin() + (100 * d.y).cos());
    benchmark::ClobberMemory();
  }
  count_points(state);
}
BENCHMARK(six_sines_eigen)->Unit(benchmark::kMillisecond);

}  // namespace
