# SPDX-License-Identifier: Apache-2.0
"""Models of one trait each, made by hand, through the real commands."""

import json
import shutil
import unittest

from dnntune_run import BAD_INPUT, BUDGET_SHORT, SOURCE, TestCase

CASES = SOURCE / "tests/cases"


class Cases(TestCase):
    def profile(self, model, *flags):
        """The document of a profile in which nothing failed."""
        shutil.rmtree(self.folder / "run", ignore_errors=True)
        self.succeed("profile", model, *BUDGET_SHORT, "--output", self.folder / "run", *flags)
        document = json.loads((self.folder / "run/profiles/device.json").read_text())
        for cost in [document["whole"], *(layer["cost"] for layer in document["layers"])]:
            self.assertNotIn("failure", cost)
        return document

    def cuts(self, model):
        sections = json.loads(self.succeed("inspect", model, "--format", "json").out)["sections"]
        return next(section["tables"]["cuts"] for section in sections if section["id"] == "cuts")

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

    def test_tensors_without_elements_are_read_back_and_sent(self):
        shapes = "{x: [1, 3, 16], past: [1, 2, 0, 8]}"
        self.profile(CASES / "empty_past.onnx", "--model.input_shape", shapes)
        profile = self.folder / "run/profiles/device.json"
        self.succeed("partition", "--device", profile, "--cloud", profile, "--link", "wifi")
        config = self.write("c.yaml", f"model: {{file: {CASES / 'empty_past.onnx'}, input_shape: {shapes}}}\n"
                                      "links: [{name: lab, up_mbps: 10000, down_mbps: 10000, round_trip_ms: 0}]\n"
                                      "devices: [{name: slow, role: device, slowdown: 50}, {name: server, role: cloud}]\n")
        for flags in (["--output", self.folder / "tuned"], ["--resume", self.folder / "tuned"]):
            self.succeed("tune", config, *BUDGET_SHORT, *flags)
        decision = json.loads((self.folder / "tuned/tune.json").read_text())["decisions"][0]
        splits = [proof for proof in decision["proofs"] if proof["candidate"].startswith("after ")]
        self.assertTrue(splits, decision["proofs"])
        for proof in splits:
            self.assertEqual(proof["max_difference"], 0, proof)

    def test_an_empty_list_is_the_shape_of_a_scalar(self):
        model = CASES / "scalar_of_unknown_rank.pb"
        document = self.profile(model, "--framework", "tensorflow", "--model.input_shape", "{keep_prob: []}")
        self.assertEqual(next(one for one in document["tensors"] if one["name"] == "keep_prob")["shape"], [])
        self.succeed("inspect", model, "--input-shape", "keep_prob:[]")
        self.fail_with(BAD_INPUT, "or [] for a scalar", arguments=["inspect", model, "--input-shape", "keep_prob:"])

    def test_shapes_that_depend_on_values(self):
        for engine in ("onnxruntime", "openvino"):
            self.profile(CASES / "shape_depends_on_values.onnx", "--framework", engine)

    def test_an_output_may_be_a_weight(self):
        self.assertNotIn("anchors", self.profile(CASES / "output_is_weight.onnx")["outputs"])

    def test_every_cut_of_parallel_branches_has_a_name_that_head_and_tail_take(self):
        model, part = CASES / "parallel_heads.onnx", self.folder / "part.onnx"
        cuts = self.cuts(model)
        self.assertEqual(len({cut["cut"] for cut in cuts}), len(cuts))
        self.assertEqual(cuts, self.cuts(model))
        for cut in cuts[1:-1]:
            layers = []
            for flag in ("--head", "--tail"):
                self.succeed("inspect", model, flag, cut["cut"], "--out", part)
                layers.append(int(self.succeed("inspect", part).out.split(" layers of ")[0].split()[-1]))
            self.assertEqual(layers, [cut["head_layers"], 6 - cut["head_layers"]], cut)
        self.fail_with(BAD_INPUT, "'Head_9'", "did you mean 'Head_", arguments=["inspect", model, "--head", "after Head_0 and Head_9", "--out", part])
        self.fail_with(BAD_INPUT, "no layer in the tail", arguments=["inspect", model, "--tail", "after the last layer", "--out", part])


if __name__ == "__main__":
    unittest.main()
