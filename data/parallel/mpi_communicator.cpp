#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include <Eigen/Core>
#include <mpi.h>

#include "data/fields/errors.hpp"
#include "data/parallel/communicator.hpp"

namespace tessera {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 27;  // items of one MPI call, below its 2^31
constexpr std::size_t small_sum = 4096;              // values up to which latency decides

using Counts = std::vector<int>;

Counts displacements_of(const Counts& counts) {
  Counts result(counts.size(), 0);
  for (std::size_t i = 1; i < counts.size(); ++i) result[i] = result[i - 1] + counts[i - 1];
  return result;
}

void finalise() {
  int finalised = 0;
  MPI_Finalized(&finalised);
  if (finalised == 0) MPI_Finalize();
}

void initialise() {
  static const bool done = [] {
    int initialised = 0;
    MPI_Initialized(&initialised);
    if (initialised != 0) return true;  // its owner finalises
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    std::atexit(finalise);
    return true;
  }();
  static_cast<void>(done);
}

// Errors of MPI calls end the run by MPI's own default handler, which names the call.
class WorldCommunicator final : public Communicator {
 public:
  WorldCommunicator() {
    initialise();
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  void barrier() const override { MPI_Barrier(MPI_COMM_WORLD); }

  void allreduce_sum(std::span<double> values) const override {
    if (size_ == 1) return;
    if (values.size() <= small_sum) return sum_by_gathering(values);
    for (std::size_t first = 0; first < values.size(); first += chunk)
      sum_by_slabs(values.subspan(first, std::min(chunk, values.size() - first)));
  }

  double allreduce_max(double value) const override {
    const std::vector<double> all = allgather({&value, 1});
    double result = all.front();
    for (const double candidate : all)
      if (candidate > result || candidate != candidate) result = candidate;
    return result;
  }

  void broadcast(std::span<double> values, int root) const override {
    for (std::size_t first = 0; first < values.size(); first += chunk)
      MPI_Bcast(values.data() + first, static_cast<int>(std::min(chunk, values.size() - first)),
                MPI_DOUBLE, root, MPI_COMM_WORLD);
  }

  void broadcast(std::string& text, int root) const override {
    std::uint64_t length = text.size();
    MPI_Bcast(&length, 1, MPI_UINT64_T, root, MPI_COMM_WORLD);
    text.resize(length);
    for (std::size_t first = 0; first < length; first += chunk)
      MPI_Bcast(text.data() + first, static_cast<int>(std::min<std::size_t>(chunk, length - first)),
                MPI_CHAR, root, MPI_COMM_WORLD);
  }

  std::vector<double> allgather(std::span<const double> values) const override {
    const std::uint64_t mine = values.size();
    std::vector<std::uint64_t> sizes(static_cast<std::size_t>(size_));
    MPI_Allgather(&mine, 1, MPI_UINT64_T, sizes.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD);
    std::size_t total = 0;
    for (const auto size : sizes) total += size;
    std::vector<double> result(total);
    if (total > chunk) {
      gather_by_broadcasts(values, sizes, result);
      return result;
    }
    const Counts counts(sizes.begin(), sizes.end());
    MPI_Allgatherv(values.data(), static_cast<int>(mine), MPI_DOUBLE, result.data(), counts.data(),
                   displacements_of(counts).data(), MPI_DOUBLE, MPI_COMM_WORLD);
    return result;
  }

  std::vector<double> transpose(std::span<const double> local, Index rows,
                                Index columns) const override;

  void abort(int exit_code) const override { MPI_Abort(MPI_COMM_WORLD, exit_code); }

 private:
  void sum_by_gathering(std::span<double> values) const {
    const std::size_t n = values.size();
    std::vector<double> all(n * static_cast<std::size_t>(size_));
    MPI_Allgather(values.data(), static_cast<int>(n), MPI_DOUBLE, all.data(), static_cast<int>(n),
                  MPI_DOUBLE, MPI_COMM_WORLD);
    std::copy_n(all.begin(), n, values.begin());
    for (std::size_t k = n; k < all.size(); ++k) values[k % n] += all[k];
  }

  // Every rank sums one slab of the values; sends twice the values, however many ranks there are.
  void sum_by_slabs(std::span<double> values) const {
    Counts counts;
    for (int r = 0; r < size_; ++r)
      counts.push_back(
          static_cast<int>(slab_of(static_cast<Index>(values.size()), r, size_).count));
    const Counts starts = displacements_of(counts);
    const int mine = counts[static_cast<std::size_t>(rank_)];
    const Counts equal(static_cast<std::size_t>(size_), mine);
    std::vector<double> parts(static_cast<std::size_t>(mine) * static_cast<std::size_t>(size_));
    MPI_Alltoallv(values.data(), counts.data(), starts.data(), MPI_DOUBLE, parts.data(),
                  equal.data(), displacements_of(equal).data(), MPI_DOUBLE, MPI_COMM_WORLD);
    for (std::size_t k = static_cast<std::size_t>(mine); k < parts.size(); ++k)
      parts[k % static_cast<std::size_t>(mine)] += parts[k];
    MPI_Allgatherv(parts.data(), mine, MPI_DOUBLE, values.data(), counts.data(), starts.data(),
                   MPI_DOUBLE, MPI_COMM_WORLD);
  }

  void gather_by_broadcasts(std::span<const double> values, const std::vector<std::uint64_t>& sizes,
                            std::vector<double>& result) const {
    std::size_t first = 0;
    for (int r = 0; r < size_; ++r) {
      const std::span<double> part(result.data() + first, sizes[static_cast<std::size_t>(r)]);
      if (r == rank_) std::copy(values.begin(), values.end(), part.begin());
      broadcast(part, r);
      first += part.size();
    }
  }

  int rank_ = 0;
  int size_ = 1;
};

// The decision must be the same on all ranks, so it looks at the largest slab.
void require_sizes_of_mpi(Index rows, Index columns, int size) {
  constexpr double limit = std::numeric_limits<int>::max();
  const double largest =
      std::max(static_cast<double>(rows) * static_cast<double>(slab_of(columns, 0, size).count),
               static_cast<double>(columns) * static_cast<double>(slab_of(rows, 0, size).count));
  if (largest > limit)
    throw ResourceError("a matrix of " + std::to_string(rows) + " x " + std::to_string(columns) +
                        " is too large for " + std::to_string(size) +
                        " processes: a process can hold 2^31 - 1 values; use more processes");
}

std::vector<double> WorldCommunicator::transpose(std::span<const double> local, Index rows,
                                                 Index columns) const {
  using Matrix = Eigen::MatrixXd;
  if (rows < 0 || columns < 0)
    throw std::invalid_argument("transpose: rows and columns cannot be negative");
  require_sizes_of_mpi(rows, columns, size_);
  const Index my_columns = slab_of(columns, rank_, size_).count;
  const Slab my_rows = slab_of(rows, rank_, size_);
  if (static_cast<Index>(local.size()) != rows * my_columns)
    throw std::invalid_argument("transpose: the values do not fit this rank's columns");

  // Each rank gets its rows of my columns, columns fastest.
  std::vector<double> sent(local.size());
  std::vector<double> received(static_cast<std::size_t>(my_rows.count * columns));
  Counts send_counts;
  Counts receive_counts;
  const Eigen::Map<const Matrix> mine(local.data(), rows, my_columns);
  for (int r = 0; r < size_; ++r) {
    const Slab theirs = slab_of(rows, r, size_);
    Eigen::Map<Matrix>(sent.data() + theirs.first * my_columns, my_columns, theirs.count) =
        mine.middleRows(theirs.first, theirs.count).transpose();
    send_counts.push_back(static_cast<int>(theirs.count * my_columns));
    receive_counts.push_back(static_cast<int>(my_rows.count * slab_of(columns, r, size_).count));
  }
  MPI_Alltoallv(sent.data(), send_counts.data(), displacements_of(send_counts).data(), MPI_DOUBLE,
                received.data(), receive_counts.data(), displacements_of(receive_counts).data(),
                MPI_DOUBLE, MPI_COMM_WORLD);

  std::vector<double> result(received.size());
  Eigen::Map<Matrix> whole(result.data(), columns, my_rows.count);
  for (int r = 0; r < size_; ++r) {
    const Slab part = slab_of(columns, r, size_);
    whole.middleRows(part.first, part.count) = Eigen::Map<const Matrix>(
        received.data() + part.first * my_rows.count, part.count, my_rows.count);
  }
  return result;
}

}  // namespace

std::unique_ptr<Communicator> world_communicator() {
  return std::make_unique<WorldCommunicator>();
}

}  // namespace tessera
