#include "apps/common/machine.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

#include <sys/resource.h>
#include <unistd.h>

#include "data/fields/errors.hpp"

namespace tessera {

namespace {

/// The number after `key` in a file of `key: number kB` lines, in bytes.
std::optional<double> read_kilobytes(const char* file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key + ':')) return 1024 * std::atof(line.c_str() + key.size() + 1);
  return std::nullopt;
}

std::optional<double> read_number(const std::string& file) {
  std::ifstream in(file);
  double number = 0;
  if (in >> number) return number;  // version 2 writes `max` where there is no limit
  return std::nullopt;
}

/// What the control groups above this process leave: the smallest of limit - usage on the way up.
/// `root` is where the hierarchy is mounted, `path` the group.
double control_group_memory(const std::string& root, std::string path, const char* limit_file,
                            const char* usage_file) {
  double left = std::numeric_limits<double>::infinity();
  for (;;) {
    const auto limit = read_number(root + path + '/' + limit_file);
    const auto usage = read_number(root + path + '/' + usage_file);
    if (limit && usage) left = std::min(left, std::max(0.0, *limit - *usage));
    if (path.empty() || path == "/") return left;
    path.erase(path.rfind('/'));
  }
}

double control_group_memory() {
  double left = std::numeric_limits<double>::infinity();
  std::ifstream in("/proc/self/cgroup");  // lines `id:controllers:path`
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string path = line.substr(second + 1);
    if (controllers.empty()) {
      left = std::min(left,
                      control_group_memory("/sys/fs/cgroup", path, "memory.max", "memory.current"));
    } else if (controllers.find("memory") != std::string::npos) {
      left = std::min(left, control_group_memory("/sys/fs/cgroup/memory", path,
                                                 "memory.limit_in_bytes", "memory.usage_in_bytes"));
    }
  }
  return left;
}

std::optional<int> whole_number(const char* text) {
  int number = 0;
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  if (error != std::errc() || (stop != end && *stop != ',')) return std::nullopt;
  return number;
}

int environment_number(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  if (!text) return otherwise;
  return whole_number(text).value_or(otherwise);
}

/// Processes of this run that share this node, as the launcher tells.
int processes_on_node() {
  for (const char* name :
       {"OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_NTASKS_PER_NODE"})
    if (const int count = environment_number(name, 0); count > 0) return count;
  return 1;
}

double slurm_memory() {
  constexpr double mebibyte = 1024.0 * 1024.0;
  if (const int node = environment_number("SLURM_MEM_PER_NODE", 0); node > 0)
    return node * mebibyte;
  const int per_cpu = environment_number("SLURM_MEM_PER_CPU", 0);
  const int cpus = environment_number("SLURM_CPUS_ON_NODE", 0);
  if (per_cpu > 0 && cpus > 0) return per_cpu * mebibyte * cpus;
  return std::numeric_limits<double>::infinity();
}

}  // namespace

AvailableMemory available_memory() {
  const double infinity = std::numeric_limits<double>::infinity();
  AvailableMemory least{read_kilobytes("/proc/meminfo", "MemAvailable").value_or(infinity),
                        "free memory of this machine"};
  const auto consider = [&](double bytes, const char* limit) {
    if (bytes < least.bytes) least = {bytes, limit};
  };
  consider(control_group_memory(), "control group limit");
  consider(slurm_memory(), "memory of the Slurm job on this node");
  least.bytes /= processes_on_node();
  rlimit address_space{};
  if (::getrlimit(RLIMIT_AS, &address_space) == 0 && address_space.rlim_cur != RLIM_INFINITY)
    consider(static_cast<double>(address_space.rlim_cur), "address space limit, ulimit -v");
  return least;
}

double peak_memory_bytes() {
  if (const auto peak = read_kilobytes("/proc/self/status", "VmHWM")) return *peak;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

std::string host_name() {
  char name[256] = "";
  if (::gethostname(name, sizeof name - 1) != 0) return "unknown";
  return name;
}

int requested_threads() {
  for (const char* name : {"OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"}) {
    const char* text = std::getenv(name);
    if (!text || !*text) continue;
    const auto threads = whole_number(text);
    if (!threads || *threads < 1 || *threads > 1024)
      throw DeckError(std::string("the environment variable ") + name + " is \"" + text +
                      "\"; a number of threads from 1 to 1024 is needed");
    return *threads;
  }
  return 1;
}

}  // namespace tessera
