#include <cstdio>
#include <string_view>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "data/hdf5/objects.hpp"

// Dimension scales of objects.hpp: the means by which netCDF-4 names dimensions.
namespace tessera::hdf5 {
namespace {

// The words by which netCDF-4 marks a dimension that has no coordinates.
constexpr std::string_view plain_dimension =
    "This is a netCDF dimension but not a netCDF variable.";

herr_t remember_name(hid_t, unsigned, hid_t scale, void* client) {
  const auto length = H5Iget_name(scale, nullptr, 0);
  if (length < 0) return -1;
  auto& name = *static_cast<std::string*>(client);
  name.resize(static_cast<std::size_t>(length));
  H5Iget_name(scale, name.data(), name.size() + 1);
  return 1;  // the first scale is the dimension's
}

}  // namespace

void make_scale(Id dataset, const std::string& name) {
  check(H5DSset_scale(dataset, name.c_str()), name + ": cannot make it a dimension");
}

Handle write_plain_dimension(Id parent, const std::string& name, std::size_t extent) {
  char words[80];
  std::snprintf(words, sizeof words, "%s%10zu", plain_dimension.data(), extent);
  Handle scale = write_numbers(parent, name, {extent}, {});
  make_scale(scale.id(), words);
  return scale;
}

void attach_scale(Id dataset, Id scale, std::size_t dimension) {
  check(H5DSattach_scale(dataset, scale, static_cast<unsigned>(dimension)),
        "cannot attach a dimension");
}

bool is_scale(Id dataset) {
  return H5DSis_scale(dataset) > 0;
}

bool is_plain_dimension(Id scale) {
  return read_attribute(scale, "NAME").value_or("").starts_with(plain_dimension);
}

std::string scale_of(Id dataset, std::size_t dimension) {
  std::string name;
  const auto number = static_cast<unsigned>(dimension);
  if (H5DSget_num_scales(dataset, number) <= 0) return name;
  check(H5DSiterate_scales(dataset, number, nullptr, remember_name, &name),
        "cannot read a dimension");
  return name;
}

}  // namespace tessera::hdf5
