#pragma once

#include <filesystem>

namespace tessera {

/// Keeps a second run out of the same output folder, on this host and on others that see the same
/// file system (flock). The kernel releases the lock when the process dies, however it dies; a lock
/// file that a killed run left behind blocks nobody.
class DirectoryLock {
 public:
  /// Takes the lock or throws DeckError that names host and process of the holder.
  explicit DirectoryLock(std::filesystem::path file);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

  /// False where the file system offers no locks: nothing is known about other runs then.
  bool held() const { return held_; }

 private:
  bool try_lock();
  void write_holder();

  std::filesystem::path file_;
  int descriptor_ = -1;
  bool held_ = false;
};

}  // namespace tessera
