#pragma once

#include <string>
#include <vector>

#include "apps/common/application.hpp"
#include "data/fields/monitor.hpp"
#include "solvers/gp_pde/learn_spectrum.hpp"
#include "solvers/gp_pde/matrix_pencil.hpp"
#include "solvers/gp_pde/options.hpp"
#include "solvers/gp_pde/solution.hpp"

namespace tessera::pde {

/// What the solution looks like along one axis.
struct AxisSpectrum {
  std::string axis;
  gp_pde::ToneAnalysis tones;
  gp_pde::LearnedSpectrum learned;
};

struct Spectra {
  std::vector<AxisSpectrum> axes;
  double time_s = 0;  ///< apart from the solve
};

/// Tones (matrix pencil) and spectral density (relevance determination against the flat band, by
/// evidence) of the solution's strongest fibres along each axis.
Spectra analyse_spectra(const gp_pde::Solution& solution, const gp_pde::SolverOptions& options,
                        Monitor& monitor);

/// Lines, figures and the tables `spectrum/<axis>` and `tones/<axis>`.
void report(const Spectra& spectra, Outcome& outcome);

}  // namespace tessera::pde
