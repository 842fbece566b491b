#include "apps/common/stage_timers.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tessera {

struct StageTimers::Node {
  std::string name;
  long calls = 0;
  double own_s = 0;
  std::vector<std::unique_ptr<Node>> children;

  Node& child(std::string_view child_name) {
    for (const auto& c : children)
      if (c->name == child_name) return *c;
    children.push_back(std::make_unique<Node>());
    children.back()->name = child_name;
    return *children.back();
  }

  double total_s() const {
    double sum = own_s;
    for (const auto& c : children) sum += c->total_s();
    return sum;
  }

  void append(std::vector<Row>& rows, int depth) const {
    for (const auto& c : children) {
      rows.push_back({c->name, depth, c->calls, c->total_s()});
      c->append(rows, depth + 1);
    }
  }
};

StageTimers::StageTimers() : root_(std::make_unique<Node>()) {}
StageTimers::~StageTimers() = default;

void StageTimers::begin(std::string_view path) {
  end();
  Node* node = root_.get();
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) node = &node->child(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  if (node == root_.get()) return;
  ++node->calls;
  present_ = node;
  since_ = std::chrono::steady_clock::now();
}

void StageTimers::end() {
  if (!present_) return;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - since_;
  present_->own_s += elapsed.count();
  present_ = nullptr;
}

std::vector<StageTimers::Row> StageTimers::rows() const {
  std::vector<Row> rows;
  root_->append(rows, 0);
  return rows;
}

std::vector<std::string> StageTimers::table(double total_s) const {
  const std::vector<Row> all = rows();
  std::size_t width = 5;
  for (const Row& row : all)
    width = std::max(width, row.name.size() + 2 * static_cast<std::size_t>(row.depth));
  std::vector<std::string> lines;
  lines.push_back(
      fmt::format("{:<{}}  {:>10}  {:>6}  {:>6}", "stage", width, "time, s", "share", "calls"));
  for (const Row& row : all)
    lines.push_back(
        fmt::format("{:<{}}  {:>10.4f}  {:>4.0f} %  {:>6}",
                    std::string(2 * static_cast<std::size_t>(row.depth), ' ') + row.name, width,
                    row.seconds, total_s > 0 ? 100 * row.seconds / total_s : 0.0, row.calls));
  return lines;
}

}  // namespace tessera
