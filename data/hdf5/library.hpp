#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "data/fields/errors.hpp"

// Inner layer of this room: ownership of HDF5 identifiers, and errors. Not for other rooms.
namespace tessera::hdf5 {

/// The library's hid_t.
using Id = std::int64_t;

/// A failed call of the library, or an object that is not what was expected; the public functions
/// add the file's name and turn it into DataError (reading) or ResourceError (writing).
struct LibraryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Owns one identifier; closing in the destructor ignores errors, close() reports them.
class Handle {
 public:
  using Close = int (*)(Id);

  Handle() = default;
  Handle(Id id, Close close) : id_(id), close_(close) {}
  ~Handle() { release(); }
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, -1)), close_(std::exchange(other.close_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }

  Id id() const { return id_; }

 private:
  void release() {
    if (id_ >= 0 && close_ != nullptr) close_(id_);
  }

  Id id_ = -1;
  Close close_ = nullptr;
};

/// Starts the library once and silences its own printing of errors.
void start_library();

/// The library's error stack in one line: what the called function says, then the first cause.
std::string last_error();

/// Throws LibraryError "what (the library's words)" where a call returned a negative number.
void check(std::int64_t result, const std::string& what);

/// An owned identifier; throws as check().
Handle own(Id id, Handle::Close close, const std::string& what);

/// Runs `body` and turns its LibraryErrors into `PublicError`s that start with the file's name.
template <class PublicError, class Body>
auto naming(const std::string& file, Body&& body) {
  try {
    return body();
  } catch (const LibraryError& error) {
    throw PublicError(file + ": " + error.what());
  }
}

}  // namespace tessera::hdf5
