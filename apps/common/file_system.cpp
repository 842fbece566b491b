#include "apps/common/file_system.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/fields/errors.hpp"

namespace tessera {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path, int error) {
  throw ResourceError(what + " " + path.string() + ": " + std::strerror(error));
}

/// File descriptor that is closed at the end of its scope.
struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

void sync_path(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) fail("cannot open", path, errno);
  // EINVAL: the file system has no durable storage behind this kind of object.
  if (::fsync(file.number) != 0 && errno != EINVAL) fail("cannot write", path, errno);
}

}  // namespace

unsigned long long inode_of(const std::filesystem::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

void sync_tree(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() || entry.is_directory()) sync_path(entry.path());
  sync_path(folder);
}

void move_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    throw ResourceError("cannot rename " + from.string() + " to " + to.string() + ": " +
                        std::strerror(errno));
}

bool exchange_paths(const std::filesystem::path& a, const std::filesystem::path& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) return true;
  if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) return false;
  throw ResourceError("cannot exchange " + a.string() + " and " + b.string() + ": " +
                      std::strerror(errno));
}

}  // namespace tessera
