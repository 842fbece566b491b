#pragma once

#include <string>

// Not for other rooms.
namespace tessera::vtk {

/// While it lives, VTK's error messages are collected instead of printed. Not for several threads.
class Messages {
 public:
  Messages();
  ~Messages();
  Messages(const Messages&) = delete;
  Messages& operator=(const Messages&) = delete;

  /// The first message in one line; empty where there was none.
  std::string first() const;

 private:
  void* former_;
  void* collector_;
};

}  // namespace tessera::vtk
