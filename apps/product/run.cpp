#include "apps/product/run.hpp"

#include "apps/product/benchmark.hpp"

namespace tessera::product {

Outcome run(const Options& options, const Multiplication* multiplication, RunContext& context) {
  Outcome outcome;
  if (multiplication) multiply(options, *multiplication, context, outcome);
  if (has_benchmark(options)) run_benchmark(options, context, outcome);
  return outcome;
}

}  // namespace tessera::product
