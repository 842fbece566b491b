#include "apps/product/gates.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tessera::product {

void summarise_gates(const std::vector<Gate>& gates, Outcome& outcome) {
  if (gates.empty()) return;
  SummaryRecords records;
  outcome.report.push_back(fmt::format("{:<64} {:>11} {:>11}", "gates", "value", "bar"));
  for (const Gate& gate : gates) {
    records.push_back(
        {{"name", gate.name}, {"value", gate.value}, {"bar", gate.bar}, {"holds", gate.holds()}});
    outcome.report.push_back(fmt::format("  {:<62} {:>11.4g} {} {:<9.4g} {}", gate.name, gate.value,
                                         gate.is_lower_bound ? ">=" : "<=", gate.bar,
                                         gate.holds() ? "" : "does not hold"));
  }
  const auto held = static_cast<Index>(
      std::count_if(gates.begin(), gates.end(), [](const Gate& gate) { return gate.holds(); }));
  outcome.summary.emplace_back("gates_held", held);
  outcome.summary.emplace_back("gates_total", static_cast<Index>(gates.size()));
  outcome.summary.emplace_back("gates", std::move(records));
  outcome.headline += fmt::format("{}{} of {} gates hold", outcome.headline.empty() ? "" : "; ",
                                  held, gates.size());
}

}  // namespace tessera::product
