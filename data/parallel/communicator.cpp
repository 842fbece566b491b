#include "data/parallel/communicator.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace tessera {
namespace {

class SerialCommunicator final : public Communicator {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  void barrier() const override {}
  void allreduce_sum(std::span<double>) const override {}
  double allreduce_max(double value) const override { return value; }
  void broadcast(std::span<double>, int) const override {}
  void broadcast(std::string&, int) const override {}
  std::vector<double> allgather(std::span<const double> values) const override {
    return {values.begin(), values.end()};
  }
  std::vector<double> transpose(std::span<const double> local, Index rows,
                                Index columns) const override {
    if (rows < 0 || columns < 0 || static_cast<Index>(local.size()) != rows * columns)
      throw std::invalid_argument("transpose: the values do not fit rows x columns");
    std::vector<double> result(local.size());
    for (Index j = 0; j < columns; ++j)
      for (Index i = 0; i < rows; ++i)
        result[static_cast<std::size_t>(i * columns + j)] =
            local[static_cast<std::size_t>(i + rows * j)];
    return result;
  }
  void abort(int) const override {}
};

int number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return 0;
  int value = 0;
  const char* end = text + std::strlen(text);
  const auto result = std::from_chars(text, end, value);
  return result.ec == std::errc() && result.ptr == end ? value : 0;
}

}  // namespace

bool launched_in_parallel() {
  // OpenMPI's mpirun; MPICH, Intel MPI and Slurm's pmi2; MVAPICH.
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE"})
    if (number_in_environment(name) > 1) return true;
  // srun --mpi=pmix. SLURM_NTASKS says nothing: a batch script has it, too, and is one process.
  return std::getenv("PMIX_RANK") != nullptr && number_in_environment("SLURM_STEP_NUM_TASKS") > 1;
}

std::unique_ptr<Communicator> serial_communicator() {
  return std::make_unique<SerialCommunicator>();
}

Slab slab_of(Index total, int rank, int size) {
  if (total < 0 || size < 1 || rank < 0 || rank >= size)
    throw std::invalid_argument("slab_of: needs total >= 0 and 0 <= rank < size");
  const Index least = total / size;
  const Index larger = total % size;  // the first ranks have one item more
  return {rank * least + std::min<Index>(rank, larger), least + (rank < larger ? 1 : 0)};
}

}  // namespace tessera
