#pragma once

#include <string>

#include "apps/common/application.hpp"
#include "apps/common/machine.hpp"

namespace tessera {

/// `1.50 GB` (powers of 1000).
std::string format_bytes(double bytes);
/// `0.12 s`, `3 min 20 s`, `2 h 5 min`.
std::string format_seconds(double seconds);

/// What `--validate` prints: memory, time, their basis, and Slurm options with a margin (memory
/// 1.25 times, time twice the estimate, at least 256 MB and 5 minutes).
std::string cost_report(const CostEstimate& cost, int threads);

/// Throws ResourceError that names both figures where the run needs more than there is.
void require_memory(const CostEstimate& cost, const AvailableMemory& available);

}  // namespace tessera
