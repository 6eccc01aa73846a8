# SPDX-License-Identifier: Apache-2.0
# Bundles the report's page with ECharts (charts) and dagre (where the nodes of a diagram stand) and embeds it: sets PAGE_ASSETS to the generated source. Included by src/report.
find_program(ESBUILD esbuild REQUIRED)
set(ECHARTS ${DNNTUNE_PACKAGE_ECHARTS}/dist/echarts.esm.min.mjs)
set(DAGRE ${DNNTUNE_PACKAGE_DAGRE}/dist/dagre.esm.js)
foreach(library ${ECHARTS} ${DAGRE})
  if(NOT EXISTS ${library})
    message(FATAL_ERROR "the page's library is not at ${library}; run tools/setup")
  endif()
endforeach()

set(PAGE_ASSETS ${CMAKE_BINARY_DIR}/web/page_assets.cpp)
file(GLOB page_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/src/*.ts)
add_custom_command(
  OUTPUT ${PAGE_ASSETS}
  COMMAND ${ESBUILD} ${CMAKE_SOURCE_DIR}/web/src/main.ts --bundle --minify --format=iife --target=es2020 --charset=ascii
          --legal-comments=eof --log-level=warning --alias:echarts=${ECHARTS}
          --alias:dagre=${DAGRE} --outfile=${CMAKE_BINARY_DIR}/web/page.js
  COMMAND ${CMAKE_COMMAND} -DSCRIPT=${CMAKE_BINARY_DIR}/web/page.js -DSTYLE=${CMAKE_SOURCE_DIR}/web/style.css
          -DOUTPUT=${PAGE_ASSETS} -P ${CMAKE_SOURCE_DIR}/web/embed.cmake
  DEPENDS ${page_sources} ${CMAKE_SOURCE_DIR}/web/style.css ${CMAKE_SOURCE_DIR}/web/embed.cmake
  COMMENT "Bundling the report's page"
  VERBATIM)

find_program(TSC tsc)
if(BUILD_TESTING AND TSC)
  add_test(NAME web.types COMMAND ${TSC} -p ${CMAKE_SOURCE_DIR}/web)
endif()
