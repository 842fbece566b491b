#include "models/equivariant/irreps.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace tessera {
namespace {

constexpr int largest_readable_degree = 1024;

/// Reads the notation from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Irreps read() {
    Irreps irreps;
    skip_spaces();
    if (at_end()) return irreps;
    irreps.blocks.push_back(block());
    for (skip_spaces(); !at_end(); skip_spaces()) {
      if (text_[place_] != '+') fail("`+` or the end");
      ++place_;
      irreps.blocks.push_back(block());
    }
    return irreps;
  }

 private:
  bool at_end() const { return place_ == text_.size(); }
  void skip_spaces() {
    while (!at_end() && text_[place_] == ' ') ++place_;
  }
  [[noreturn]] void fail(const std::string& expected) const {
    const std::string found = at_end() ? "the end" : "'" + std::string(1, text_[place_]) + "'";
    throw std::invalid_argument("irreps \"" + std::string(text_) + "\": expected " + expected +
                                " at position " + std::to_string(place_ + 1) + ", found " + found);
  }
  Index number(const std::string& what) {
    Index value = 0;
    const char* const begin = text_.data() + place_;
    const auto result = std::from_chars(begin, text_.data() + text_.size(), value);
    if (result.ec != std::errc() || value < 0 || *begin == '-') fail(what);
    place_ += static_cast<std::size_t>(result.ptr - begin);
    return value;
  }
  IrrepBlock block() {
    skip_spaces();
    const std::size_t start = place_;
    IrrepBlock block;
    Index degree = number("a multiplicity or a degree");
    skip_spaces();
    if (!at_end() && text_[place_] == 'x') {
      ++place_;
      block.multiplicity = degree;
      skip_spaces();
      if (block.multiplicity == 0) {
        place_ = start;
        fail("a multiplicity of 1 at least");
      }
      degree = number("a degree");
    }
    if (degree > largest_readable_degree)
      fail("a degree up to " + std::to_string(largest_readable_degree));
    if (at_end() || (text_[place_] != 'e' && text_[place_] != 'o')) fail("the parity, e or o,");
    block.irrep = {static_cast<int>(degree), text_[place_] == 'e' ? 1 : -1};
    ++place_;
    return block;
  }

  std::string_view text_;
  std::size_t place_ = 0;
};

}  // namespace

Irreps parse_irreps(std::string_view text) {
  return Reader(text).read();
}

std::string to_string(const Irreps& irreps) {
  std::string text;
  for (const IrrepBlock& block : irreps.blocks) {
    if (!text.empty()) text += " + ";
    text += std::to_string(block.multiplicity) + "x" + std::to_string(block.irrep.degree) +
            (block.irrep.parity > 0 ? "e" : "o");
  }
  return text;
}

Irreps spherical_function_irreps(int degree) {
  if (degree < 0)
    throw std::invalid_argument("spherical_function_irreps: degree " + std::to_string(degree) +
                                " is negative");
  Irreps irreps;
  for (int l = 0; l <= degree; ++l) irreps.blocks.push_back({1, {l, l % 2 == 0 ? 1 : -1}});
  return irreps;
}

Index dimension(const Irreps& irreps) {
  Index sum = 0;
  for (const IrrepBlock& block : irreps.blocks)
    sum += block.multiplicity * (2 * block.irrep.degree + 1);
  return sum;
}

Index offset(const Irreps& irreps, Index block) {
  if (block < 0 || block >= static_cast<Index>(irreps.blocks.size()))
    throw std::out_of_range("irreps have " + std::to_string(irreps.blocks.size()) +
                            " blocks, there is none number " + std::to_string(block));
  Index sum = 0;
  for (Index b = 0; b < block; ++b)
    sum += irreps.blocks[static_cast<std::size_t>(b)].multiplicity *
           (2 * irreps.blocks[static_cast<std::size_t>(b)].irrep.degree + 1);
  return sum;
}

int largest_degree(const Irreps& irreps) {
  int largest = -1;
  for (const IrrepBlock& block : irreps.blocks) largest = std::max(largest, block.irrep.degree);
  return largest;
}

std::vector<Irrep> tensor_product(const Irrep& first, const Irrep& second) {
  std::vector<Irrep> result;
  for (int l = std::abs(first.degree - second.degree); l <= first.degree + second.degree; ++l)
    result.push_back({l, first.parity * second.parity});
  return result;
}

}  // namespace tessera
