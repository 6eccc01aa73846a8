# SPDX-License-Identifier: Apache-2.0
"""Files of one trait each that a plain TensorFlow Lite interpreter runs: read, measured in parts, proved (tests/cases)."""

import json
import unittest

from dnntune_run import BAD_INPUT, BUDGET_SHORT, SOURCE, TestCase

CASES = SOURCE / "tests/cases"
NAMELESS = CASES / "nameless_tensors.tflite"
ONE_NAME = CASES / "two_inputs_of_one_name.tflite"
VARIABLE = CASES / "call_once_variable.tflite"
BLOCKS = CASES / "blockwise_int4.tflite"
SIGNATURES = CASES / "several_signatures.tflite"
ON_WIFI = ["--links", "wifi"]


class Tflite(TestCase):
    def profile_of(self, model, *arguments):
        folder = self.folder / "-".join(["profile", *map(str, arguments)])
        self.succeed("profile", model, *arguments, *BUDGET_SHORT, "--output", folder)
        return json.loads(next((folder / "profiles").glob("*.json")).read_text())

    def check_proofs(self, *arguments):
        folder = self.folder / f"run-{len(list(self.folder.iterdir()))}"
        self.succeed("tune", *arguments, "--framework", "tflite", *ON_WIFI, *BUDGET_SHORT, "--output", folder)
        decisions = json.loads((folder / "tune.json").read_text())["decisions"]
        proofs = [proof for decision in decisions for proof in decision["proofs"]]
        self.assertTrue(proofs)
        for proof in proofs:
            self.assertFalse(proof.get("failure"), proof)
            self.assertEqual(proof["max_difference"], 0, proof)
        return folder

    def test_tensors_without_names_of_their_own(self):
        for engine in ("tflite", "litert", "openvino"):
            for model in (NAMELESS, ONE_NAME):
                self.succeed("bench", model, "--framework", engine, *BUDGET_SHORT)
        self.check_proofs("--model.file", NAMELESS)
        self.check_proofs("--model.file", ONE_NAME)

    def test_a_variable_that_is_set_before_the_first_run(self):
        shown = self.succeed("inspect", VARIABLE)
        self.assertNotIn("keeps variables", shown.out)
        profile = self.profile_of(VARIABLE, "--framework", "tflite")
        self.assertEqual([layer["name"] for layer in profile["layers"] if "failure" in layer["cost"]], [])
        self.check_proofs("--model.file", VARIABLE)

    def test_weights_in_blocks_of_four_bits(self):
        for engine in ("tflite", "litert"):
            profile = self.profile_of(BLOCKS, "--framework", engine)
            self.assertGreater(len(profile["layers"]), 1)
            self.assertEqual([layer["name"] for layer in profile["layers"] if "failure" in layer["cost"]], [])
        self.check_proofs("--model.file", BLOCKS)

    def test_signatures(self):
        first = self.succeed("inspect", SIGNATURES)
        self.assertIn("this is signature 'encode' of the file, which has 1 other: decode", first.out)
        self.assertIn("enc_x", first.out)
        second = self.succeed("inspect", SIGNATURES, "--signature", "decode")
        self.assertIn("this is signature 'decode'", second.out)
        self.assertIn("dec_x", second.out)
        for verb in ("bench", "profile", "quantize"):
            budget = [] if verb == "quantize" else BUDGET_SHORT
            out = [] if verb != "quantize" else ["--file", self.folder / "narrow.tflite"]
            shown = self.succeed(verb, SIGNATURES, "--framework", "tflite", "--signature", "decode", *budget, *out)
            self.assertIn("which has 1 other: encode", shown.out, verb)
        folder = self.check_proofs("--model.file", SIGNATURES, "--signature", "decode")
        self.assertIn("dec_y", (folder / "profiles/device.json").read_text())

    def test_a_signature_that_is_not_there(self):
        for verb in ("inspect", "bench", "profile", "quantize"):
            engine = [] if verb == "inspect" else ["--framework", "tflite"]
            self.fail_with(BAD_INPUT, "no signature 'train'; its signatures are encode, decode",
                           arguments=[verb, SIGNATURES, "--signature", "train", *engine])
        self.fail_with(BAD_INPUT, "it has no signatures", arguments=["inspect", NAMELESS, "--signature", "train"])
        self.fail_with(BAD_INPUT, "only .tflite files have signatures",
                       arguments=["inspect", CASES / "fails_while_it_runs.onnx", "--signature", "train"])


if __name__ == "__main__":
    unittest.main()
