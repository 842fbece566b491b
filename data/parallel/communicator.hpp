#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/fields/types.hpp"

namespace tessera {

/// The processes of a run. A serial run never calls MPI_Init: the serial communicator does nothing
/// and costs nothing. Collective calls must be made by all ranks in the same order.
class Communicator {
 public:
  virtual ~Communicator() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;
  virtual void barrier() const = 0;
  /// Element-wise sum over ranks, in rank order, so that the bits do not depend on timing.
  virtual void allreduce_sum(std::span<double> values) const = 0;
  /// The largest value; NaN where any rank has NaN.
  virtual double allreduce_max(double value) const = 0;
  virtual void broadcast(std::span<double> values, int root) const = 0;
  /// Every rank gets root's text, whatever its length.
  virtual void broadcast(std::string& text, int root) const = 0;
  /// Concatenation of all ranks' values in rank order, on every rank.
  virtual std::vector<double> allgather(std::span<const double> values) const = 0;
  /// Changes a matrix distributed by columns into one distributed by rows. `local` holds this
  /// rank's slab of the columns of a rows x columns matrix, column-major; the result holds this
  /// rank's slab of the rows, row-major (rows contiguous).
  /// Throws ResourceError (on all ranks) where a slab has 2^31 values or more.
  virtual std::vector<double> transpose(std::span<const double> local, Index rows,
                                        Index columns) const = 0;
  /// Ends all processes of the run after a failure on this rank; returns at once when serial.
  virtual void abort(int exit_code) const = 0;
};

/// True when a launcher (mpirun, srun) started more than one process; looks at the environment
/// only.
bool launched_in_parallel();

/// One process, without MPI.
std::unique_ptr<Communicator> serial_communicator();
/// All processes of the launcher. Initialises MPI at the first call (finalised at exit).
std::unique_ptr<Communicator> world_communicator();

/// Contiguous part of 0..count-1.
struct Slab {
  Index first = 0;
  Index count = 0;
};

/// The part of `total` items that belongs to `rank` of `size`: contiguous, in rank order, sizes
/// differ by one at most. Grids are cut along their last axis, observations along their rows.
Slab slab_of(Index total, int rank, int size);

}  // namespace tessera
