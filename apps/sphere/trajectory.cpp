#include "apps/sphere/trajectory.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

namespace tessera::sphere {
namespace {

/// Visits all parts of a trajectory in the order in which they are written.
template <class T, class Visit>
void visit(T& t, Visit visit_part) {
  for (auto* list : {&t.times, &t.budget_times, &t.budgets, &t.step_times, &t.steps, &t.cfl_numbers,
                     &t.step_errors})
    visit_part(*list);
}

}  // namespace

std::vector<double> Trajectory::packed() const {
  std::vector<double> numbers{rejected, seconds, transforms, products, evaluations};
  const auto append = [&](const auto& list) {
    numbers.push_back(static_cast<double>(list.size()));
    numbers.insert(numbers.end(), list.begin(), list.end());
  };
  visit(*this, append);
  for (const std::vector<double>& state : states) append(state);
  append(failure);
  return numbers;
}

Trajectory Trajectory::unpacked(const std::vector<double>& numbers, std::size_t& position) {
  Trajectory t;
  const auto next = [&] { return numbers.at(position++); };
  for (double* one : {&t.rejected, &t.seconds, &t.transforms, &t.products, &t.evaluations})
    *one = next();
  const auto take = [&](auto& list) {
    const auto count = static_cast<std::size_t>(next());
    if (count > numbers.size() - position) throw std::out_of_range("no trajectory");
    list.resize(count);
    for (auto& one : list)
      one = static_cast<typename std::decay_t<decltype(list)>::value_type>(next());
  };
  visit(t, take);
  t.states.resize(t.times.size());
  for (std::vector<double>& state : t.states) take(state);
  take(t.failure);
  return t;
}

std::size_t common_times(const std::vector<Trajectory>& members) {
  const std::vector<double>& first = members.front().times;
  std::size_t count = first.size();
  for (const Trajectory& t : members) {
    const std::size_t shorter = std::min(count, t.times.size());
    std::size_t same = 0;
    while (same < shorter && t.times[same] == first[same]) ++same;
    count = same;
  }
  return count;
}

}  // namespace tessera::sphere
