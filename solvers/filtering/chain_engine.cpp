#include "solvers/filtering/chain_engine.hpp"

#include <stdexcept>

#include "solvers/filtering/chain_pass.hpp"

namespace tessera {
namespace {

template <int N, int F>
double run(const ChainModel& model, const NaturalSites& sites, const ChainRequest& request) {
  const bool smooth = request.at_coordinates != nullptr || request.at_points != nullptr ||
                      request.moments != nullptr;
  ChainPass<N, F> pass(model, sites, smooth);
  const double log_normaliser = pass.filter();
  if (smooth) pass.smooth(request);
  return log_normaliser;
}

}  // namespace

double run_chain(const ChainModel& model, const NaturalSites& sites, const ChainRequest& request) {
  const Index f = model.functions();
  const auto d = static_cast<Index>(model.coordinates().size());
  if (sites.precision.rows() != f * f || sites.linear.rows() != f || sites.precision.cols() != d ||
      sites.linear.cols() != d)
    throw std::invalid_argument("The sites do not have the shape of the chain.");
  return run<Eigen::Dynamic, Eigen::Dynamic>(model, sites, request);
}

}  // namespace tessera
