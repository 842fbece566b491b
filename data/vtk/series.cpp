#include <charconv>

#include "data/files/files.hpp"
#include "data/vtk/vtk_files.hpp"

namespace tessera::vtk {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  return result;
}

std::string shortest(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

}  // namespace

void write_series(const std::vector<SeriesMember>& members, const std::filesystem::path& file) {
  std::string text =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\">\n  <Collection>\n";
  for (const SeriesMember& member : members)
    text += "    <DataSet timestep=\"" + shortest(member.time) + "\" part=\"0\" file=\"" +
            escaped(member.file) + "\"/>\n";
  write_file(file, text + "  </Collection>\n</VTKFile>\n");
}

}  // namespace tessera::vtk
