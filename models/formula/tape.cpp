#include "models/formula/tape.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

#include "models/formula/tape_kernels.hpp"

namespace tessera {

int operand_count(TapeOperation::Code code) {
  using enum TapeOperation::Code;
  switch (code) {
    case constant:
    case input:
      return 0;
    case add:
    case subtract:
    case multiply:
    case divide:
    case power:
    case atan2:
    case min:
    case max:
      return 2;
    default:
      return 1;
  }
}

namespace {

using Code = TapeOperation::Code;
using Index = std::int32_t;

struct Free {
  void operator()(double* memory) const { std::free(memory); }
};

/// Aligned for the widest vectors.
std::unique_ptr<double, Free> aligned_scratch(std::size_t doubles) {
  const std::size_t bytes = (doubles * sizeof(double) + 63) / 64 * 64;
  if (bytes == 0) return nullptr;
  std::unique_ptr<double, Free> memory(static_cast<double*>(std::aligned_alloc(64, bytes)));
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

/// A block of values, or one value for all points.
struct Block {
  const double* data = nullptr;
  std::size_t stride = 1;
};

void copy(const Block& from, double* to, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] = from.data[i * from.stride];
}

/// Inputs with a stride beyond 1 are gathered here, one block each.
Block input_block(const Tape::Input& input, std::size_t start, std::size_t n, double* gathered) {
  if (input.stride == 0) return {input.data, 0};
  if (input.stride == 1) return {input.data + start, 1};
  for (std::size_t i = 0; i < n; ++i) {
    gathered[i] = input.data[static_cast<std::ptrdiff_t>(start + i) * input.stride];
  }
  return {gathered, 1};
}

}  // namespace

Tape::Tape(std::vector<std::string> inputs, std::vector<TapeOperation> operations,
           std::vector<std::int32_t> outputs)
    : inputs_(std::move(inputs)), operations_(std::move(operations)), outputs_(std::move(outputs)) {
  const auto refuse = [] { throw std::invalid_argument("A tape's operands are out of order."); };
  const auto size = static_cast<Index>(operations_.size());
  for (Index i = 0; i < size; ++i) {
    const TapeOperation& op = operations_[static_cast<std::size_t>(i)];
    if (op.code == Code::constant) continue;
    const Index end = op.code == Code::input ? static_cast<Index>(inputs_.size()) : i;
    if (op.a < 0 || op.a >= end) refuse();
    if (operand_count(op.code) == 2 && (op.b < 0 || op.b >= end)) refuse();
  }
  for (const Index output : outputs_) {
    if (output < 0 || output >= size) refuse();
  }
  assign_slots();
}

/// A slot is free again after the last use of its value. An output's values go to the caller's
/// array at once and are read from there.
void Tape::assign_slots() {
  const std::size_t size = operations_.size();
  std::vector<std::size_t> last_use(size, 0);
  for (std::size_t i = 0; i < size; ++i) {
    const TapeOperation& op = operations_[i];
    if (operand_count(op.code) == 0) continue;
    last_use[static_cast<std::size_t>(op.a)] = i;
    if (operand_count(op.code) == 2) last_use[static_cast<std::size_t>(op.b)] = i;
  }
  places_.assign(size, 0);
  std::vector<bool> is_output(size, false);
  for (std::size_t k = outputs_.size(); k-- > 0;) {
    const auto value = static_cast<std::size_t>(outputs_[k]);
    is_output[value] = true;
    places_[value] = -1 - static_cast<Index>(k);
  }
  std::vector<Index> free;
  const auto release = [&](Index value, std::size_t now) {
    const auto v = static_cast<std::size_t>(value);
    if (operand_count(operations_[v].code) == 0 || is_output[v] || last_use[v] != now) return;
    if (std::find(free.begin(), free.end(), places_[v]) == free.end()) free.push_back(places_[v]);
  };
  for (std::size_t i = 0; i < size; ++i) {
    const TapeOperation& op = operations_[i];
    if (operand_count(op.code) == 0) continue;
    release(op.a, i);
    if (operand_count(op.code) == 2) release(op.b, i);
    if (is_output[i]) continue;
    if (free.empty()) {
      places_[i] = slots_++;
    } else {
      places_[i] = free.back();
      free.pop_back();
    }
    if (last_use[i] == 0) free.push_back(places_[i]);  // a value that nobody reads
  }
}

void Tape::evaluate(const Input* inputs, double* const* outputs, std::size_t count) const {
  const TapeKernel kernel = best_tape_kernel();
  const std::size_t block = std::min(tape_block, (count + 7) / 8 * 8);
  std::vector<std::size_t> gather(operations_.size(), 0);
  std::size_t blocks = static_cast<std::size_t>(slots_);
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    if (operations_[i].code != Code::input) continue;
    const std::ptrdiff_t stride = inputs[operations_[i].a].stride;
    if (stride != 0 && stride != 1) gather[i] = blocks++;
  }
  const auto scratch = aligned_scratch(blocks * block);
  std::vector<Block> values(operations_.size());
  for (std::size_t start = 0; start < count; start += block) {
    const std::size_t n = std::min(block, count - start);
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const TapeOperation& op = operations_[i];
      if (op.code == Code::constant) {
        values[i] = {&op.value, 0};
      } else if (op.code == Code::input) {
        values[i] = input_block(inputs[op.a], start, n, scratch.get() + gather[i] * block);
      } else {
        double* out = places_[i] < 0 ? outputs[-1 - places_[i]] + start
                                     : scratch.get() + static_cast<std::size_t>(places_[i]) * block;
        const Block& a = values[static_cast<std::size_t>(op.a)];
        const Block& b = operand_count(op.code) == 2 ? values[static_cast<std::size_t>(op.b)] : a;
        kernel(op.code, a.data, a.stride, b.data, b.stride, op.b, out, n);
        values[i] = {out, 1};
      }
    }
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      const Block& value = values[static_cast<std::size_t>(outputs_[k])];
      if (value.data != outputs[k] + start) copy(value, outputs[k] + start, n);
    }
  }
}

}  // namespace tessera
