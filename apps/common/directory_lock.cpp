#include "apps/common/directory_lock.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apps/common/machine.hpp"
#include "data/fields/errors.hpp"

namespace tessera {

namespace {

/// What the holder wrote: `HOST PID`. Empty while it is being written.
std::string read_holder(int descriptor) {
  char text[512];
  const ssize_t count = ::pread(descriptor, text, sizeof text, 0);
  std::string holder(text, count > 0 ? static_cast<std::size_t>(count) : 0);
  return holder.substr(0, holder.find('\n'));
}

}  // namespace

DirectoryLock::DirectoryLock(std::filesystem::path file) : file_(std::move(file)) {
  try {
    while (!try_lock()) {
    }
    write_holder();
  } catch (...) {
    if (held_) ::unlink(file_.c_str());
    if (descriptor_ >= 0) ::close(descriptor_);
    throw;
  }
}

DirectoryLock::~DirectoryLock() {
  if (held_) ::unlink(file_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool DirectoryLock::try_lock() {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0)
    throw ResourceError("cannot create " + file_.string() + ": " + std::strerror(errno));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return true;  // no locks here: go on without
    const std::string holder = read_holder(descriptor_);
    const std::size_t gap = holder.find(' ');
    throw DeckError(
        "another run is writing to this output folder" +
        (gap == std::string::npos
             ? std::string()
             : " (host " + holder.substr(0, gap) + ", process " + holder.substr(gap + 1) + ")") +
        ". Wait for it, or choose another folder with --output. Lock file: " + file_.string());
  }
  // The former holder may have removed the file between our open and our lock.
  struct stat ours {};
  struct stat present {};
  if (::fstat(descriptor_, &ours) == 0 && ::stat(file_.c_str(), &present) == 0 &&
      ours.st_ino == present.st_ino) {
    held_ = true;
    return true;
  }
  ::close(descriptor_);
  descriptor_ = -1;
  return false;
}

void DirectoryLock::write_holder() {
  const std::string holder = host_name() + ' ' + std::to_string(::getpid()) + '\n';
  if (::ftruncate(descriptor_, 0) != 0 ||
      ::pwrite(descriptor_, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size()))
    throw ResourceError("cannot write " + file_.string() + ": " + std::strerror(errno));
}

}  // namespace tessera
