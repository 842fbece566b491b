#pragma once

#include <string>

namespace tessera {

/// Memory that one process of this run may use, and which limit says so.
struct AvailableMemory {
  double bytes = 0;
  std::string limit;  ///< in words: `free memory of this machine`
};

/// The smallest of: MemAvailable, what is left of the control group's limit, the memory that Slurm
/// granted on this node (each divided by the run's processes on this node), and the address space
/// limit (ulimit -v).
AvailableMemory available_memory();

/// Largest resident set of this process so far, in bytes.
double peak_memory_bytes();

std::string host_name();

/// Threads of this process: OMP_NUM_THREADS (its first number), else SLURM_CPUS_PER_TASK, else 1.
/// Not the number of cores: the bits of a result depend on the number of threads, and the same
/// command should leave the same bits on every machine. Throws DeckError for a value that is not a
/// whole number of 1 to 1024.
int requested_threads();

}  // namespace tessera
