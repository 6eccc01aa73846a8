# SPDX-License-Identifier: Apache-2.0
# cmake -DSCRIPT=page.js -DSTYLE=style.css -DOUTPUT=page_assets.cpp -P embed.cmake
# Writes script and style as C++ byte arrays: string literals have a length limit that the script exceeds.
function(embed name file result)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  set(${result} "constexpr unsigned char k${name}[] = {${bytes}0};\n" PARENT_SCOPE)
endfunction()

embed(Script ${SCRIPT} script)
embed(Style ${STYLE} style)
file(WRITE ${OUTPUT} "// Generated from web/ by web/embed.cmake.
#include \"report/page_assets.h\"

namespace dnntune::report {
namespace {
${script}${style}}  // namespace

std::string_view PageScript() { return {reinterpret_cast<const char*>(kScript), sizeof kScript - 1}; }
std::string_view PageStyle() { return {reinterpret_cast<const char*>(kStyle), sizeof kStyle - 1}; }

}  // namespace dnntune::report
")
