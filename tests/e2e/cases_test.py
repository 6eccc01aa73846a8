# SPDX-License-Identifier: Apache-2.0
"""Models of one trait each, made by hand, through the real commands."""

import json
import unittest

from dnntune_run import BAD_INPUT, BUDGET_SHORT, SOURCE, TestCase

CASES = SOURCE / "tests/cases"


class Cases(TestCase):
    def profile(self, model, *flags):
        """The document of a profile in which nothing failed."""
        folder = self.folder / "run"
        self.succeed("profile", model, *BUDGET_SHORT, "--output", folder, *flags)
        document = json.loads((folder / "profiles/device.json").read_text())
        for cost in [document["whole"], *(layer["cost"] for layer in document["layers"])]:
            self.assertNotIn("failure", cost)
        return document

    def test_external_data_may_not_be_a_link_out_of_the_models_folder(self):
        model = self.write("model.onnx", (CASES / "external_data/model.onnx").read_bytes())
        (self.folder / "w").symlink_to(CASES / "external_data/w")
        for arguments in (["inspect", model], ["profile", model], ["quantize", model, "--file", self.folder / "q.onnx"]):
            self.fail_with(BAD_INPUT, "model.onnx", "inside the model's folder, links followed", arguments=arguments)

    def test_external_data_in_folders_and_in_inner_graphs(self):
        model = CASES / "external_data/model.onnx"
        self.profile(model)
        self.succeed("quantize", model, "--precision", "fp16", "--file", self.folder / "half.onnx")
        self.profile(self.folder / "half.onnx")


if __name__ == "__main__":
    unittest.main()
