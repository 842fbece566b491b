#include "solvers/tucker/component_table.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>

namespace tessera::tucker {
namespace {

void require_valid(const Section& section, Index modes) {
  const std::string where = "section '" + section.name + "': ";
  for (std::size_t i = 0; i < section.modes.size(); ++i) {
    if (section.modes[i] < 0 || section.modes[i] >= modes)
      throw std::invalid_argument(where + "a mode that the tensor does not have");
    if (i > 0 && section.modes[i] <= section.modes[i - 1])
      throw std::invalid_argument(where + "modes must ascend without repetition");
  }
  const std::size_t expected =
      section.modes.empty() ? 0 : (section.tucker ? section.modes.size() : 1);
  if (section.ranks.size() != expected)
    throw std::invalid_argument(where + "needs " + std::to_string(expected) + " ranks, found " +
                                std::to_string(section.ranks.size()));
  if (std::any_of(section.ranks.begin(), section.ranks.end(), [](Index r) { return r < 1; }))
    throw std::invalid_argument(where + "a rank is at least 1");
}

Index rank_of(const Section& section, std::size_t position) {
  return section.tucker ? section.ranks[position] : section.ranks[0];
}

Index components_of(const Section& section) {
  if (section.modes.empty()) return 1;
  if (!section.tucker) return section.ranks[0];
  return std::accumulate(section.ranks.begin(), section.ranks.end(), Index{1},
                         std::multiplies<Index>());
}

/// Relevances of a section's components: one per component, or one per slice of the core.
void append_groups(const Section& section, Index components, ComponentTable& table) {
  if (!section.tucker) {
    for (Index c = 0; c < components; ++c) table.groups.push_back({table.group_count++});
    return;
  }
  for (Index c = 0; c < components; ++c) {
    std::vector<Index> of_component;
    Index rest = c;
    Index first = table.group_count;
    for (const Index rank : section.ranks) {
      of_component.push_back(first + rest % rank);
      rest /= rank;
      first += rank;
    }
    table.groups.push_back(of_component);
  }
  table.group_count =
      std::accumulate(section.ranks.begin(), section.ranks.end(), table.group_count);
}

}  // namespace

ComponentTable make_component_table(Index modes, std::vector<Section> sections) {
  ComponentTable table;
  table.functions.assign(modes, 0);
  table.owner.resize(modes);
  Index total = 0;
  for (const Section& section : sections) {
    require_valid(section, modes);
    total += components_of(section);
  }
  table.factor.setConstant(total, modes, -1);
  Index row = 0;
  for (std::size_t s = 0; s < sections.size(); ++s) {
    const Section& section = sections[s];
    const Index components = components_of(section);
    for (Index c = 0; c < components; ++c) {
      Index rest = c;
      for (std::size_t i = 0; i < section.modes.size(); ++i) {
        const Index rank = rank_of(section, i);
        const Index r = section.tucker ? rest % rank : c;
        if (section.tucker) rest /= rank;
        table.factor(row + c, section.modes[i]) =
            static_cast<int>(table.functions[section.modes[i]] + r);
      }
      table.section.push_back(static_cast<Index>(s));
    }
    for (std::size_t i = 0; i < section.modes.size(); ++i) {
      const Index k = section.modes[i];
      table.functions[k] += rank_of(section, i);
      table.owner[k].resize(table.functions[k], static_cast<Index>(s));
    }
    append_groups(section, components, table);
    row += components;
  }
  table.sections = std::move(sections);
  return table;
}

RestTerms rest_terms(const ComponentTable& table, Index mode) {
  RestTerms terms;
  std::map<std::vector<int>, Index> seen;
  std::vector<std::vector<int>> rows;
  for (Index c = 0; c < table.components(); ++c) {
    std::vector<int> row(table.modes());
    for (Index k = 0; k < table.modes(); ++k) row[k] = k == mode ? -1 : table.factor(c, k);
    const auto [position, added] = seen.emplace(row, static_cast<Index>(rows.size()));
    if (added) rows.push_back(row);
    terms.term_of_component.push_back(position->second);
  }
  terms.factor.resize(static_cast<Index>(rows.size()), table.modes());
  for (std::size_t q = 0; q < rows.size(); ++q)
    for (Index k = 0; k < table.modes(); ++k) terms.factor(q, k) = rows[q][k];
  return terms;
}

}  // namespace tessera::tucker
