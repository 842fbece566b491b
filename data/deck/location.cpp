#include "data/deck/location.hpp"

namespace tessera {

std::string to_string(const Location& where) {
  if (where.line <= 0) return where.file;
  return where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
}

std::string deck_message(const Location& where, const std::string& path,
                         const std::string& message) {
  std::string text = to_string(where);
  if (!text.empty()) text += "  ";
  if (!path.empty()) text += path + ": ";
  return text + message;
}

}  // namespace tessera
