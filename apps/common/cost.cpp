#include "apps/common/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace tessera {

std::string format_bytes(double bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < units.size()) {
    bytes /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

std::string format_seconds(double seconds) {
  if (seconds < 100) return fmt::format("{:.3g} s", seconds);
  if (!(seconds < 1e12)) return fmt::format("{:.3g} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string cost_report(const CostEstimate& cost, int threads) {
  constexpr double mebibyte = 1024.0 * 1024.0;
  const double memory = std::ceil(std::max(1.25 * cost.memory_bytes / mebibyte, 256.0));
  // Slurm's longest limit is a year or so; beyond it the line is only a hint anyway.
  const double limit_s = std::clamp(2 * cost.time_s, 300.0, 366.0 * 86400);
  const auto minutes = static_cast<long long>(std::ceil(limit_s / 60));
  const std::string days = minutes >= 1440 ? fmt::format("{}-", minutes / 1440) : "";
  std::string text = fmt::format("Estimated memory: {}\nEstimated time:   {}\n",
                                 format_bytes(cost.memory_bytes), format_seconds(cost.time_s));
  if (!cost.basis.empty()) text += fmt::format("Basis:            {}\n", cost.basis);
  text += fmt::format(
      "Slurm options, with a margin:\n"
      "#SBATCH --mem={:.0f}M\n#SBATCH --time={}{:02}:{:02}:00\n#SBATCH --cpus-per-task={}\n",
      memory, days, minutes % 1440 / 60, minutes % 60, threads);
  return text;
}

void require_memory(const CostEstimate& cost, const AvailableMemory& available) {
  if (cost.memory_bytes <= available.bytes) return;
  throw ResourceError(fmt::format(
      "this run needs about {} of memory, but only {} can be had ({}). Use fewer points, or a "
      "machine with more memory.",
      format_bytes(cost.memory_bytes), format_bytes(available.bytes), available.limit));
}

}  // namespace tessera
