#include "data/hdf5/records.hpp"

#include <limits>

#include "data/files/files.hpp"
#include "data/hdf5/memory_file.hpp"
#include "data/hdf5/objects.hpp"
#include "data/hdf5/result_file.hpp"

namespace tessera::hdf5 {
namespace {

using Array = ModelRecord::Array;

// Arrays are column-major, the file's last extent is its fastest: the extents are reversed.
std::vector<std::size_t> extents_of(const std::string& name, const Array& array) {
  std::size_t count = 1;
  for (const Index extent : array.shape) {
    const auto positive = static_cast<std::size_t>(extent);
    if (extent < 0 || (extent > 0 && count > std::numeric_limits<std::size_t>::max() / positive))
      throw std::invalid_argument("model record: array '" + name + "' has an impossible shape");
    count *= positive;
  }
  if (count != array.values.size())
    throw std::invalid_argument("model record: array '" + name + "' has " +
                                std::to_string(array.values.size()) + " values in a shape of " +
                                std::to_string(count));
  return {array.shape.rbegin(), array.shape.rend()};
}

void require_distinct_names(const ModelRecord& record) {
  if (record.texts.contains("type"))
    throw std::invalid_argument("model record: the name 'type' is the record's own");
  for (const auto& [name, text] : record.texts)
    if (text.size() > longest_attribute && record.arrays.contains(name))
      throw std::invalid_argument("model record: '" + name + "' is an array and a long text");
}

// Arrays may stand in groups of the record ("basis/nodes").
void read_arrays(Id group, const std::string& prefix, ModelRecord& record) {
  for (const Member& member : members(group)) {
    const std::string name = prefix + member.name;
    if (member.kind == Member::Kind::group)
      read_arrays(open_group(group, member.name).id(), name + "/", record);
    if (member.kind == Member::Kind::text && !prefix.empty())
      record.texts[name] = read_text(group, member.name);
    if (member.kind != Member::Kind::numbers) continue;
    Numbers numbers = read_numbers(open_dataset(group, member.name).id(), name);
    Array& array = record.arrays[name];
    array.shape.assign(numbers.extents.rbegin(), numbers.extents.rend());
    array.values = std::move(numbers.values);
  }
}

}  // namespace

void write_texts(Id group, const std::map<std::string, std::string>& texts) {
  for (const auto& [name, text] : texts)
    if (text.size() > longest_attribute)
      write_text(group, name, text);
    else
      write_attribute(group, name, text);
}

std::map<std::string, std::string> read_texts(Id group) {
  auto texts = read_attributes(group);
  for (const Member& member : members(group))
    if (member.kind == Member::Kind::text) texts[member.name] = read_text(group, member.name);
  return texts;
}

void write_record(Id group, const ModelRecord& record) {
  require_distinct_names(record);
  write_attribute(group, "type", record.type);
  for (const auto& [name, array] : record.arrays)
    write_numbers(group, name, extents_of(name, array), array.values);
  write_texts(group, record.texts);
}

ModelRecord read_record(Id group, const std::string& path) {
  ModelRecord record;
  record.texts = read_texts(group);
  const auto type = record.texts.find("type");
  if (type == record.texts.end())
    throw LibraryError(path + ": this is no model record, it has no attribute 'type'");
  record.type = type->second;
  record.texts.erase(type);
  read_arrays(group, "", record);
  return record;
}

void save_record(const ModelRecord& record, const std::filesystem::path& file) {
  naming<ResourceError>(file.string(), [&] {
    MemoryFile image;
    write_record(open_group(image.id(), "/").id(), record);
    replace_file(file, image.image());
  });
}

ModelRecord load_record(const std::filesystem::path& file) {
  return read_record(file, "/");
}

}  // namespace tessera::hdf5
