# SPDX-License-Identifier: Apache-2.0
"""A study of two models on two engines: what it finds, and what it keeps when it ends early."""

import csv
import json
import shutil
import signal
import subprocess
import time
import unittest

from dnntune_run import BAD_INPUT, BIN, INTERRUPTED, USAGE, TestCase, command

MODELS = ["mnist-mlp", "squeezenet-v1.1"]
ENGINES = ["onnxruntime", "tflite"]


class Study(TestCase):
    def setUp(self):
        super().setUp()
        self.run_folder = self.folder / "study"

    def study(self, *flags):
        return ["study", "models", *flags, "--output", self.run_folder]

    def entries(self):
        return json.loads((self.run_folder / "study.json").read_text())["entries"]

    def rows(self, name):
        with open(self.run_folder / f"{name}.csv", newline="") as file:
            return list(csv.DictReader(file))

    def table(self, name):
        return {row["model"]: row for row in self.rows(name)}

    def is_measured(self, entry):
        return (self.run_folder / "profiles" / f"{entry['profile']}.json").exists()

    def test_shows_how_models_differ(self):
        outcome = self.succeed(*self.study(*MODELS, "--framework", ",".join(ENGINES), "--threads", "2", "--budget", "30 s"))
        entries = self.entries()
        self.assertEqual(len(entries), len(MODELS) * len(ENGINES) * (2 + 2))  # one thread, which others are compared with, is added
        self.assertTrue(all(self.is_measured(entry) and "unavailable" not in entry for entry in entries))
        latencies = self.table("latency")
        self.assertEqual(list(latencies), MODELS)
        for model in MODELS:
            for engine in ENGINES:
                profile = json.loads((self.run_folder / "profiles" / f"{model}-{engine}-fp32.json").read_text())
                median = sorted(profile["whole"]["seconds"])[len(profile["whole"]["seconds"]) // 2]
                self.assertAlmostEqual(float(latencies[model][f"latency_{engine}_s"]) / median, 1, delta=0.05)
                self.assertTrue((self.run_folder / "models" / f"{model}-int8.{'onnx' if engine == 'onnxruntime' else 'tflite'}").exists())
        self.assertEqual({row["engine"] for row in self.rows("numbers")}, set(ENGINES))
        self.assertGreater(float(self.table("macs_by_kind")["squeezenet-v1.1"]["convolution"]), 0.99)
        self.assertEqual(float(self.table("time_by_kind_tflite")["mnist-mlp"]["dense"]), 1)
        cuts = self.table("cuts")
        self.assertEqual(cuts["mnist-mlp"]["smaller"], "0")
        self.assertEqual(cuts["squeezenet-v1.1"]["first"], "pool3")  # the first below the 618 kB of the input
        self.assertIn("Of 2 models 1 has no cut that sends less than the inputs", outcome.out)
        again = self.succeed("report", self.run_folder)
        self.assertEqual(again.out, outcome.out)

    def test_what_the_budget_leaves_out_is_measured_later(self):
        outcome = self.succeed(*self.study("mnist-mlp", "squeezenet-v1.1", "--framework", "onnxruntime", "--precision", "fp32", "--threads", "1", "--budget", "0.1 s"))
        self.assertIn("unavailable: the budget of 0.1 s was spent; go on with --resume", outcome.out)
        profile = self.run_folder / "profiles/mnist-mlp-onnxruntime-fp32.json"
        before = profile.read_bytes()
        self.succeed("study", "models", "--resume", self.run_folder, "--budget", "5 s")
        self.assertTrue(all(self.is_measured(entry) and "unavailable" not in entry for entry in self.entries()))
        self.assertEqual(profile.read_bytes(), before)

    def test_ctrl_c_keeps_what_was_measured(self):
        process = subprocess.Popen(command(*self.study(*MODELS, "--framework", "onnxruntime", "--precision", "fp32", "--budget", "60 s")), text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        end = time.monotonic() + 60
        profile = self.run_folder / "profiles/mnist-mlp-onnxruntime-fp32.json"
        while not profile.exists() and time.monotonic() < end:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, INTERRUPTED, errors)
        self.assertIn(f"--resume {self.run_folder}", errors)
        self.assertTrue(profile.exists())
        self.succeed("study", "models", "--resume", self.run_folder, "--budget", "8 s")
        self.assertTrue(all(self.is_measured(entry) for entry in self.entries()))

    def test_an_engine_that_is_not_there_is_said_and_the_rest_goes_on(self):
        programs = self.folder / "bin"
        programs.mkdir()
        for name in ("dnntune", "dnntune-agent", "engine-onnxruntime"):
            shutil.copy(BIN / name, programs)
        done = subprocess.run([programs / "dnntune", *self.study("mnist-mlp", "--framework", "onnxruntime,tflite", "--precision", "fp32", "--threads", "1", "--budget", "3 s")],
                              capture_output=True, text=True, check=True)
        self.assertIn("mnist-mlp, tflite: engine tflite is not installed", done.stdout)
        first, second = self.entries()
        self.assertTrue(self.is_measured(first))
        self.assertFalse(self.is_measured(second))

    def test_bad_input(self):
        self.fail_with(BAD_INPUT, "no model 'mobilenet-v9'", "did you mean", arguments=self.study("mobilenet-v9"))
        self.fail_with(BAD_INPUT, "no engine 'tflit'", "did you mean 'tflite'", arguments=self.study("--framework", "tflit"))
        self.fail_with(BAD_INPUT, "no 'int4'", "did you mean 'int8'", arguments=self.study("--precision", "int4"))
        self.fail_with(BAD_INPUT, "--budget", arguments=self.study("--budget", "soon"))
        self.fail_with(USAGE, "--threads", arguments=self.study("--threads", "0"))
        self.fail_with(BAD_INPUT, "there is no study", arguments=["study", "models", "--resume", self.folder / "none"])
        self.fail_with(BAD_INPUT, "no study", arguments=["study", "models", "--resume", self.folder])
        self.fail_with(USAGE, "leave out", arguments=["study", "models", "mnist-mlp", "--resume", self.folder])


if __name__ == "__main__":
    unittest.main()
