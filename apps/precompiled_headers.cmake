# Precompiled headers: most of the time of a full build goes into reading the same headers of the
# standard library, Eigen and Boost.Test hundreds of times. Off unless asked for (the preset
# `release` does): builds without them show includes that are missing.

# One precompiled header per combination of flags and macros.
set(TESSERA_COMMON_HEADERS
  <algorithm> <array> <charconv> <chrono> <cmath> <complex> <cstddef> <cstdint> <cstdlib>
  <filesystem> <functional> <limits> <map> <memory> <numbers> <numeric> <optional> <random> <set>
  <span> <sstream> <stdexcept> <string> <string_view> <utility> <vector> <Eigen/Core>)

# tessera_precompile(NAME LINKS libraries... HEADERS headers...)
function(tessera_precompile name)
  cmake_parse_arguments(ARG "" "" "LINKS;HEADERS" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/precompiled/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "" @ONLY)
  add_library(tessera_precompiled_${name} OBJECT ${source})
  target_link_libraries(tessera_precompiled_${name} PRIVATE tessera_flags ${ARG_LINKS})
  target_precompile_headers(tessera_precompiled_${name} PRIVATE ${TESSERA_COMMON_HEADERS}
                                                                ${ARG_HEADERS})
endfunction()

# The precompiled header whose flags are those of the target; none for position-independent code,
# which few targets have, and for targets that are not compiled.
function(tessera_precompiled_for target result)
  get_target_property(type ${target} TYPE)
  get_target_property(links ${target} LINK_LIBRARIES)
  get_target_property(position_independent ${target} POSITION_INDEPENDENT_CODE)
  set(name library)
  if(position_independent OR NOT type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$"
     OR NOT "tessera_flags" IN_LIST links)
    set(name "")
  elseif("OpenMP::OpenMP_CXX" IN_LIST links)
    set(name openmp)
  elseif("Boost::unit_test_framework" IN_LIST links)
    set(name test)
  elseif("fmt::fmt" IN_LIST links)
    set(name formatting)
  endif()
  set(${result} "${name}" PARENT_SCOPE)
endfunction()

# Sources with compile options of their own do not fit.
function(tessera_skip_special_sources target)
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  foreach(source ${sources})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder})
    get_source_file_property(options ${source} TARGET_DIRECTORY ${target} COMPILE_OPTIONS)
    if(options)
      set_source_files_properties(${source} TARGET_DIRECTORY ${target}
                                  PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()

# All targets of a folder and of those below it; called when they are complete.
function(tessera_use_precompiled_headers directory)
  get_property(targets DIRECTORY ${directory} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    tessera_precompiled_for(${target} name)
    if(name)
      tessera_skip_special_sources(${target})
      target_precompile_headers(${target} REUSE_FROM tessera_precompiled_${name})
    endif()
  endforeach()
  get_property(folders DIRECTORY ${directory} PROPERTY SUBDIRECTORIES)
  foreach(folder ${folders})
    tessera_use_precompiled_headers(${folder})
  endforeach()
endfunction()
