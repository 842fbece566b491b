#include "apps/tucker/options.hpp"

#include <cmath>
#include <stdexcept>

#include "data/deck/constant_expression.hpp"
#include "data/deck/words.hpp"

namespace tessera::tucker {

std::optional<double> constant(const std::string& text) {
  try {
    return evaluate_constant(text);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
}

std::vector<std::string> columns_of(const std::string& name, const AxisOptions& axis) {
  std::vector<std::string> columns;
  for (const LocatedText& column : axis.columns) columns.push_back(column.value);
  if (columns.empty()) columns.push_back(axis.column.value.empty() ? name : axis.column.value);
  return columns;
}

AxisPriorOptions prior_of(const Options& options, const std::string& axis) {
  AxisPriorOptions prior = options.prior_all;
  for (const auto& [name, own] : options.prior_axes) {
    if (name != axis) continue;
    if (!own.kernel.value.empty()) prior.kernel = own.kernel;
    if (!own.length_scale.value.empty()) prior.length_scale = own.length_scale;
    if (own.period > 0) prior.period = own.period;
  }
  return prior;
}

std::vector<std::string> kernel_terms(const std::string& kernel) {
  std::vector<std::string> terms;
  std::size_t start = 0;
  for (std::size_t end = 0; end != std::string::npos; start = end + 1) {
    end = kernel.find('+', start);
    terms.push_back(trimmed(lower_case(kernel.substr(start, end - start))));
  }
  return terms;
}

std::optional<Index> rank_of(const ModelOptions& model) {
  const auto rank = constant(model.rank.value);
  return rank ? std::optional(static_cast<Index>(std::lround(*rank))) : std::nullopt;
}

}  // namespace tessera::tucker
