# SPDX-License-Identifier: Apache-2.0
# What every folder's CMakeLists.txt is written with.

option(DNNTUNE_WARNINGS_AS_ERRORS "Treat compiler warnings as errors" ON)
option(DNNTUNE_FUZZ "Build the fuzz targets (Clang only)" OFF)
set(DNNTUNE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

macro(dnntune_find_dependencies)
  find_package(Threads REQUIRED)
  find_package(fmt REQUIRED)
  find_package(nlohmann_json REQUIRED)
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
  find_package(yaml-cpp REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(CapnProto REQUIRED)
  find_package(Protobuf REQUIRED)
  find_package(Boost REQUIRED)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(CBC REQUIRED IMPORTED_TARGET cbc osi-clp)
  if(BUILD_TESTING)
    find_package(GTest REQUIRED)
    include(GoogleTest)
  endif()
endmacro()

add_library(dnntune_flags INTERFACE)
target_compile_options(dnntune_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                               $<$<BOOL:${DNNTUNE_WARNINGS_AS_ERRORS}>:-Werror>
                                               # GCC 12 warns of std::string's own code when it inlines it (PR 105651).
                                               $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(DNNTUNE_SANITIZE)
  target_compile_options(dnntune_flags INTERFACE -fsanitize=${DNNTUNE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(dnntune_flags INTERFACE -fsanitize=${DNNTUNE_SANITIZE})
endif()

if(DNNTUNE_FUZZ)
  target_compile_options(dnntune_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# dnntune_library(NAME [FLAT] [DEPENDS folder-or-target...]) - the library of src/NAME from its .cpp files, and NAME_test from its
# *_test.cpp. FLAT leaves subfolders out: they are libraries of their own.
function(dnntune_library name)
  cmake_parse_arguments(arg "FLAT" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  if(arg_FLAT)
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  endif()
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(scope PUBLIC)
  if(sources)
    add_library(dnntune_${name} STATIC ${sources})
    target_link_libraries(dnntune_${name} PRIVATE dnntune_flags)
  else()
    add_library(dnntune_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(dnntune_${name} ${scope} ${CMAKE_SOURCE_DIR}/src)
  foreach(dependency IN LISTS arg_DEPENDS)
    if(TARGET dnntune_${dependency})
      set(dependency dnntune_${dependency})
    endif()
    target_link_libraries(dnntune_${name} ${scope} ${dependency})
  endforeach()
  if(BUILD_TESTING AND tests)
    dnntune_test(${name}_test SOURCES ${tests} DEPENDS ${name} ${arg_TEST_DEPENDS})
  endif()
endfunction()

# dnntune_program(NAME [DEPENDS ...]) - the program of apps/NAME from its .cpp files.
function(dnntune_program name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE dnntune_flags)
  foreach(dependency IN LISTS arg_DEPENDS)
    if(TARGET dnntune_${dependency})
      set(dependency dnntune_${dependency})
    endif()
    target_link_libraries(${name} PRIVATE ${dependency})
  endforeach()
endfunction()

# dnntune_test(NAME SOURCES ... [DEPENDS ...] [LABELS ...]) - a GoogleTest program whose every test is a test of ctest.
function(dnntune_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE dnntune_flags GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE DNNTUNE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DNNTUNE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  foreach(dependency IN LISTS arg_DEPENDS)
    if(TARGET dnntune_${dependency})
      set(dependency dnntune_${dependency})
    endif()
    target_link_libraries(${name} PRIVATE ${dependency})
  endforeach()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS "${arg_LABELS}")
endfunction()

# dnntune_proto(NAME FILE) - the library of the messages in src/FILE; its header is included as FILE with .pb.h. What protoc writes does not
# meet our warnings.
function(dnntune_proto name file)
  string(REGEX REPLACE "\\.proto$" ".pb" stem ${CMAKE_BINARY_DIR}/src/${file})
  add_custom_command(
    OUTPUT ${stem}.cc ${stem}.h
    COMMAND protobuf::protoc --cpp_out=${CMAKE_BINARY_DIR}/src --proto_path=${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/${file}
    DEPENDS ${CMAKE_SOURCE_DIR}/src/${file} protobuf::protoc
    VERBATIM)
  add_library(dnntune_${name} STATIC ${stem}.cc ${stem}.h)
  target_include_directories(dnntune_${name} SYSTEM PUBLIC ${CMAKE_BINARY_DIR}/src)
  target_link_libraries(dnntune_${name} PUBLIC protobuf::libprotobuf)
  if(DNNTUNE_SANITIZE)
    target_compile_options(dnntune_${name} PRIVATE -fsanitize=${DNNTUNE_SANITIZE})
  endif()
endfunction()

# What tools/setup fetched, one folder a package with its version in the name.
if(DEFINED ENV{XDG_CACHE_HOME})
  set(dnntune_cache $ENV{XDG_CACHE_HOME}/dnntune)
else()
  set(dnntune_cache $ENV{HOME}/.cache/dnntune)
endif()
set(DNNTUNE_PACKAGES ${dnntune_cache}/packages CACHE PATH "Packages fetched by tools/setup")

# Debian's own, for which tools/setup installs the modules of the tests.
set(DNNTUNE_PYTHON /usr/bin/python3 CACHE FILEPATH "Python of the tests")
