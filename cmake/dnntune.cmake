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

# What tools/setup fetched, one folder a package with its version in the name. The rows of tools/packages.tsv are the only place that
# knows versions: here the package NAME is the folder DNNTUNE_PACKAGE_NAME, of DNNTUNE_VERSION_NAME, in capitals and with _ for -.
if(DEFINED ENV{XDG_CACHE_HOME})
  set(dnntune_cache $ENV{XDG_CACHE_HOME}/dnntune)
else()
  set(dnntune_cache $ENV{HOME}/.cache/dnntune)
endif()
set(DNNTUNE_PACKAGES ${dnntune_cache}/packages CACHE PATH "Packages fetched by tools/setup")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/packages.tsv)
file(STRINGS ${CMAKE_SOURCE_DIR}/tools/packages.tsv rows REGEX "^[a-z]")
foreach(row IN LISTS rows)
  string(REGEX MATCH "^([^\t]+)\t([^\t]+)\t" row "${row}")
  string(TOUPPER ${CMAKE_MATCH_1} key)
  string(REPLACE "-" "_" key ${key})
  set(DNNTUNE_PACKAGE_${key} ${DNNTUNE_PACKAGES}/${CMAKE_MATCH_1}-${CMAKE_MATCH_2})
  set(DNNTUNE_VERSION_${key} ${CMAKE_MATCH_2})
endforeach()

# dnntune_use_packages(TARGET package...) - has the target compiled with DNNTUNE_PACKAGE_NAME, the package's folder as text.
function(dnntune_use_packages target)
  foreach(package IN LISTS ARGN)
    string(TOUPPER ${package} key)
    string(REPLACE "-" "_" key ${key})
    target_compile_definitions(${target} PRIVATE DNNTUNE_PACKAGE_${key}="${DNNTUNE_PACKAGE_${key}}")
  endforeach()
endfunction()

# dnntune_link(TARGET SCOPE folder-or-target...) - a folder's library, which may come later in src/LAYERS, or any other target.
function(dnntune_link target scope)
  foreach(dependency IN LISTS ARGN)
    if(NOT dependency MATCHES "::")
      set(dependency "$<IF:$<TARGET_EXISTS:dnntune_${dependency}>,dnntune_${dependency},${dependency}>")
    endif()
    target_link_libraries(${target} ${scope} ${dependency})
  endforeach()
endfunction()

# dnntune_library(NAME [FLAT] [DEPENDS folder-or-target...] [TEST_DEPENDS ...] [TEST_PACKAGES ...]) - the library of src/NAME from its
# .cpp files, and NAME_test from its *_test.cpp. FLAT leaves subfolders out: they are libraries of their own. tools/check-layers holds
# the folders in DEPENDS against the includes.
function(dnntune_library name)
  cmake_parse_arguments(arg "FLAT" "" "DEPENDS;TEST_DEPENDS;TEST_PACKAGES" ${ARGN})
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
  dnntune_link(dnntune_${name} ${scope} ${arg_DEPENDS})
  if(BUILD_TESTING AND tests)
    dnntune_test(${name}_test SOURCES ${tests} DEPENDS ${name} ${arg_TEST_DEPENDS} PACKAGES ${arg_TEST_PACKAGES})
  endif()
endfunction()

# dnntune_program(NAME [DEPENDS ...]) - the program of apps/NAME from its .cpp files.
function(dnntune_program name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE dnntune_flags)
  dnntune_link(${name} PRIVATE ${arg_DEPENDS})
endfunction()

# dnntune_engine(NAME FACTORY function [PACKAGE name] [INCLUDE folder] [DEPENDS ...] [TEST_DEPENDS ...] [TEST_PACKAGES ...]) - the
# library of src/engine/NAME, as dnntune_library(engine_NAME) makes it, and its program engine-NAME, which serves what FACTORY, declared
# in NAME_engine.h, makes. PACKAGE is a row of tools/packages.tsv, INCLUDE a folder of its headers: the library is compiled with
# DNNTUNE_ENGINE_PACKAGE, its folder, and DNNTUNE_ENGINE_VERSION, which the caller has as ENGINE_PACKAGE and ENGINE_VERSION.
# An engine whose package was not fetched has no library and no program, is reported as not installed, and leaves the rest of its
# CMakeLists.txt out; tests need every engine.
macro(dnntune_engine name)
  cmake_parse_arguments(engine "" "FACTORY;PACKAGE;INCLUDE" "DEPENDS;TEST_DEPENDS;TEST_PACKAGES" ${ARGN})
  if(engine_PACKAGE)
    string(TOUPPER ${engine_PACKAGE} engine_key)
    string(REPLACE "-" "_" engine_key ${engine_key})
    set(ENGINE_PACKAGE ${DNNTUNE_PACKAGE_${engine_key}})
    set(ENGINE_VERSION ${DNNTUNE_VERSION_${engine_key}})
    if(NOT IS_DIRECTORY ${ENGINE_PACKAGE}/${engine_INCLUDE})
      if(BUILD_TESTING)
        message(FATAL_ERROR "the package of engine ${name} is not in ${DNNTUNE_PACKAGES}; run tools/setup --for test")
      endif()
      message(STATUS "engine ${name} is left out; to have it, run tools/setup --engines ${name}")
      return()
    endif()
  endif()
  dnntune_library(engine_${name} DEPENDS ${engine_DEPENDS} TEST_DEPENDS ${engine_TEST_DEPENDS} TEST_PACKAGES ${engine_TEST_PACKAGES})
  if(engine_PACKAGE)
    target_compile_definitions(dnntune_engine_${name} PRIVATE DNNTUNE_ENGINE_PACKAGE="${ENGINE_PACKAGE}"
                                                              DNNTUNE_ENGINE_VERSION="${ENGINE_VERSION}")
  endif()
  if(engine_INCLUDE)
    target_include_directories(dnntune_engine_${name} SYSTEM PRIVATE ${ENGINE_PACKAGE}/${engine_INCLUDE})
  endif()
  set(engine_name ${name})
  configure_file(${CMAKE_SOURCE_DIR}/cmake/engine_main.cpp.in main.cpp @ONLY)
  add_executable(engine-${name} ${CMAKE_CURRENT_BINARY_DIR}/main.cpp)
  target_link_libraries(engine-${name} PRIVATE dnntune_flags dnntune_agent dnntune_engine_${name})
  install(TARGETS engine-${name} DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/dnntune)
endmacro()

# dnntune_test(NAME SOURCES ... [DEPENDS ...] [LABELS ...] [PACKAGES ...]) - a GoogleTest program whose every test is a test of ctest.
function(dnntune_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LABELS;PACKAGES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE dnntune_flags GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE DNNTUNE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DNNTUNE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  dnntune_use_packages(${name} ${arg_PACKAGES})
  dnntune_link(${name} PRIVATE ${arg_DEPENDS})
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

# Debian's own, for which tools/setup installs the modules of the tests.
set(DNNTUNE_PYTHON /usr/bin/python3 CACHE FILEPATH "Python of the tests")
