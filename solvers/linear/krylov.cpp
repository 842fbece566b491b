#include "solvers/linear/krylov.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <BelosPseudoBlockGmresSolMgr.hpp>
#include <BelosTpetraAdapter.hpp>
#include <Kokkos_Core.hpp>
#include <Teuchos_DefaultSerialComm.hpp>
#include <Teuchos_oblackholestream.hpp>
#include <Tpetra_Map.hpp>
#include <Tpetra_MultiVector.hpp>
#include <Tpetra_Operator.hpp>

namespace tessera {
namespace {

using Map = Tpetra::Map<>;
using MultiVector = Tpetra::MultiVector<double>;
using Operator = Tpetra::Operator<double>;
using Problem = Belos::LinearProblem<double, MultiVector, Operator>;
using Solver = Belos::PseudoBlockGmresSolMgr<double, MultiVector, Operator>;

/// Starts Kokkos at the first use, unless the program has done so, and stops it at exit.
/// Tpetra::initialize would start MPI.
void require_kokkos() {
  struct Session {
    Session() : ours(!Kokkos::is_initialized()) {
      if (ours) Kokkos::initialize(Kokkos::InitArguments());
    }
    ~Session() {
      if (ours && Kokkos::is_initialized()) Kokkos::finalize();
    }
    bool ours;
  };
  static const Session session;
}

/// P A as one operator: GMRES on P A x = P b is GMRES with the left preconditioner P, and its
/// residual is the preconditioned one. (Given P as such, Belos would also ask for a small residual
/// without P.)
class PreconditionedOperator final : public Operator {
 public:
  PreconditionedOperator(const LinearOperator& a, const LinearOperator* p,
                         Teuchos::RCP<const Map> map)
      : a_(a), p_(p), map_(std::move(map)), between_(p ? static_cast<std::size_t>(a.rows()) : 0) {}

  Teuchos::RCP<const Map> getDomainMap() const override { return map_; }
  Teuchos::RCP<const Map> getRangeMap() const override { return map_; }

  void apply(const MultiVector& in, MultiVector& out, Teuchos::ETransp, double alpha,
             double beta) const override {
    if (alpha != 1 || beta != 0) throw std::logic_error("GMRES asked for more than a product.");
    for (std::size_t j = 0; j < in.getNumVectors(); ++j) {
      const auto x = in.getData(j);
      const auto y = out.getDataNonConst(j);
      apply({x.getRawPtr(), static_cast<std::size_t>(x.size())},
            {y.getRawPtr(), static_cast<std::size_t>(y.size())});
    }
  }

  Index applications() const { return applications_; }

 private:
  void apply(std::span<const double> x, std::span<double> y) const {
    if (std::all_of(x.begin(), x.end(), [](double value) { return value == 0; })) {
      std::fill(y.begin(), y.end(), 0.0);
      return;
    }
    ++applications_;
    if (p_ == nullptr) {
      a_.apply(x, y);
    } else {
      a_.apply(x, between_);
      p_->apply(between_, y);
    }
  }

  const LinearOperator& a_;
  const LinearOperator* p_;
  Teuchos::RCP<const Map> map_;
  mutable std::vector<double> between_;
  mutable Index applications_ = 0;
};

void require_sizes(const LinearOperator& a, const LinearOperator* p, std::size_t b, std::size_t x) {
  const auto n = static_cast<std::size_t>(a.rows());
  if (a.rows() != a.columns() || b != n || x != n ||
      (p != nullptr && (p->rows() != a.rows() || p->columns() != a.rows()))) {
    throw std::invalid_argument("gmres: an operator of " + std::to_string(a.rows()) + " x " +
                                std::to_string(a.columns()) +
                                " does not fit its preconditioner, a right-hand side of " +
                                std::to_string(b) + " and a start of " + std::to_string(x) + ".");
  }
}

Teuchos::RCP<Teuchos::ParameterList> solver_parameters(const KrylovOptions& options, Index size) {
  const Index iterations = std::max<Index>(options.maximum_iterations, 1);
  const Index basis = std::max<Index>(1, std::min({options.restart, size, iterations}));
  auto parameters = Teuchos::parameterList();
  parameters->set("Convergence Tolerance", options.relative_tolerance);
  parameters->set("Maximum Iterations", static_cast<int>(iterations));
  parameters->set("Num Blocks", static_cast<int>(basis));
  parameters->set("Maximum Restarts", static_cast<int>(iterations / basis + 1));
  parameters->set("Orthogonalization", "ICGS");
  parameters->set("Implicit Residual Scaling", "Norm of RHS");
  parameters->set("Explicit Residual Scaling", "Norm of RHS");
  static const Teuchos::RCP<std::ostream> silence = Teuchos::rcp(new Teuchos::oblackholestream());
  parameters->set("Output Stream", silence);
  return parameters;
}

}  // namespace

KrylovResult gmres(const LinearOperator& a, const LinearOperator* inverse_preconditioner,
                   std::span<const double> b, std::span<double> x, const KrylovOptions& options) {
  require_sizes(a, inverse_preconditioner, b.size(), x.size());
  require_kokkos();
  KrylovResult result;

  static const auto comm = Teuchos::rcp(new Teuchos::SerialComm<int>());
  const auto map = Teuchos::rcp(new Map(b.size(), 0, comm));
  const auto right = Teuchos::rcp(new MultiVector(map, 1, false));
  const auto solution = Teuchos::rcp(new MultiVector(map, 1, false));
  {
    const auto target = right->getDataNonConst(0);
    const std::span<double> values(target.getRawPtr(), b.size());
    if (inverse_preconditioner != nullptr) {
      inverse_preconditioner->apply(b, values);
    } else {
      std::copy(b.begin(), b.end(), values.begin());
    }
    const auto start = solution->getDataNonConst(0);
    std::copy(x.begin(), x.end(), start.getRawPtr());
    if (std::all_of(values.begin(), values.end(), [](double value) { return value == 0; })) {
      std::fill(x.begin(), x.end(), 0.0);
      result.converged = true;
      return result;
    }
  }

  const auto op = Teuchos::rcp(new PreconditionedOperator(a, inverse_preconditioner, map));
  const auto problem = Teuchos::rcp(new Problem(op, solution, right));
  problem->setProblem();
  Solver solver(problem, solver_parameters(options, a.rows()));
  try {
    result.converged = solver.solve() == Belos::Converged;
    result.relative_residual = solver.achievedTol();
    const auto answer = solution->getData(0);
    std::copy(answer.begin(), answer.end(), x.begin());
  } catch (const Belos::BelosError&) {
    result.relative_residual = std::numeric_limits<double>::quiet_NaN();
  }
  result.iterations = solver.getNumIters();
  result.operator_applications = op->applications();
  return result;
}

}  // namespace tessera
