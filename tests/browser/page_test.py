# SPDX-License-Identifier: Apache-2.0
"""The page of a recorded tune run (examples/run) in headless Chromium: it opens by itself, says what the JSON says, and works."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DNNTUNE = pathlib.Path(os.environ["DNNTUNE_BIN"]) / "dnntune"
RUN = SOURCE / "examples/run"


def browser(width=1280, dark=False):
    options = Options()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--window-size={width},2000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    made.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 2000, "deviceScaleFactor": 1, "mobile": False})
    scheme = "dark" if dark else "light"
    made.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    return made


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="dnntune-page-")
        page = pathlib.Path(cls.temporary.name) / "page.html"
        done = subprocess.run([DNNTUNE, "report", RUN, "--json", "--report", page], capture_output=True, text=True, check=True)
        cls.document = json.loads(done.stdout)
        cls.address = page.as_uri()
        # The page takes its data out of the document once it is drawn, so it is read from the file.
        cls.data = json.loads(re.search(r'<script[^>]*id="dnntune-data"[^>]*>(.*?)</script>', page.read_text(), re.S)[1])

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def open(self, **options):
        driver = browser(**options)
        self.addCleanup(driver.quit)
        driver.get(self.address)
        return driver

    def test_prints_numbers_as_the_terminal_does(self):
        cases = json.loads((SOURCE / "tests/numbers.json").read_text())
        self.assertGreater(len(cases), 50)
        printer = subprocess.run(["esbuild", SOURCE / "web/src/format.ts", "--bundle", "--format=iife", "--global-name=printer"],
                                 capture_output=True, text=True, check=True).stdout
        driver = self.open()
        printed = driver.execute_script(
            printer + "; printer.setHints(arguments[0]); return arguments[1].map(({cell, hint}) => printer.formatCell(cell, hint));",
            self.data["hints"], cases)
        for case, text in zip(cases, printed, strict=True):
            self.assertEqual(text, case["text"], case)

    def test_opens_without_errors_and_without_a_network(self):
        driver = self.open()
        self.assertEqual([entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"], [])
        urls = []
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        foreign = [url for url in urls if not url.startswith(("file:", "data:", "blob:"))]
        self.assertEqual(foreign, [])

    def test_shows_the_answer_and_the_numbers_of_the_json(self):
        driver = self.open()
        verdict = driver.find_element(By.ID, "verdict").text
        for sentence in self.document["verdict"]:
            self.assertIn(sentence, verdict)
        shown = {section["id"]: section for section in self.data["sections"]}
        compared = 0
        for section in self.document["sections"]:
            for name, rows in section.get("tables", {}).items():
                blocks = [block for block in shown[section["id"]]["blocks"] if block["type"] == "table" and block["id"] == name]
                self.assertEqual(len(blocks), 1)
                table = driver.find_element(By.ID, f"table-{name}")
                self.assertEqual(len(table.find_elements(By.CSS_SELECTOR, "tbody tr")), len(rows))
                for row, cells in zip(rows, blocks[0]["rows"]):
                    numbers = {cell["value"] for cell in cells["cells"] if isinstance(cell, dict) and "value" in cell}
                    for key, value in row.items():
                        is_bound = key.endswith(("_source", "_unavailable")) or "_low" in key or "_high" in key
                        if isinstance(value, (int, float)) and not isinstance(value, bool) and not is_bound:
                            self.assertIn(value, numbers, f"{name}.{key}")
                            compared += 1
        self.assertGreater(compared, 500)

    def visible_sections(self, driver):
        return [section.get_attribute("id") for section in driver.find_elements(By.CSS_SELECTOR, ".choice section") if section.is_displayed()]

    def test_the_link_switch_works_by_mouse_and_by_keyboard(self):
        driver = self.open()
        self.assertEqual(self.visible_sections(driver), ["3g_latency_decision"])
        options = driver.find_elements(By.CSS_SELECTOR, ".switch label")
        options[2].click()
        self.assertEqual(self.visible_sections(driver), ["wifi_latency_decision"])
        driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.visible_sections(driver), ["3g_energy_decision"])
        chart = driver.find_element(By.CSS_SELECTOR, "#wifi_latency_decision .chart")
        self.assertFalse(chart.is_displayed())
        self.assertTrue(driver.find_element(By.CSS_SELECTOR, "[id='3g_energy_decision'] .chart svg").is_displayed())

    def test_tables_sort(self):
        driver = self.open()
        table = driver.find_element(By.ID, "table-3g_latency_along")
        header = table.find_elements(By.CSS_SELECTOR, "thead th")[1]
        header.find_element(By.TAG_NAME, "button").click()
        self.assertEqual(header.get_attribute("aria-sort"), "ascending")
        first = table.find_element(By.CSS_SELECTOR, "tbody tr th").text
        header.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
        self.assertEqual(header.get_attribute("aria-sort"), "descending")
        self.assertNotEqual(table.find_element(By.CSS_SELECTOR, "tbody tr th").text, first)

    def test_the_pareto_chart_has_a_point_for_every_deployment(self):
        driver = self.open()
        driver.find_elements(By.CSS_SELECTOR, ".switch label")[2].click()
        section = next(section for section in self.document["sections"] if section["id"] == "wifi_latency_decision")
        rows = section["tables"]["wifi_latency_along"]
        allowed = [row for row in rows if row["pareto"] != "ruled out"]
        points = driver.find_elements(By.CSS_SELECTOR, "#chart-wifi_latency_pareto path[transform^=matrix]")
        self.assertEqual(len(points), len(allowed))
        front = [point for point in points if not point.get_attribute("fill-opacity")]
        self.assertEqual(len(front), len([row for row in rows if row["pareto"] == "front"]))
        best = max(points, key=lambda point: point.size["width"])
        ActionChains(driver).move_to_element(best).perform()
        name = next(row["deployment"] for row in rows if row.get("highlighted"))
        tooltip = driver.find_element(By.CSS_SELECTOR, "#chart-wifi_latency_pareto > div:last-child").text
        self.assertRegex(tooltip, rf"{name}\nLatency: [\d.]+ ms\nEnergy: [\d.]+ mJ")

    def test_the_layers_are_drawn_with_the_chosen_cuts_between_them(self):
        driver = self.open()
        section = next(section for section in self.data["sections"] if section["id"] == "device_layers")
        layers = next(block for block in section["blocks"] if block["type"] == "table")["rows"]
        nodes = driver.find_elements(By.CSS_SELECTOR, "#diagram-device_layers_graph .node")
        self.assertEqual([node.find_elements(By.TAG_NAME, "text")[0].text for node in nodes], [row["cells"][0] for row in layers])
        hottest = max(range(len(layers)), key=lambda row: layers[row]["cells"][1]["value"])
        fills = [node.find_element(By.TAG_NAME, "rect").get_attribute("style") for node in nodes]
        self.assertEqual([row for row, fill in enumerate(fills) if " 70%" in fill], [hottest])
        cuts = {cut.text: cut for cut in driver.find_elements(By.CSS_SELECTOR, "#diagram-device_layers_graph text.cut")}
        wifi = cuts["latency: wifi"].location["y"]
        chosen = next(s for s in self.data["sections"] if s["id"] == "answer")["blocks"][0]["rows"]
        after = next(row["cells"][2] for row in chosen if row["cells"][:2] == ["wifi", "latency"]).removeprefix("after ")
        at = [row["cells"][0] for row in layers].index(after)
        self.assertGreater(wifi, nodes[at].location["y"])
        self.assertLess(wifi, nodes[at + 1].location["y"])

    def test_header_and_names_stay_in_sight_while_a_table_scrolls(self):
        for dark in (False, True):
            driver = self.open(width=390, dark=dark)
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 500, "deviceScaleFactor": 1, "mobile": False})
            shown = driver.execute_script("""
                const table = document.getElementById("table-3g_latency_along"), box = table.closest(".scroll");
                box.scrollTo(150, 200);
                const place = (element) => element.getBoundingClientRect(), cells = [...table.querySelectorAll("th")];
                return {scrolled: [box.scrollLeft, box.scrollTop], box: place(box), name: place(table.querySelector("tbody th")),
                        corner: place(table.querySelector("thead th")), colours: cells.map((cell) => getComputedStyle(cell).backgroundColor)};
            """)
            self.assertEqual(shown["scrolled"], [150, 200])
            self.assertAlmostEqual(shown["corner"]["top"], shown["box"]["top"], delta=2)
            self.assertAlmostEqual(shown["corner"]["left"], shown["box"]["left"], delta=2)
            self.assertAlmostEqual(shown["name"]["left"], shown["box"]["left"], delta=2)
            self.assertLess(shown["name"]["top"], shown["box"]["top"])
            self.assertTrue(all(re.match(r"rgb\(", colour) for colour in shown["colours"]), "what scrolls below would show through")

    def test_paper_shows_every_alternative_in_light_colours(self):
        light = self.background(self.open())
        driver = self.open(dark=True)
        self.assertEqual(len(self.visible_sections(driver)), 1)
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        self.assertEqual(len(self.visible_sections(driver)), len([section for section in self.document["sections"] if "choice" in section]))
        self.assertFalse(driver.find_element(By.CSS_SELECTOR, ".switch").is_displayed())
        self.assertEqual(self.background(driver), light)

    def test_charts_of_hidden_sections_are_drawn_for_paper(self):
        driver = self.open()
        charts = driver.find_elements(By.CLASS_NAME, "chart")
        drawn = lambda: [chart for chart in charts if chart.find_elements(By.TAG_NAME, "svg")]
        self.assertLess(len(drawn()), len(charts))
        driver.execute_cdp_cmd("Page.printToPDF", {})
        self.assertEqual(len(drawn()), len(charts))

    def background(self, driver):
        return driver.execute_script("return getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor")

    def test_dark_is_dark(self):
        self.assertNotEqual(self.background(self.open()), self.background(self.open(dark=True)))

    def test_a_phone_need_not_scroll_sideways(self):
        driver = self.open(width=390)
        widths = driver.execute_script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        self.assertLessEqual(widths[0], widths[1])


if __name__ == "__main__":
    unittest.main()
