#include "data/hdf5/memory_file.hpp"

#include <hdf5.h>

namespace tessera::hdf5 {

MemoryFile::MemoryFile() {
  start_library();
  constexpr std::size_t growth = 65536;
  access_ = own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "cannot set up the file");
  check(H5Pset_fapl_core(access_.id(), growth, false), "cannot set up the file");
  const Handle creation = own(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "cannot set up the file");
  // Readers show variables in the order in which they were written.
  const unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check(H5Pset_link_creation_order(creation.id(), order), "cannot set up the file");
  check(H5Pset_attr_creation_order(creation.id(), order), "cannot set up the file");
  // The name is never opened: nothing backs the image.
  file_ = own(H5Fcreate("image.h5", H5F_ACC_TRUNC, creation.id(), access_.id()), H5Fclose,
              "cannot set up the file");
}

std::string_view MemoryFile::image() {
  check(H5Fflush(file_.id(), H5F_SCOPE_GLOBAL), "cannot complete the file");
  const auto size = H5Fget_file_image(file_.id(), nullptr, 0);
  check(size, "cannot complete the file");
  void* handle = nullptr;
  check(H5Fget_vfd_handle(file_.id(), access_.id(), &handle), "cannot complete the file");
  return {*static_cast<const char* const*>(handle), static_cast<std::size_t>(size)};
}

}  // namespace tessera::hdf5
