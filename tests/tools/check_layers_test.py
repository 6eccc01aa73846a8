# SPDX-License-Identifier: Apache-2.0
"""tools/check-layers passes a tree that keeps the rules, and names each way of breaking them."""

import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "tools/check-layers"

# base is below engine and its two engines, and these below report, which uses base alone.
CLEAN = {
    "src/LAYERS": "# bottom to top\nbase\nengine\nreport\n",
    "src/NEVER": "report: engine/fast\n",
    "docs/architecture.md": "| folder | noun | must not know |\n|---|---|---|\n| base | files | |\n| engine | inference | reports |\n"
                            "| report | documents | how: `engine/fast` |\n",
    "src/base/CMakeLists.txt": "dnntune_library(base DEPENDS fmt::fmt)\n",
    "src/base/file.h": "#include <string>\n",
    "src/engine/CMakeLists.txt": "dnntune_library(engine FLAT DEPENDS base)\n",
    "src/engine/engine.h": '#include "base/file.h"\n',
    "src/engine/fast/CMakeLists.txt": "dnntune_engine(fast FACTORY MakeFast\n               DEPENDS engine dl TEST_DEPENDS base)\n",
    "src/engine/fast/fast.cpp": '#include "engine/engine.h"\n',
    "src/engine/fast/fast_test.cpp": '#include "base/file.h"\n',
    "src/engine/onnxruntime/CMakeLists.txt": "dnntune_engine(onnxruntime FACTORY MakeOnnxRuntime DEPENDS engine)\n",
    "src/engine/onnxruntime/session.cpp": '#include "engine/engine.h"\n#include <onnxruntime_cxx_api.h>\n',
    "src/report/CMakeLists.txt": "dnntune_library(report DEPENDS base)\n",
    "src/report/text.cpp": '#include "base/file.h"\n#include "report/text.h"\n',
    "src/report/text.h": "",
}


class CheckLayers(unittest.TestCase):
    def faults(self, changes):
        """What the script says of the clean tree with these files as given; None: without the file."""
        with tempfile.TemporaryDirectory() as root:
            for name, text in (CLEAN | changes).items():
                if text is None:
                    continue
                path = pathlib.Path(root) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([SCRIPT, root], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1 if done.stderr.strip() else 0)
        return done.stderr.strip().splitlines()

    def check(self, changes, *expected):
        self.assertEqual(self.faults(changes), list(expected))

    def test_a_tree_that_keeps_the_rules_passes(self):
        self.check({})

    def test_an_include_upwards(self):
        self.check({"src/base/file.h": '#include "report/text.h"\n', "src/base/CMakeLists.txt": "dnntune_library(base DEPENDS report)\n"},
                   "src/base/file.h:1: base includes report/text.h, which is above it in src/LAYERS")

    def test_an_include_that_depends_does_not_name(self):
        self.check({"src/report/text.h": '\n#include "engine/engine.h"\n'},
                   "src/report/text.h:2: includes engine/engine.h, but DEPENDS of src/report/CMakeLists.txt does not name engine")

    def test_what_a_named_folder_depends_on_does_not_count(self):
        self.check({"src/engine/fast/fast.cpp": '#include "engine/engine.h"\n#include "base/file.h"\n'},
                   "src/engine/fast/fast.cpp:2: includes base/file.h, but DEPENDS of src/engine/fast/CMakeLists.txt does not name base")

    def test_one_engine_including_another(self):
        self.check({"src/engine/onnxruntime/session.cpp": '#include "engine/engine.h"\n#include "engine/fast/fast.h"\n'},
                   "src/engine/onnxruntime/session.cpp:2: includes engine/fast/fast.h, "
                   "but DEPENDS of src/engine/onnxruntime/CMakeLists.txt does not name engine_fast")

    def test_depends_that_nothing_includes(self):
        self.check({"src/report/CMakeLists.txt": "dnntune_library(report DEPENDS base engine)\n"},
                   "src/report/CMakeLists.txt: DEPENDS names engine, which no file but tests includes")

    def test_depends_that_only_a_test_includes(self):
        self.check({"src/report/text.cpp": "", "src/report/text_test.cpp": '#include "base/file.h"\n'},
                   "src/report/CMakeLists.txt: DEPENDS names base, which no file but tests includes")

    def test_test_depends_that_no_test_includes(self):
        self.check({"src/engine/fast/fast_test.cpp": ""},
                   "src/engine/fast/CMakeLists.txt: TEST_DEPENDS names base, which no test includes or DEPENDS has")

    def test_a_pair_that_may_never_be(self):
        self.check({"src/report/text.cpp": '#include "base/file.h"\n#include "engine/fast/fast.h"\n',
                    "src/report/CMakeLists.txt": "dnntune_library(report DEPENDS base engine_fast)\n"},
                   "src/report/text.cpp:2: report includes engine/fast/fast.h, and src/NEVER says that it may never include engine/fast")

    def test_a_name_that_only_begins_like_a_forbidden_one(self):
        self.check({"src/report/text.cpp": '#include "base/file.h"\n#include "engine/faster.h"\n', "src/engine/faster.h": "",
                    "src/report/CMakeLists.txt": "dnntune_library(report DEPENDS base engine)\n"})

    def test_a_vendors_header_outside_its_folder(self):
        self.check({"src/report/text.h": "#include <onnxruntime_cxx_api.h>\n"},
                   "src/report/text.h:1: <onnxruntime_cxx_api.h> belongs inside src/engine/onnxruntime")

    def test_a_folder_that_is_not_listed(self):
        self.check({"src/stray/a.cpp": ""}, "src/stray/a.cpp: folder 'stray' is not in src/LAYERS")

    def test_a_folder_without_a_library(self):
        self.check({"src/report/CMakeLists.txt": None},
                   "src/report/text.cpp: no CMakeLists.txt at or above it makes a library",
                   "src/report/text.h: no CMakeLists.txt at or above it makes a library")

    def test_a_table_that_names_what_is_not_there(self):
        self.check({"src/NEVER": "report: engine/fast metre\n",
                    "docs/architecture.md": CLEAN["docs/architecture.md"].replace("`engine/fast`", "`engine/fast`, `metre`")},
                   "src/NEVER: report may never include metre, which there is not")

    def test_a_page_that_disagrees_with_the_table(self):
        page = CLEAN["docs/architecture.md"]
        self.check({"docs/architecture.md": page.replace("`engine/fast`", "`base`")},
                   "docs/architecture.md: report must not know base, but src/NEVER says engine/fast")
        self.check({"docs/architecture.md": page.replace("| base | files | |\n", "")},
                   "docs/architecture.md: the table of folders lacks base")


if __name__ == "__main__":
    unittest.main()
