#include "apps/tucker/nested_monitor.hpp"

#include "apps/tucker/split_result.hpp"

namespace tessera::tucker {

void NestedMonitor::stage(std::string_view name) {
  outer_.stage(stage_ + "/" + std::string(name));
}

void NestedMonitor::progress(double share, std::string_view text) {
  outer_.progress(share, label_.empty() ? std::string(text) : label_ + ": " + std::string(text));
}

void NestedMonitor::note(std::string_view text) {
  outer_.note(label_.empty() ? std::string(text) : label_ + ": " + std::string(text));
}

void NestedMonitor::checkpoint(const ModelRecord& state) {
  ModelRecord whole = finished_;
  nest(whole, "fit/", state);
  outer_.checkpoint(whole);
}

}  // namespace tessera::tucker
