#include "solvers/gram/solve.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "data/fields/errors.hpp"
#include "solvers/gram/adam.hpp"

namespace tessera::gram {
namespace {

constexpr const char* record_type = "gram_adam";

void store(ModelRecord& record, const std::string& name, const Eigen::VectorXd& v) {
  set_array(record, name, {v.size()}, {v.begin(), v.end()});
}

Eigen::VectorXd load(const ModelRecord& record, const std::string& name, Index size) {
  const auto& array = array_of(record, name);
  if (static_cast<Index>(array.values.size()) != size)
    throw std::invalid_argument(
        "The checkpoint's " + name + " has " + std::to_string(array.values.size()) +
        " entries; this problem has " + std::to_string(size) + " unknowns.");
  return Eigen::Map<const Eigen::VectorXd>(array.values.data(), size);
}

ModelRecord to_record(const Eigen::VectorXd& x, const Adam& adam,
                      const std::vector<JointDensity>& history) {
  ModelRecord record;
  record.type = record_type;
  store(record, "unknowns", x);
  store(record, "first_moment", adam.first_moment);
  store(record, "second_moment", adam.second_moment);
  set_number(record, "steps", static_cast<double>(adam.steps));
  std::vector<double> values;
  for (const JointDensity& d : history)
    values.insert(values.end(), {d.log_joint, d.boundary_mean_square, d.equation_mean_square});
  set_array(record, "history", {3, static_cast<Index>(history.size())}, std::move(values));
  return record;
}

void from_record(const ModelRecord& record, Eigen::VectorXd& x, Adam& adam,
                 std::vector<JointDensity>& history) {
  if (record.type != record_type)
    throw std::invalid_argument("A checkpoint of type \"" + record.type +
                                "\" is no state of the gram model (" + record_type + ").");
  const Index size = x.size();
  x = load(record, "unknowns", size);
  adam.steps = static_cast<Index>(number_of(record, "steps"));
  adam.first_moment = load(record, "first_moment", size);
  adam.second_moment = load(record, "second_moment", size);
  const auto& values = array_of(record, "history").values;
  for (std::size_t i = 0; i + 2 < values.size(); i += 3)
    history.push_back({values[i], values[i + 1], values[i + 2]});
}

void require_finite(const JointDensity& density, Index step) {
  if (std::isfinite(density.log_joint)) return;
  throw ConvergenceError("The log joint density is not finite after " + std::to_string(step) +
                         " steps. Use a smaller learning rate, or a kernel of fewer components.");
}

}  // namespace

Eigen::MatrixXd Model::predict(const std::vector<Eigen::VectorXd>& coordinates) const {
  if (coordinates.size() != problem.axes.size())
    throw std::invalid_argument("The model has " + std::to_string(problem.axes.size()) +
                                " axes, but coordinates of " + std::to_string(coordinates.size()) +
                                " were given.");
  Eigen::MatrixXd values = unknowns.u;
  for (std::size_t k = 0; k < coordinates.size(); ++k) {
    GramAxis axis(problem.axes[k], options);
    axis.set(unknowns.kernels[k]);
    const Eigen::MatrixXd cross = axis.cross_covariance(unknowns.kernels[k], coordinates[k]);
    // Turned over each time: after both axes the first is first again.
    values = (cross * axis.solve(values)).transpose().eval();
  }
  if (coordinates.size() == 1) values.transposeInPlace();
  return values;
}

Result solve(const Problem& problem, const Options& options, Monitor& monitor,
             const Checkpoint& at_checkpoint, const ModelRecord* restart) {
  LogJoint density(problem, options);
  Result result{{problem, options, density.initial()}, {}, {}, options.jitter, {}};
  Unknowns& unknowns = result.model.unknowns;
  Unknowns gradient;
  Eigen::VectorXd x = pack(unknowns);
  Adam adam{options.learning_rate, 0, {}, {}};
  if (restart != nullptr) {
    from_record(*restart, x, adam, result.history);
    unknowns = unpack(x, unknowns);
  }
  monitor.stage("gram model");
  while (adam.steps < options.steps) {
    if (monitor.should_stop()) {
      monitor.checkpoint(to_record(x, adam, result.history));
      throw Interrupted("stopped on request after " + std::to_string(adam.steps) + " steps");
    }
    const JointDensity before = density.evaluate(unknowns, gradient);
    require_finite(before, adam.steps);
    result.history.push_back(before);
    adam.ascend(x, pack(gradient));
    unknowns = unpack(x, unknowns);
    monitor.progress(static_cast<double>(adam.steps) / static_cast<double>(options.steps),
                     "log joint density " + std::to_string(before.log_joint));
    if (at_checkpoint && options.checkpoint_interval > 0 &&
        (adam.steps - 1) % options.checkpoint_interval == 0)
      at_checkpoint(adam.steps, result.model);
  }
  result.final_density = density.evaluate(unknowns, gradient);
  require_finite(result.final_density, adam.steps);
  for (const GramAxis& axis : density.axes()) result.condition.push_back(axis.condition());
  return result;
}

}  // namespace tessera::gram
