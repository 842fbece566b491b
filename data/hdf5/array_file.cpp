#include "data/hdf5/array_file.hpp"

#include "data/hdf5/objects.hpp"

namespace tessera::hdf5 {
namespace {

void add_names(Id group, const std::string& prefix, std::vector<std::string>& names) {
  for (const Member& member : members(group)) {
    const std::string name = prefix + member.name;
    if (member.kind == Member::Kind::group)
      add_names(open_group(group, member.name).id(), name + '/', names);
    if (member.kind == Member::Kind::numbers && !is_scale(open_dataset(group, member.name).id()))
      names.push_back(name);
  }
}

}  // namespace

std::vector<std::string> array_names(const std::filesystem::path& file) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    std::vector<std::string> names;
    add_names(opened.id(), "", names);
    return names;
  });
}

NumericArray read_array(const std::filesystem::path& file, const std::string& name) {
  return naming<DataError>(file.string(), [&] {
    const Handle opened = open_file(file.string());
    Numbers numbers = read_numbers(open_dataset(opened.id(), name).id(), name);
    return NumericArray{std::move(numbers.extents), std::move(numbers.values)};
  });
}

}  // namespace tessera::hdf5
