# SPDX-License-Identifier: Apache-2.0
"""The published schemas and the program agree: the page's example, the shipped examples, and what the program refuses."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import jsonschema

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DNNTUNE = pathlib.Path(os.environ["DNNTUNE_BIN"]) / "dnntune"
SCHEMA = json.loads((SOURCE / "docs/profile.schema.json").read_text())


def page_example():
    return json.loads(re.search(r"```json\n(.*?)```", (SOURCE / "docs/profile.md").read_text(), re.S)[1])


def program_accepts(profile):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(profile, file)
        file.flush()
        done = subprocess.run([DNNTUNE, "partition", "--device", file.name, "--cloud", file.name], capture_output=True, check=False)
    return done.returncode == 0


class Schemas(unittest.TestCase):
    def test_the_example_of_the_page_is_right(self):
        jsonschema.validate(page_example(), SCHEMA)
        self.assertTrue(program_accepts(page_example()))

    def test_what_the_program_writes_is_right(self):
        for path in (SOURCE / "examples/run/profiles").glob("*.json"):
            jsonschema.validate(json.loads(path.read_text()), SCHEMA)

    def test_both_refuse_the_same(self):
        for change in (lambda p: p.update(schema="other"), lambda p: p.pop("operators"),
                       lambda p: p["operators"][0].update(costs={}), lambda p: p["operators"][0]["cost"].update(seconds=-1),
                       lambda p: p["operators"][0]["cost"].update(seconds=[]), lambda p: p["operators"][0].update(name=""),
                       lambda p: p["operators"][0]["cost"].update(failure="both")):
            profile = page_example()
            change(profile)
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate(profile, SCHEMA)
            self.assertFalse(program_accepts(profile))


if __name__ == "__main__":
    unittest.main()
