# The installed library: one shared object with the tensor products and the mathematics under them,
# for programs outside of this suite. `cmake --install build --component tensor_product`; users say
# find_package(tessera) and link tessera::tensor_product.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(parts tessera_tensor_product tessera_instruction_set tessera_spectral tessera_fft tessera_equivariant
          tessera_fields)
set_target_properties(${parts} PROPERTIES POSITION_INDEPENDENT_CODE ON)
add_library(tessera_tensor_product_shared SHARED
            ${CMAKE_CURRENT_LIST_DIR}/../../data/fields/types.hpp)
set_target_properties(tessera_tensor_product_shared PROPERTIES
  LINKER_LANGUAGE CXX OUTPUT_NAME tessera_tensor_product EXPORT_NAME tensor_product
  VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
target_link_libraries(tessera_tensor_product_shared PRIVATE
                      $<BUILD_INTERFACE:tessera_tensor_product>)
set_property(TARGET tessera_tensor_product_shared PROPERTY LINK_LIBRARY_OVERRIDE
             WHOLE_ARCHIVE,tessera_tensor_product,tessera_equivariant)
target_compile_features(tessera_tensor_product_shared INTERFACE cxx_std_20)
target_include_directories(tessera_tensor_product_shared INTERFACE
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/tessera>)

install(TARGETS tessera_tensor_product_shared EXPORT tessera COMPONENT tensor_product)
install(EXPORT tessera NAMESPACE tessera:: FILE tesseraTargets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tessera COMPONENT tensor_product)
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/tesseraConfig.cmake
     "include(\"\${CMAKE_CURRENT_LIST_DIR}/tesseraTargets.cmake\")\n")
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/tesseraConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/tesseraConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/tesseraConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tessera COMPONENT tensor_product)

# Public headers, at the paths that they include each other by.
foreach(header data/fields/types.hpp models/equivariant/irreps.hpp
        solvers/tensor_product/instruction_set.hpp solvers/tensor_product/lanes.hpp
        solvers/tensor_product/options.hpp solvers/tensor_product/tensor_product.h
        solvers/tensor_product/tensor_product_plan.hpp)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${header}
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tessera/${folder} COMPONENT tensor_product)
endforeach()
