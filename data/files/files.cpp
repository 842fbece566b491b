#include "data/files/files.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/fields/errors.hpp"

namespace tessera {
namespace {

std::string words_of(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what, int error) {
  throw ResourceError(file.string() + ": " + what + ": " + words_of(error));
}

// An open file; closing it in the destructor is for failures only, where nothing can be reported.
class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags) {
    do value_ = ::open(file.c_str(), flags | O_CLOEXEC, 0666);
    while (value_ < 0 && errno == EINTR);
  }
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int value() const { return value_; }
  int close() {
    const int result = ::close(value_);
    value_ = -1;
    return result;
  }

 private:
  int value_ = -1;
};

// Pipes and some file systems know no sync; that is no failure.
bool sync(int descriptor) {
  return ::fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP;
}

bool write_all(int descriptor, std::string_view bytes) {
  constexpr std::size_t largest = std::size_t{1} << 30;  // one call takes less than 2 GiB
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), std::min(bytes.size(), largest));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

void create_file(const std::filesystem::path& file) {
  Descriptor descriptor(file, O_WRONLY | O_CREAT | O_EXCL);
  if (descriptor.value() < 0) fail(file, "cannot create the file", errno);
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  Descriptor descriptor(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (descriptor.value() < 0) fail(file, "cannot create the file", errno);
  if (!write_all(descriptor.value(), bytes) || !sync(descriptor.value()) ||
      descriptor.close() != 0) {
    const int error = errno;
    std::error_code ignored;  // devices and pipes stay
    if (std::filesystem::is_regular_file(file, ignored)) ::unlink(file.c_str());
    fail(file, "cannot write the file", error);
  }
}

void replace_file(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::path beside = file;
  beside += ".partial";
  write_file(beside, bytes);
  if (::rename(beside.c_str(), file.c_str()) != 0) {
    const int error = errno;
    ::unlink(beside.c_str());
    fail(file, "cannot replace the file", error);
  }
  sync_folder(file.parent_path());
}

void sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path name = folder.empty() ? "." : folder;
  Descriptor descriptor(name, O_RDONLY | O_DIRECTORY);
  if (descriptor.value() < 0) fail(name, "cannot open the folder", errno);
  if (!sync(descriptor.value())) fail(name, "cannot sync the folder", errno);
}

std::string read_file(const std::filesystem::path& file) {
  const auto broken = [&](const std::string& what) {
    return DataError(file.string() + ": cannot read the file: " + what);
  };
  Descriptor descriptor(file, O_RDONLY);
  if (descriptor.value() < 0) throw broken(words_of(errno));
  struct stat status = {};
  if (::fstat(descriptor.value(), &status) != 0) throw broken(words_of(errno));
  std::string content;
  std::size_t end = 0;
  // Read until the end shows itself: pipes and /proc know no size in advance.
  content.resize(static_cast<std::size_t>(std::max<off_t>(status.st_size, 0)) + 1);
  for (;;) {
    if (end == content.size()) content.resize(2 * content.size());
    const auto count = ::read(descriptor.value(), content.data() + end, content.size() - end);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw broken(words_of(errno));
    if (count == 0) break;
    end += static_cast<std::size_t>(count);
  }
  content.resize(end);
  return content;
}

}  // namespace tessera
