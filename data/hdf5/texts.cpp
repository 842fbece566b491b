#include <hdf5.h>

#include "data/hdf5/objects.hpp"

// Attributes and texts of objects.hpp.
namespace tessera::hdf5 {
namespace {

Handle fixed_text_type(std::size_t size) {
  const std::string what = "cannot set up a text";
  Handle type = own(H5Tcopy(H5T_C_S1), H5Tclose, what);
  check(H5Tset_size(type.id(), size == 0 ? 1 : size), what);  // there is no text of size 0
  check(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), what);
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), what);
  return type;
}

Handle variable_text_type() {
  const std::string what = "cannot set up a text";
  Handle type = own(H5Tcopy(H5T_C_S1), H5Tclose, what);
  check(H5Tset_size(type.id(), H5T_VARIABLE), what);
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), what);
  return type;
}

// Reads one text of whatever string type through `read(memory type, buffer)`.
template <class Read>
std::string read_one(Id type, const std::string& what, Read read) {
  if (H5Tis_variable_str(type) > 0) {
    char* text = nullptr;
    // The character set must be that of the file.
    const Handle memory = own(H5Tcopy(type), H5Tclose, what);
    check(read(memory.id(), static_cast<void*>(&text)), what);
    std::string result = text != nullptr ? text : "";
    H5free_memory(text);
    return result;
  }
  const Handle memory = own(H5Tcopy(type), H5Tclose, what);
  std::string result(H5Tget_size(type), '\0');
  check(read(memory.id(), static_cast<void*>(result.data())), what);
  if (H5Tget_strpad(type) == H5T_STR_NULLTERM) return result.substr(0, result.find('\0'));
  const char padding = H5Tget_strpad(type) == H5T_STR_SPACEPAD ? ' ' : '\0';
  result.erase(result.find_last_not_of(padding) + 1);
  return result;
}

std::optional<std::string> read_opened(Id attribute, const std::string& name) {
  const std::string what = "attribute " + name + ": cannot read it";
  const Handle type = own(H5Aget_type(attribute), H5Tclose, what);
  const Handle space = own(H5Aget_space(attribute), H5Sclose, what);
  if (H5Tget_class(type.id()) != H5T_STRING || H5Sget_simple_extent_npoints(space.id()) != 1)
    return {};
  return read_one(type.id(), what,
                  [&](Id memory, void* buffer) { return H5Aread(attribute, memory, buffer); });
}

void write_any(Id object, const std::string& name, Id type, Id space, const void* value) {
  const std::string what = "attribute " + name + ": cannot write it";
  const htri_t present = H5Aexists(object, name.c_str());
  check(present, what);
  if (present > 0) check(H5Adelete(object, name.c_str()), what);
  const Handle attribute =
      own(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, what);
  check(H5Awrite(attribute.id(), type, value), what);
}

}  // namespace

void write_attribute(Id object, const std::string& name, const std::string& text) {
  const Handle space = own(H5Screate(H5S_SCALAR), H5Sclose, "cannot set up a text");
  // c_str(): an empty text is written as one zero byte.
  write_any(object, name, fixed_text_type(text.size()).id(), space.id(), text.c_str());
}

void write_attribute(Id object, const std::string& name, double value) {
  const hsize_t one = 1;
  const Handle space = own(H5Screate_simple(1, &one, nullptr), H5Sclose, "cannot set up a number");
  write_any(object, name, H5T_NATIVE_DOUBLE, space.id(), &value);
}

std::optional<std::string> read_attribute(Id object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return {};
  const Handle attribute = own(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose,
                               "attribute " + name + ": cannot open it");
  return read_opened(attribute.id(), name);
}

std::optional<double> read_number_attribute(Id object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return {};
  const std::string what = "attribute " + name + ": cannot read it";
  const Handle attribute = own(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, what);
  const Handle type = own(H5Aget_type(attribute.id()), H5Tclose, what);
  const Handle space = own(H5Aget_space(attribute.id()), H5Sclose, what);
  const H5T_class_t type_class = H5Tget_class(type.id());
  if ((type_class != H5T_FLOAT && type_class != H5T_INTEGER) ||
      H5Sget_simple_extent_npoints(space.id()) != 1)
    return {};
  double value = 0;
  check(H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, &value), what);
  return value;
}

std::map<std::string, std::string> read_attributes(Id object) {
  std::map<std::string, std::string> result;
  const std::string what = "cannot list attributes";
  const int count = H5Aget_num_attrs(object);
  check(count, what);
  for (int i = 0; i < count; ++i) {
    const Handle attribute = own(H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC,
                                                static_cast<hsize_t>(i), H5P_DEFAULT, H5P_DEFAULT),
                                 H5Aclose, what);
    const auto length = H5Aget_name(attribute.id(), 0, nullptr);
    check(length, what);
    std::string name(static_cast<std::size_t>(length), '\0');
    check(H5Aget_name(attribute.id(), name.size() + 1, name.data()), what);
    if (auto text = read_opened(attribute.id(), name)) result[name] = std::move(*text);
  }
  return result;
}

void write_text(Id parent, const std::string& path, const std::string& text) {
  const std::string what = path + ": cannot write the text";
  const Handle type = variable_text_type();
  const Handle space = own(H5Screate(H5S_SCALAR), H5Sclose, what);
  const Handle properties = own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, what);
  check(H5Pset_obj_track_times(properties.id(), false), what);
  const Handle dataset = own(H5Dcreate2(parent, path.c_str(), type.id(), space.id(), H5P_DEFAULT,
                                        properties.id(), H5P_DEFAULT),
                             H5Dclose, what);
  const char* pointer = text.c_str();
  check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &pointer), what);
}

std::string read_text(Id parent, const std::string& path) {
  const std::string what = path + ": cannot read the text";
  const Handle dataset = open_dataset(parent, path);
  const Handle type = own(H5Dget_type(dataset.id()), H5Tclose, what);
  return read_one(type.id(), what, [&](Id memory, void* buffer) {
    return H5Dread(dataset.id(), memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer);
  });
}

}  // namespace tessera::hdf5
