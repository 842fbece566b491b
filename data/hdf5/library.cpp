#include "data/hdf5/library.hpp"

#include <type_traits>

#include <hdf5.h>

namespace tessera::hdf5 {

static_assert(std::is_same_v<Id, hid_t>);

namespace {

struct Words {
  std::string outermost;
  std::string innermost;
};

herr_t collect(unsigned position, const H5E_error2_t* entry, void* client) {
  auto& words = *static_cast<Words*>(client);
  const std::string line = std::string(entry->func_name != nullptr ? entry->func_name : "HDF5") +
                           ": " + (entry->desc != nullptr ? entry->desc : "failed");
  if (position == 0) words.outermost = line;
  words.innermost = line;
  return 0;
}

}  // namespace

void start_library() {
  static const bool started = [] {
    H5open();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return true;
  }();
  static_cast<void>(started);
}

std::string last_error() {
  Words words;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, collect, &words);
  H5Eclear2(H5E_DEFAULT);
  if (words.outermost.empty()) return "no reason given by HDF5";
  if (words.outermost == words.innermost) return words.outermost;
  return words.outermost + "; " + words.innermost;
}

void check(std::int64_t result, const std::string& what) {
  if (result < 0) throw LibraryError(what + " (" + last_error() + ")");
}

Handle own(Id id, Handle::Close close, const std::string& what) {
  check(id, what);
  return {id, close};
}

}  // namespace tessera::hdf5
