#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "apps/common/directory_lock.hpp"

namespace tessera {

/// Writes a result folder so that its name always stands for a complete result.
///
/// All files go to `<target>.partial-<id>/`. commit() hands them to the disk, writes a note of
/// intent (`<target>.partial-<id>.commit`, holding the folder's inode), exchanges the folder with
/// the target by one rename, and keeps the former result as `<target>.previous/`. Where a file
/// system cannot exchange, two renames do. A process killed at any point leaves either no note
/// (the next run discards the partial folder) or a note (the next run finishes the commit).
class OutputTransaction {
 public:
  /// Locks the target, finishes or discards what dead runs left, creates the partial folder.
  /// Throws DeckError where another run holds the lock or the target is a folder that is no
  /// result (it would be moved away), ResourceError where the file system refuses.
  explicit OutputTransaction(const std::filesystem::path& target);
  /// Discards the partial folder unless commit() or abandon() was called.
  ~OutputTransaction();
  OutputTransaction(const OutputTransaction&) = delete;
  OutputTransaction& operator=(const OutputTransaction&) = delete;

  const std::filesystem::path& target() const { return target_; }
  /// Where to write.
  const std::filesystem::path& partial() const { return partial_; }
  std::filesystem::path checkpoint_file() const { return beside(".checkpoint.h5"); }
  std::filesystem::path failed_log() const { return beside(".failed.log"); }

  /// Puts the result under its final name. Throws ResourceError; the former result is then intact.
  void commit();
  /// Discards all but `run.log`, which stays as failed_log().
  void abandon();

 private:
  std::filesystem::path beside(const std::string& suffix) const;
  void recover();
  void resume_commit(const std::filesystem::path& note);
  void close() noexcept;

  std::filesystem::path target_;
  std::filesystem::path partial_;
  std::unique_ptr<DirectoryLock> lock_;
};

/// The absolute path that an output folder's name means, symbolic links resolved, so that all
/// siblings lie on the same file system.
std::filesystem::path output_target(const std::filesystem::path& name);

}  // namespace tessera
