#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "models/formula/tape.hpp"

namespace tessera {

namespace {

using Code = TapeOperation::Code;

/// In the order of TapeOperation::Code.
constexpr std::array<std::string_view, 26> code_names{
    "constant",      "input", "add",  "subtract", "multiply", "divide", "negate",
    "integer_power", "power", "sin",  "cos",      "tan",      "asin",   "acos",
    "atan",          "atan2", "sinh", "cosh",     "tanh",     "exp",    "log",
    "sqrt",          "abs",   "step", "min",      "max"};
static_assert(static_cast<std::size_t>(Code::max) + 1 == code_names.size());

constexpr std::string_view title = "tape-1";

[[noreturn]] void refuse() {
  throw std::invalid_argument("This text is not a tape.");
}

void write(std::string& text, double value) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::hex);
  text.append(buffer.data(), end.ptr);
}

/// Lines and words of a text, in order.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::string_view until(char separator) {
    const std::size_t end = rest_.find(separator);
    if (end == std::string_view::npos) refuse();
    const std::string_view piece = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return piece;
  }
  template <class T, class... Format>
  T number(char separator, Format... format) {
    const std::string_view piece = until(separator);
    T value{};
    const auto result =
        std::from_chars(piece.data(), piece.data() + piece.size(), value, format...);
    if (result.ec != std::errc() || result.ptr != piece.data() + piece.size()) refuse();
    return value;
  }
  /// A count of things that take at least two characters each.
  std::size_t count() {
    const auto value = number<std::size_t>('\n');
    if (value > rest_.size()) refuse();
    return value;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace

std::string Tape::serialise() const {
  std::string text = std::string(title) + "\n" + std::to_string(inputs_.size()) + "\n";
  for (const std::string& input : inputs_) text += input + "\n";
  text += std::to_string(operations_.size()) + "\n";
  for (const TapeOperation& op : operations_) {
    text += std::string(code_names[static_cast<std::size_t>(op.code)]) + " " +
            std::to_string(op.a) + " " + std::to_string(op.b) + " ";
    write(text, op.value);
    text += "\n";
  }
  text += std::to_string(outputs_.size()) + "\n";
  for (const std::int32_t output : outputs_) text += std::to_string(output) + "\n";
  return text;
}

Tape Tape::deserialise(const std::string& text) {
  Reader reader(text);
  if (reader.until('\n') != title) refuse();
  std::vector<std::string> inputs(reader.count());
  for (std::string& input : inputs) input = reader.until('\n');
  std::vector<TapeOperation> operations(reader.count());
  for (TapeOperation& op : operations) {
    const std::string_view name = reader.until(' ');
    std::size_t code = 0;
    while (code < code_names.size() && code_names[code] != name) ++code;
    if (code == code_names.size()) refuse();
    op.code = static_cast<Code>(code);
    op.a = reader.number<std::int32_t>(' ');
    op.b = reader.number<std::int32_t>(' ');
    op.value = reader.number<double>('\n', std::chars_format::hex);
  }
  std::vector<std::int32_t> outputs(reader.count());
  for (std::int32_t& output : outputs) output = reader.number<std::int32_t>('\n');
  if (!reader.at_end()) refuse();
  return Tape(std::move(inputs), std::move(operations), std::move(outputs));
}

}  // namespace tessera
