#include "data/vtk/messages.hpp"

#include <vtkLogger.h>
#include <vtkStringOutputWindow.h>

namespace tessera::vtk {

Messages::Messages() {
  vtkOutputWindow* former = vtkOutputWindow::GetInstance();
  former->Register(nullptr);
  vtkStringOutputWindow* collector = vtkStringOutputWindow::New();
  vtkOutputWindow::SetInstance(collector);
  vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);  // a second way out of every message
  former_ = former;
  collector_ = collector;
}

Messages::~Messages() {
  vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_INFO);  // VTK's own setting
  auto* former = static_cast<vtkOutputWindow*>(former_);
  vtkOutputWindow::SetInstance(former);
  former->UnRegister(nullptr);
  static_cast<vtkStringOutputWindow*>(collector_)->UnRegister(nullptr);
}

std::string Messages::first() const {
  // "ERROR: In file.cxx, line 7\nvtkReader (0x1): what happened\n\n", one after the other.
  const std::string text = static_cast<vtkStringOutputWindow*>(collector_)->GetOutput();
  const auto address = text.find("): ");
  const auto begin = address == std::string::npos ? 0 : address + 3;
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace tessera::vtk
