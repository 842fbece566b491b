#include "apps/tessera/loaders.hpp"

#include "solvers/gp_pde/posterior_field.hpp"
#include "solvers/gp_pde/solution.hpp"
#include "solvers/sphere_gp/sphere_predictor.hpp"
#include "solvers/tucker/factor_model.hpp"

namespace tessera {

/// Every kind of model that results can hold: include the header that declares its loader above,
/// add a line `{"record type", load_function}` here, and link its library in CMakeLists.txt.
PredictorLoaders predictor_loaders() {
  return {{"gp_pde", gp_pde::Solution::load},
          {"gp_pde_posterior", gp_pde::PosteriorField::load},
          {"sphere_gp", sphere_gp::SpherePredictor::load},
          {"tucker", tucker::FactorModel::load}};
}

}  // namespace tessera
