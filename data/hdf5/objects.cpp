#include "data/hdf5/objects.hpp"

#include <filesystem>
#include <new>
#include <system_error>

#include <hdf5.h>

namespace tessera::hdf5 {
namespace {

constexpr unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

std::vector<std::size_t> extents_of(Id space, const std::string& path) {
  const int rank = H5Sget_simple_extent_ndims(space);
  check(rank, path + ": cannot read the extents");
  std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space, extents.data(), nullptr),
        path + ": cannot read the extents");
  return {extents.begin(), extents.end()};
}

Handle make_space(const std::vector<std::size_t>& extents) {
  if (extents.empty()) return own(H5Screate(H5S_SCALAR), H5Sclose, "cannot create a dataspace");
  const std::vector<hsize_t> sizes(extents.begin(), extents.end());
  return own(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose,
             "cannot create a dataspace");
}

Handle link_properties() {
  Handle links = own(H5Pcreate(H5P_LINK_CREATE), H5Pclose, "cannot set up a link");
  check(H5Pset_create_intermediate_group(links.id(), 1), "cannot set up a link");
  check(H5Pset_char_encoding(links.id(), H5T_CSET_UTF8), "cannot set up a link");
  return links;
}

// No time stamps: equal results are equal files.
Handle dataset_properties() {
  Handle properties = own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "cannot set up a dataset");
  check(H5Pset_obj_track_times(properties.id(), false), "cannot set up a dataset");
  check(H5Pset_attr_creation_order(properties.id(), ordered), "cannot set up a dataset");
  return properties;
}

Member::Kind kind_of(Id group, const std::string& name) {
  const Handle object =
      own(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose, name + ": cannot open the object");
  if (H5Iget_type(object.id()) == H5I_GROUP) return Member::Kind::group;
  if (H5Iget_type(object.id()) != H5I_DATASET) return Member::Kind::other;
  const Handle type = own(H5Dget_type(object.id()), H5Tclose, name + ": cannot read the type");
  const H5T_class_t type_class = H5Tget_class(type.id());
  if (type_class == H5T_FLOAT || type_class == H5T_INTEGER) return Member::Kind::numbers;
  const Handle space = own(H5Dget_space(object.id()), H5Sclose, name + ": cannot read the extents");
  if (type_class == H5T_STRING && H5Sget_simple_extent_npoints(space.id()) == 1)
    return Member::Kind::text;
  return Member::Kind::other;
}

}  // namespace

Handle open_file(const std::string& file) {
  start_library();
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw LibraryError("there is no such file");
  if (!std::filesystem::is_regular_file(status)) throw LibraryError("this is not a file");
  const Id id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (id >= 0) return {id, H5Fclose};
  const std::string words = last_error();
  if (H5Fis_hdf5(file.c_str()) == 0) throw LibraryError("this is not an HDF5 file");
  H5Eclear2(H5E_DEFAULT);
  throw LibraryError("cannot open the file (" + words + ")");
}

Handle make_group(Id parent, const std::string& path) {
  if (exists(parent, path)) return open_group(parent, path);
  const Handle properties =
      own(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, path + ": cannot create the group");
  check(H5Pset_link_creation_order(properties.id(), ordered), path + ": cannot create the group");
  check(H5Pset_attr_creation_order(properties.id(), ordered), path + ": cannot create the group");
  return own(H5Gcreate2(parent, path.c_str(), link_properties().id(), properties.id(), H5P_DEFAULT),
             H5Gclose, path + ": cannot create the group");
}

Handle open_group(Id parent, const std::string& path) {
  if (!exists(parent, path)) throw LibraryError(path + ": there is no such group");
  return own(H5Gopen2(parent, path.c_str(), H5P_DEFAULT), H5Gclose, path + ": this is not a group");
}

bool exists(Id parent, const std::string& path) {
  // H5Lexists wants every step of the path checked; the root has no link.
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string step = path.substr(0, end);
    if (step != "/" && !step.empty() && H5Lexists(parent, step.c_str(), H5P_DEFAULT) <= 0) {
      H5Eclear2(H5E_DEFAULT);
      return false;
    }
    if (end == std::string::npos) return true;
  }
}

std::vector<Member> members(Id place) {
  const std::string what = "cannot list a group";
  const Handle opened = own(H5Gopen2(place, ".", H5P_DEFAULT), H5Gclose, what);
  const Id group = opened.id();
  H5G_info_t info;
  check(H5Gget_info(group, &info), what);
  const Handle properties = own(H5Gget_create_plist(group), H5Pclose, what);
  unsigned order = 0;
  check(H5Pget_link_creation_order(properties.id(), &order), what);
  const H5_index_t index =
      (order & H5P_CRT_ORDER_INDEXED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  std::vector<Member> result;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto length =
        H5Lget_name_by_idx(group, ".", index, H5_ITER_INC, i, nullptr, 0, H5P_DEFAULT);
    check(length, what);
    std::string name(static_cast<std::size_t>(length), '\0');
    check(H5Lget_name_by_idx(group, ".", index, H5_ITER_INC, i, name.data(), name.size() + 1,
                             H5P_DEFAULT),
          what);
    const auto kind = kind_of(group, name);
    result.push_back({std::move(name), kind});
  }
  return result;
}

Handle write_numbers(Id parent, const std::string& path, const std::vector<std::size_t>& extents,
                     std::span<const double> values, std::optional<double> missing) {
  const std::string what = path + ": cannot write the dataset";
  const Handle space = make_space(extents);
  const Handle properties = dataset_properties();
  if (missing) check(H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &*missing), what);
  Handle dataset = own(H5Dcreate2(parent, path.c_str(), H5T_IEEE_F64LE, space.id(),
                                  link_properties().id(), properties.id(), H5P_DEFAULT),
                       H5Dclose, what);
  if (!values.empty())
    check(H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          what);
  if (missing) write_attribute(dataset.id(), "_FillValue", *missing);
  return dataset;
}

Handle open_dataset(Id parent, const std::string& path) {
  if (!exists(parent, path)) throw LibraryError(path + ": there is no such dataset");
  return own(H5Dopen2(parent, path.c_str(), H5P_DEFAULT), H5Dclose,
             path + ": this is not a dataset");
}

std::vector<std::size_t> extents_of_dataset(Id dataset, const std::string& path) {
  const Handle space = own(H5Dget_space(dataset), H5Sclose, path + ": cannot read the extents");
  return extents_of(space.id(), path);
}

Numbers read_numbers(Id dataset, const std::string& path) {
  const std::string what = path + ": cannot read the dataset";
  const Handle type = own(H5Dget_type(dataset), H5Tclose, what);
  const H5T_class_t type_class = H5Tget_class(type.id());
  if (type_class != H5T_FLOAT && type_class != H5T_INTEGER)
    throw LibraryError(path + ": this dataset does not hold numbers");
  const Handle space = own(H5Dget_space(dataset), H5Sclose, what);
  const auto count = H5Sget_simple_extent_npoints(space.id());
  check(count, what);
  Numbers result;
  result.extents = extents_of(space.id(), path);
  try {
    result.values.resize(static_cast<std::size_t>(count));
  } catch (const std::exception&) {
    throw LibraryError(path + ": " + std::to_string(count) + " values do not fit into memory");
  }
  if (count > 0)
    check(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.values.data()),
          what);
  return result;
}

}  // namespace tessera::hdf5
