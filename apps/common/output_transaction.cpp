#include "apps/common/output_transaction.hpp"

#include <sstream>
#include <system_error>
#include <vector>

#include <unistd.h>

#include "apps/common/file_system.hpp"
#include "apps/common/machine.hpp"
#include "data/fields/errors.hpp"
#include "data/files/files.hpp"

namespace fs = std::filesystem;

namespace tessera {

namespace {

const std::string note_suffix = ".commit";
const std::string former_suffix = ".former";

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

fs::path with_suffix(fs::path path, const std::string& suffix) {
  path += suffix;
  return path;
}

/// Only results are ever moved or removed: a slip in --output must not cost a folder of data.
void require_replaceable(const fs::path& folder) {
  if (!fs::exists(fs::symlink_status(folder))) return;
  if (!fs::is_directory(folder))
    throw DeckError("the output folder " + folder.string() + " exists and is not a folder");
  if (!fs::is_empty(folder) && !fs::exists(folder / "summary.json"))
    throw DeckError("the folder " + folder.string() +
                    " exists and holds no result (no summary.json); choose another with --output");
}

/// Inode written by a commit; 0 for a note that was not finished.
unsigned long long read_note(const fs::path& note) {
  std::istringstream text(read_file(note));
  unsigned long long inode = 0;
  std::string end;
  return text >> inode >> end && end == "end" ? inode : 0;
}

}  // namespace

fs::path output_target(const fs::path& name) {
  fs::path target = fs::weakly_canonical(fs::absolute(name)).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  if (!target.has_filename())
    throw DeckError("the output folder must have a name: " + name.string());
  return target;
}

OutputTransaction::OutputTransaction(const fs::path& target) : target_(output_target(target)) {
  std::error_code error;
  fs::create_directories(target_.parent_path(), error);
  if (error)
    throw ResourceError("cannot create " + target_.parent_path().string() + ": " + error.message());
  lock_ = std::make_unique<DirectoryLock>(beside(".lock"));
  if (lock_->held()) recover();
  require_replaceable(target_);
  require_replaceable(beside(".previous"));
  const fs::path partial = beside(".partial-" + host_name() + '-' + std::to_string(::getpid()));
  fs::remove_all(partial, error);
  if (!fs::create_directory(partial, error))
    throw ResourceError("cannot create " + partial.string() + ": " + error.message());
  partial_ = partial;
}

OutputTransaction::~OutputTransaction() {
  close();
}

fs::path OutputTransaction::beside(const std::string& suffix) const {
  return with_suffix(target_, suffix);
}

void OutputTransaction::close() noexcept {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
  partial_.clear();
  lock_.reset();
}

void OutputTransaction::abandon() {
  std::error_code ignored;
  if (!partial_.empty()) fs::rename(partial_ / "run.log", failed_log(), ignored);
  close();
}

void OutputTransaction::commit() {
  const fs::path note = with_suffix(partial_, note_suffix);
  const unsigned long long inode = inode_of(partial_);
  std::error_code ignored;
  try {
    sync_tree(partial_);
    write_file(note, std::to_string(inode) + " end\n");
    sync_folder(target_.parent_path());
    resume_commit(note);
  } catch (...) {
    if (inode_of(target_) != inode) {
      const fs::path former = with_suffix(partial_, former_suffix);
      if (fs::exists(former, ignored)) fs::rename(former, target_, ignored);
      fs::remove(note, ignored);
      throw;
    }
    // The result is in place; only the former one could not be put aside. The note stays, and the
    // next run does it.
  }
  fs::remove(failed_log(), ignored);
  partial_.clear();
  close();
}

void OutputTransaction::resume_commit(const fs::path& note) {
  const std::string note_name = note.string();
  const fs::path partial = note_name.substr(0, note_name.size() - note_suffix.size());
  const fs::path former = with_suffix(partial, former_suffix);
  const fs::path discarded = with_suffix(partial, ".discarded");
  const fs::path previous = beside(".previous");
  const unsigned long long inode = read_note(note);

  if (inode != 0 && inode_of(partial) == inode) {
    if (!fs::exists(target_)) {
      move_path(partial, target_);
    } else if (!exchange_paths(partial, target_)) {
      move_path(target_, former);
      move_path(partial, target_);
    }
  }
  // Idempotent from here on, as above: every step asks what is left to do.
  if (inode != 0 && inode_of(target_) == inode) {
    sync_folder(target_.parent_path());
    const fs::path old = fs::exists(partial) ? partial : former;
    if (fs::exists(old)) {
      if (fs::exists(previous)) move_path(previous, discarded);
      move_path(old, previous);
      sync_folder(target_.parent_path());
    }
  }
  std::error_code ignored;
  fs::remove_all(discarded, ignored);
  fs::remove(note, ignored);
}

void OutputTransaction::recover() {
  const std::string prefix = target_.filename().string() + ".partial-";
  std::vector<fs::path> notes;
  for (const auto& entry : fs::directory_iterator(target_.parent_path())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && ends_with(name, note_suffix)) notes.push_back(entry.path());
  }
  for (const fs::path& note : notes) resume_commit(note);

  // What replace_file of data/files leaves when it is killed while it writes a checkpoint.
  std::vector<fs::path> stale{with_suffix(checkpoint_file(), ".partial")};
  for (const auto& entry : fs::directory_iterator(target_.parent_path()))
    if (entry.path().filename().string().starts_with(prefix)) stale.push_back(entry.path());
  for (const fs::path& path : stale) fs::remove_all(path);
}

}  // namespace tessera
