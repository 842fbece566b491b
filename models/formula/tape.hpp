#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tessera {

/// One operation on two earlier values; the result becomes the next value.
struct TapeOperation {
  enum class Code : std::uint8_t {
    constant,  ///< `value`
    input,     ///< input number `a`
    add,
    subtract,
    multiply,
    divide,
    negate,
    integer_power,  ///< value a to the power `b` read as a signed integer (repeated squaring)
    power,          ///< a^b, b another value
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    atan2,
    sinh,
    cosh,
    tanh,
    exp,
    log,
    sqrt,
    abs,
    step,
    min,
    max
  };
  Code code = Code::constant;
  std::int32_t a = 0;
  std::int32_t b = 0;
  double value = 0;
};

/// How many earlier values an operation uses: `a`, or `a` and `b`, or none.
int operand_count(TapeOperation::Code code);

/// A compiled set of formulas: straight-line code, evaluated in blocks that stay in the first-level
/// cache. Const and thread-safe. The value at a point does not depend on the block it falls into,
/// on `count`, or on strides. + - * / sqrt are those of IEEE 754 without fused operations; sin,
/// cos, exp, log and powers come from vector routines within 4 units in the last place, so their
/// last bits differ between instruction sets, but not between runs on one machine. Outside a
/// function's real domain the value is NaN or infinite.
class Tape {
 public:
  Tape() = default;
  /// Throws std::invalid_argument for operands that do not come before their operation.
  Tape(std::vector<std::string> inputs, std::vector<TapeOperation> operations,
       std::vector<std::int32_t> outputs);

  const std::vector<std::string>& inputs() const { return inputs_; }
  std::size_t outputs() const { return outputs_.size(); }
  const std::vector<TapeOperation>& operations() const { return operations_; }
  /// The operation whose value is output k.
  const std::vector<std::int32_t>& output_operations() const { return outputs_; }

  /// An input array; stride 0 means one value for all points.
  struct Input {
    const double* data = nullptr;
    std::ptrdiff_t stride = 1;
  };
  /// Evaluates all outputs at `count` points. `inputs` in the order of inputs(); `outputs[k]`
  /// receives count values. Inputs and outputs must not overlap.
  void evaluate(const Input* inputs, double* const* outputs, std::size_t count) const;

  /// For broadcasts: text form and back (exact, hexadecimal floats). `deserialise` throws
  /// std::invalid_argument for a text that is not a tape.
  std::string serialise() const;
  static Tape deserialise(const std::string& text);

 private:
  void assign_slots();

  std::vector<std::string> inputs_;
  std::vector<TapeOperation> operations_;
  std::vector<std::int32_t> outputs_;
  /// Where each operation's block of values lives: a scratch slot, or output -1 - k.
  std::vector<std::int32_t> places_;
  std::int32_t slots_ = 0;
};

}  // namespace tessera
