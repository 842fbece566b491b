#include "models/formula/grid_evaluator.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace tessera {
namespace {

using Code = TapeOperation::Code;

/// For each operation the set of inputs it depends on, one bit each; all non-axis inputs share the
/// bit after the axes.
std::vector<std::uint64_t> dependencies(const std::vector<TapeOperation>& operations,
                                        std::size_t axes) {
  std::vector<std::uint64_t> masks(operations.size(), 0);
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const TapeOperation& op = operations[i];
    if (op.code == Code::input)
      masks[i] = std::uint64_t{1} << std::min(static_cast<std::size_t>(op.a), axes);
    const int n = operand_count(op.code);
    if (n >= 1) masks[i] |= masks[static_cast<std::size_t>(op.a)];
    if (n == 2) masks[i] |= masks[static_cast<std::size_t>(op.b)];
  }
  return masks;
}

/// Copies the part of a tape that `targets` need into a tape of its own. Operations listed in
/// `as_inputs` (operation -> input number) become inputs.
class Extraction {
 public:
  Extraction(const std::vector<TapeOperation>& source, const std::vector<std::int32_t>& as_inputs)
      : source_(source), as_inputs_(as_inputs), place_(source.size(), -1) {}

  Tape run(const std::vector<std::int32_t>& targets, std::vector<std::string> inputs) {
    std::vector<bool> needed(source_.size(), false);
    for (const std::int32_t t : targets) needed[static_cast<std::size_t>(t)] = true;
    for (std::size_t i = source_.size(); i-- > 0;) {
      if (!needed[i] || as_inputs_[i] >= 0) continue;
      const int n = operand_count(source_[i].code);
      if (n >= 1) needed[static_cast<std::size_t>(source_[i].a)] = true;
      if (n == 2) needed[static_cast<std::size_t>(source_[i].b)] = true;
    }
    for (std::size_t i = 0; i < source_.size(); ++i)
      if (needed[i]) copy(i);
    std::vector<std::int32_t> outputs;
    for (const std::int32_t t : targets) outputs.push_back(place_[static_cast<std::size_t>(t)]);
    return {std::move(inputs), std::move(operations_), std::move(outputs)};
  }

 private:
  void copy(std::size_t i) {
    TapeOperation op = source_[i];
    if (as_inputs_[i] >= 0) {
      op = TapeOperation{Code::input, as_inputs_[i], 0, 0};
    } else {
      const int n = operand_count(op.code);
      if (n >= 1) op.a = place_[static_cast<std::size_t>(op.a)];
      if (n == 2) op.b = place_[static_cast<std::size_t>(op.b)];
    }
    place_[i] = static_cast<std::int32_t>(operations_.size());
    operations_.push_back(op);
  }

  const std::vector<TapeOperation>& source_;
  const std::vector<std::int32_t>& as_inputs_;
  std::vector<std::int32_t> place_;
  std::vector<TapeOperation> operations_;
};

}  // namespace

GridEvaluator::GridEvaluator(const std::vector<Formula>& formulas, std::vector<std::string> axes,
                             std::vector<std::string> fields)
    : fields_(fields.size()), outputs_(formulas.size()) {
  std::vector<std::string> inputs = axes;
  inputs.insert(inputs.end(), fields.begin(), fields.end());
  const Tape whole = Formula::compile(formulas, inputs);
  const std::vector<TapeOperation>& operations = whole.operations();
  const std::vector<std::uint64_t> masks = dependencies(operations, axes.size());

  // Operations on the frontier: they depend on one axis and are used by something that does not
  // depend on this axis alone, or are outputs.
  std::vector<bool> frontier(operations.size(), false);
  const auto is_single = [&](std::uint64_t mask) {
    return mask != 0 && (mask & (mask - 1)) == 0 && mask < (std::uint64_t{1} << axes.size());
  };
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const int n = operand_count(operations[i].code);
    const std::int32_t used[2] = {operations[i].a, operations[i].b};
    for (int k = 0; k < n; ++k) {
      const auto j = static_cast<std::size_t>(used[k]);
      if (is_single(masks[j]) && masks[i] != masks[j]) frontier[j] = true;
    }
  }
  for (const std::int32_t o : whole.output_operations())
    if (is_single(masks[static_cast<std::size_t>(o)])) frontier[static_cast<std::size_t>(o)] = true;

  std::vector<std::int32_t> main_inputs(operations.size(), -1);
  for (std::size_t i = 0; i < operations.size(); ++i)
    if (operations[i].code == Code::input &&
        static_cast<std::size_t>(operations[i].a) >= axes.size())
      main_inputs[i] = operations[i].a - static_cast<std::int32_t>(axes.size());
  std::vector<std::string> main_names = fields;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    std::vector<std::int32_t> targets;
    std::vector<std::int32_t> as_inputs(operations.size(), -1);
    for (std::size_t i = 0; i < operations.size(); ++i) {
      if (operations[i].code == Code::input && operations[i].a == static_cast<std::int32_t>(k))
        as_inputs[i] = 0;
      if (!frontier[i] || masks[i] != (std::uint64_t{1} << k)) continue;
      main_inputs[i] = static_cast<std::int32_t>(main_names.size());
      main_names.push_back(axes[k] + " part " + std::to_string(targets.size()));
      targets.push_back(static_cast<std::int32_t>(i));
    }
    axis_parts_.push_back({Extraction(operations, as_inputs).run(targets, {axes[k]})});
  }
  main_ = Extraction(operations, main_inputs).run(whole.output_operations(), main_names);
}

namespace {

/// Spreads values of one axis over the grid points [first, first + count).
void spread(const Eigen::VectorXd& values, Index before, Index first, Index count, double* out) {
  const Index length = values.size();
  if (before == 1) {
    for (Index p = 0, i = first % length; p < count; ++p) {
      out[p] = values[i];
      if (++i == length) i = 0;
    }
    return;
  }
  for (Index p = 0; p < count;) {
    const Index point = first + p;
    const Index run = std::min(count - p, before - point % before);
    std::fill(out + p, out + p + run, values[(point / before) % length]);
    p += run;
  }
}

}  // namespace

std::vector<Eigen::VectorXd> GridEvaluator::evaluate(
    const std::vector<Eigen::VectorXd>& coordinates,
    const std::vector<const double*>& fields) const {
  if (coordinates.size() != axis_parts_.size() || fields.size() != fields_)
    throw std::invalid_argument("grid evaluation: wrong number of axes or fields");
  struct Part {
    Eigen::VectorXd values;
    Index before;
  };
  std::vector<Part> parts;
  Index total = 1;
  for (std::size_t k = 0; k < axis_parts_.size(); ++k) {
    const Tape& tape = axis_parts_[k].tape;
    const Index n = coordinates[k].size();
    std::vector<double*> outputs;
    const std::size_t first = parts.size();
    for (std::size_t o = 0; o < tape.outputs(); ++o) parts.push_back({Eigen::VectorXd(n), total});
    for (std::size_t o = first; o < parts.size(); ++o) outputs.push_back(parts[o].values.data());
    const Tape::Input input{coordinates[k].data(), 1};
    if (!outputs.empty()) tape.evaluate(&input, outputs.data(), static_cast<std::size_t>(n));
    total *= n;
  }

  std::vector<Eigen::VectorXd> results(outputs_, Eigen::VectorXd(total));
  constexpr Index chunk = 4096;  // the spread parts stay in the second-level cache
  Eigen::MatrixXd buffer(std::min(chunk, total), static_cast<Index>(parts.size()));
  std::vector<Tape::Input> inputs(fields_ + parts.size());
  std::vector<double*> outputs(outputs_);
  for (Index first = 0; first < total; first += chunk) {
    const Index count = std::min(chunk, total - first);
    for (std::size_t f = 0; f < fields_; ++f) inputs[f] = {fields[f] + first, 1};
    for (std::size_t p = 0; p < parts.size(); ++p) {
      double* column = buffer.col(static_cast<Index>(p)).data();
      spread(parts[p].values, parts[p].before, first, count, column);
      inputs[fields_ + p] = {column, 1};
    }
    for (std::size_t o = 0; o < outputs_; ++o) outputs[o] = results[o].data() + first;
    main_.evaluate(inputs.data(), outputs.data(), static_cast<std::size_t>(count));
  }
  return results;
}

}  // namespace tessera
