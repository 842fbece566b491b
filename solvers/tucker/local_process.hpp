#pragma once

#include <memory>
#include <random>
#include <vector>

#include <Eigen/Core>

#include "solvers/tucker/axis_model.hpp"

namespace tessera::tucker {

/// What the component model leaves at the observed cells.
struct CellResiduals {
  Eigen::MatrixXd points;           ///< J x columns, raw units, all axes side by side
  Eigen::VectorXd values;           ///< mean residual of each cell
  Eigen::VectorXd noise_variances;  ///< of these means: measurement noise / number of entries
};

struct LocalOptions {
  Index learning_neighbours = 15;
  Index learning_cells = 2000;  ///< cells whose conditional densities are maximised
  Index prediction_neighbours = 40;
};

/// A Gaussian process of short reach over all axes together, for what a sum of few products cannot
/// hold: covariance v_local prod_k exp(-d_k / l_k) + v_cell [same coordinates], d_k the distance on
/// axis k. Conditional on the nearest observed cells only (Vecchia 1988; Datta et al. 2016): O(J)
/// for J cells. The covariance holds up to a local amplitude with an inverse-gamma prior, as
/// weather that is calmer in one year than in another needs it: given m neighbours with residuals r
/// and covariance K it is (nu + r^T K^-1 r) / (nu + m), and densities are Student-t with nu + m
/// degrees of freedom (Student-t process, Shah et al. 2014, per neighbourhood). Learned by the
/// Vecchia likelihood with log-normal priors on the lengths.
class LocalProcess {
 public:
  struct Parameters {
    double local_variance = 0;
    double cell_variance = 0;
    double degrees_of_freedom = 8;  ///< nu of the local amplitude
    /// Whether v_cell is shared by all observations of a cell, so that an observed cell's own
    /// effect is known; else it is noise of each observation.
    bool shared_cells = true;
    std::vector<double> lengths;  ///< per axis, raw units (places on the sphere: km)
  };

  /// Learns the parameters. Deterministic for a given generator.
  static LocalProcess learn(const std::vector<AxisModel>& axes, CellResiduals residuals,
                            bool shared_cells, const LocalOptions& options,
                            std::mt19937_64& random);
  LocalProcess(const std::vector<AxisModel>& axes, CellResiduals residuals, Parameters parameters,
               LocalOptions options);
  ~LocalProcess();
  LocalProcess(LocalProcess&&) noexcept;
  LocalProcess& operator=(LocalProcess&&) noexcept;

  const Parameters& parameters() const;
  const CellResiduals& residuals() const;
  const LocalOptions& options() const;

  /// Mean and variance of the process at the rows of `points`, with the local amplitude;
  /// `cell_variance` is what the variance
  /// still lacks there: zero at an observed cell, whose own effect is known, else v_cell.
  struct Prediction {
    Eigen::VectorXd mean, variance, cell_variance;
  };
  Prediction predict(const Eigen::MatrixXd& points) const;

  struct Implementation;

 private:
  explicit LocalProcess(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace tessera::tucker
