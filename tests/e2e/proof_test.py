# SPDX-License-Identifier: Apache-2.0
"""An answer whose proof differs or failed says so first, in text, JSON and page, and in the exit code."""

import json
import unittest

from dnntune_run import BUDGET_SHORT, CASES, UNPROVED, TestCase, run

RANDOM = ["--model.file", CASES / "draws_random_numbers.onnx", "--links", "wifi"]


class Proof(TestCase):
    def tune(self, name, *arguments):
        """The outcome, the record and the saved report."""
        folder = self.folder / name
        outcome = run("tune", *arguments, "--output", folder, *BUDGET_SHORT)
        return outcome, json.loads((folder / "tune.json").read_text()), json.loads((folder / "report.json").read_text())

    def test_a_model_that_differs_from_itself_is_not_recommended_anywhere(self):
        outcome, record, report = self.tune("run", *RANDOM)
        self.assertEqual(outcome.code, UNPROVED, str(outcome))
        first_screen = outcome.out[:outcome.out.index("\nAnswer\n")]
        for sentence in ("on wifi nothing is recommended", "Two runs of the whole model on the same inputs differ", "--allow-unproved"):
            self.assertIn(sentence, first_screen)
            self.assertIn(sentence, " ".join(report["verdict"]))
            self.assertIn(sentence, (self.folder / "run/report.html").read_text())
        self.assertGreater(record["repeat"]["max_difference"], 0)
        self.assertIn("tolerance", record["repeat"])
        for decision in record["decisions"]:
            self.assertFalse(decision["recommended"])
            for proof in decision["proofs"]:
                self.assertIn("two runs of the whole model differ", proof["unproved"])
                self.assertNotIn("tolerance", proof)  # the cut is not to blame
        again = self.succeed("report", self.folder / "run")
        self.assertEqual(again.out, outcome.out)

    def test_what_is_allowed_is_recommended_with_the_difference(self):
        outcome, record, _ = self.tune("run", *RANDOM, "--allow-unproved")
        self.assertEqual(outcome.code, 0, str(outcome))
        self.assertIn("allowed, but two runs of the whole model differ", outcome.out)
        self.assertNotIn("nothing is recommended", outcome.out)
        self.assertTrue(record["allow_unproved"])
        self.assertTrue(all(decision["recommended"] for decision in record["decisions"]))

    def test_the_config_allows_it_too(self):
        config = self.write("config.yaml", f"""
model: {{file: {RANDOM[1]}}}
links: [wifi]
objective: {{allow_unproved: true}}
""")
        outcome, _, _ = self.tune("run", config)
        self.assertEqual(outcome.code, 0, str(outcome))

    def test_what_is_proved_says_what_it_was_held_to(self):
        folder = self.folder / "run"
        self.succeed("tune", "--model.name", "squeezenet-v1.1", "--links", "wifi", "--graph-optimization", "all", "--output", folder, *BUDGET_SHORT)
        record = json.loads((folder / "tune.json").read_text())
        self.assertEqual(record["repeat"]["tolerance"], {"relative": 1e-4})
        for decision in record["decisions"]:
            self.assertTrue(decision["recommended"])
            for proof in decision["proofs"]:
                self.assertEqual(proof["tolerance"], {"relative": 1e-4})
                self.assertLessEqual(proof["max_difference"], 1e-4 * proof["largest_value"])


if __name__ == "__main__":
    unittest.main()
