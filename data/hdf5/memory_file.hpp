#pragma once

#include <string_view>

#include "data/hdf5/library.hpp"

namespace tessera::hdf5 {

/// An HDF5 file that is put together in memory.
///
/// HDF5 1.10 that meets a full disk while it closes a file keeps half-closed objects, fails on
/// them again when the process ends, and prints or crashes. So HDF5 never sees the disk: the
/// finished image is written by data/files, whose errors are the operating system's own. Costs the
/// file's size in memory.
class MemoryFile {
 public:
  MemoryFile();

  Id id() const { return file_.id(); }
  /// Flushes, and returns the bytes of the file; valid until the next call of the library.
  std::string_view image();

 private:
  Handle access_;
  Handle file_;
};

}  // namespace tessera::hdf5
