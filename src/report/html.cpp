// SPDX-License-Identifier: Apache-2.0
#include "report/html.h"

#include "report/page_assets.h"
#include "report/page_data.h"

namespace dnntune::report {
namespace {

std::string Escape(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += letter;
    }
  }
  return escaped;
}

// For readers without scripts, and for search: the verdict in plain markup.
std::string Verdict(const Document& document) {
  std::string text = "<main><h1>" + Escape(document.title) + "</h1>";
  for (const std::string& sentence : document.verdict) text += "<p>" + Escape(sentence) + "</p>";
  return text + "</main>";
}

}  // namespace

std::string RenderHtml(const Document& document) {
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; "
      "style-src 'unsafe-inline'; img-src data:\">\n";
  page += "<title>" + Escape(document.title) + "</title>\n<style>\n";
  page += PageStyle();
  page += "</style>\n</head>\n<body>\n" + Verdict(document);
  page += "\n<script type=\"application/json\" id=\"dnntune-data\">" + PageData(document) + "</script>\n<script>\n";
  page += PageScript();
  return page + "</script>\n</body>\n</html>\n";
}

}  // namespace dnntune::report
