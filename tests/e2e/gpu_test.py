# SPDX-License-Identifier: Apache-2.0
"""Unit gpu on software Vulkan, whatever the machine has: it computes, says what it is and decides nothing unless it is asked to."""

import json
import shutil
import subprocess
import unittest

from dnntune_run import BIN, BUDGET_SHORT, DETECTOR, UNAVAILABLE, TestCase, package

SOFTWARE = {"VK_ICD_FILENAMES": str(package("litert") / "lib/lvp_icd.json")}
NONE = {"VK_ICD_FILENAMES": "/nonexistent.json"}
LABEL = "software Vulkan (llvmpipe): a check of function, not of speed"


class Gpu(TestCase):
    def test_tflite_on_a_gpu_runs_on_litert_and_every_output_says_what_it_is(self):
        arguments = ["bench", DETECTOR, "--framework", "tflite", "--processing.unit", "gpu", *BUDGET_SHORT]
        for form in ("text", "json", "csv", "html"):
            outcome = self.succeed(*arguments, "--format", form, env=SOFTWARE)
            self.assertIn(LABEL, outcome.out, form)
            self.assertIn("litert runs the same files on it; litert is used instead", outcome.out, form)

    def test_a_decision_has_to_be_asked_for_and_its_cuts_run(self):
        folder = self.folder / "run"
        config = self.write("gpu.yaml", f"""
model: {{file: {DETECTOR}}}
processing: {{processing_unit: [mobile_GPU, cloud_CPU], framework: litert}}
links: [wifi]
objective: latency-first
""")
        self.fail_with(UNAVAILABLE, LABEL, "--allow-software-gpu", arguments=["tune", config, "--output", folder], env=SOFTWARE)
        arguments = ["tune", config, "--output", folder, "--allow-software-gpu", *BUDGET_SHORT]
        outcome = self.succeed(*arguments, env=SOFTWARE)
        self.assertIn(f"device: {LABEL}.", outcome.out)
        profiles = {name: json.loads((folder / f"profiles/{name}.json").read_text()) for name in ("device", "cloud")}
        self.assertEqual([profiles[name]["setting"]["unit"] for name in ("device", "cloud")], ["gpu", "cpu"])
        self.assertIn(LABEL, profiles["device"]["notes"])
        self.assertFalse([layer for layer in profiles["device"]["layers"] if "failure" in layer["cost"]])
        for decision in json.loads((folder / "tune.json").read_text())["decisions"]:
            self.assertTrue(decision["proofs"])
            for proof in decision["proofs"]:
                self.assertFalse(proof.get("failure"), proof)
                self.assertLessEqual(proof["max_difference"], 1e-4)
        pair = ["--device", folder / "profiles/device.json", "--cloud", folder / "profiles/cloud.json", "--link", "wifi"]
        for verb in ("partition", "explain"):
            self.fail_with(UNAVAILABLE, LABEL, "--allow-software-gpu", arguments=[verb, *pair])
            self.assertIn(LABEL, self.succeed(verb, *pair, "--allow-software-gpu").out)

    def test_without_vulkan_the_reason_is_told_and_the_cpu_used(self):
        arguments = ["--framework", "litert", "--processing.unit", "gpu", *BUDGET_SHORT]
        outcome = self.succeed("bench", DETECTOR, *arguments, env=NONE)
        self.assertIn("Vulkan finds no device", outcome.out)
        self.assertIn("the CPU is used instead", outcome.out)
        self.assertNotIn(LABEL, outcome.out)
        self.assertIn("Vulkan finds no device", self.succeed("doctor", env=NONE).out)

    def test_an_engine_of_the_build_is_not_fetched(self):
        for program in ("dnntune", "dnntune-agent", "engine-onnxruntime"):
            shutil.copy(BIN / program, self.folder)
        done = subprocess.run([self.folder / "dnntune", "doctor"], capture_output=True, text=True, check=True)
        lines = {line.split()[1]: line for line in done.stdout.splitlines() if line.split()[:1] == ["engine"]}
        self.assertIn("build again", lines["null"])
        self.assertIn("build again", lines["replay"])
        self.assertIn("tools/setup --engines litert", lines["litert"])


if __name__ == "__main__":
    unittest.main()
