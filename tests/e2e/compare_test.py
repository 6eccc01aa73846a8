# SPDX-License-Identifier: Apache-2.0
"""Settings side by side on real engines, measured by turns, and recorded runs."""

import csv
import io
import json
import signal
import subprocess
import time
import unittest

from dnntune_run import BAD_INPUT, CLASSIFIER, CLASSIFIER_SHAPE, INTERRUPTED, IO, UNAVAILABLE, USAGE, TestCase, command

ENGINES = ["onnxruntime", "openvino", "tflite", "tensorflow"]
MODEL = "squeezenet-v1.1"
BUDGET = ["--budget", "2 s"]


class Measured(TestCase):
    def compare(self, *flags):
        """The comparison that such a run leaves, and what the run printed."""
        folder = self.folder / "run"
        outcome = self.succeed("compare", *flags, "--output", folder, *BUDGET)
        return json.loads((folder / "comparison.json").read_text()), outcome

    def check_order(self, comparison):
        """Fastest first, ratios that are those of the medians, intervals around them, one best."""
        measured = [one for one in comparison["settings"] if "unavailable" not in one]
        medians = [one["readings"]["latency.median"]["value"] for one in measured]
        self.assertEqual(medians, sorted(medians))
        self.assertEqual([one["to_least"]["latency.median"]["standing"] for one in measured].count("best"), 1)
        for one in measured[1:]:
            ratio = one["to_least"]["latency.median"]["ratio"]
            self.assertAlmostEqual(ratio["value"], one["readings"]["latency.median"]["value"] / medians[0])
            if "low" not in ratio:  # too few turns, as on a busy machine
                self.assertEqual(one["to_least"]["latency.median"]["standing"], "unknown")
                continue
            real = ratio["low"] > 1 and ratio["value"] >= 1 + comparison["least_effect"]
            self.assertEqual(one["to_least"]["latency.median"]["standing"], "worse" if real else "tie")
        return measured

    def test_every_engine_with_its_memory(self):
        comparison, outcome = self.compare(MODEL, "--framework", ",".join(ENGINES))
        measured = self.check_order(comparison)
        self.assertEqual(sorted(one["label"] for one in measured), sorted(ENGINES))
        self.assertTrue(comparison["interleaved"])
        for one in measured:
            library, model, peak = (one["readings"][f"memory.{part}"]["value"] for part in ("library", "model", "peak"))
            self.assertGreater(library, 0)
            self.assertGreater(model, 0)
            self.assertEqual(library + model, peak)
            profile = json.loads((self.folder / "run" / one["profile"]).read_text())
            self.assertEqual(profile["setting"]["engine"], one["label"])
            self.assertEqual(profile["readings"]["memory.library"]["value"], library)
        self.assertTrue((self.folder / "run" / "report.html").read_text().startswith("<!"))
        self.assertIn("Peak memory", outcome.out)
        again = self.succeed("report", self.folder / "run", "--json")
        self.assertEqual(json.loads(again.out)["verdict"], [outcome.out.splitlines()[1]])

    def test_what_an_engine_has_not_is_a_row(self):
        comparison, outcome = self.compare(MODEL, "--framework", "onnxruntime,tflite,MACE", "--library", "builtin,MLAS", "--threads", "1,2")
        self.assertEqual(len(comparison["settings"]), 12)
        measured = [one["label"] for one in self.check_order(comparison)]
        self.assertEqual(sorted(measured), ["onnxruntime, MLAS, 1 thread", "onnxruntime, MLAS, 2 threads",
                                            "tflite, builtin, 1 thread", "tflite, builtin, 2 threads"])
        self.assertIn("engine onnxruntime has no DNN library 'builtin'", outcome.out)
        self.assertIn("MACE runs on phones", outcome.out)

    def test_the_same_setting_twice_and_explicit_ones(self):
        comparison, _ = self.compare(MODEL, "--setting", "threads=1", "--setting", "threads=1", "--setting", "framework=tflite threads=2")
        labels = sorted(one["label"] for one in self.check_order(comparison))
        self.assertEqual(labels, ["onnxruntime, 1 thread", "onnxruntime, 1 thread (2)", "tflite, 2 threads"])

    def test_a_file_is_compared_on_the_engines_that_read_it(self):
        comparison, outcome = self.compare(CLASSIFIER, "--input-shape", CLASSIFIER_SHAPE, "--framework", "onnxruntime,openvino,tflite")
        self.assertEqual(sorted(one["label"] for one in self.check_order(comparison)), ["onnxruntime", "openvino"])
        self.assertIn("engine tflite does not read", outcome.out)

    def test_the_list_of_a_config_file(self):
        config = self.write("c.yaml", f"model: {{name: {MODEL}}}\nprocessing: {{framework: [onnxruntime, tflite], cpu_threads: 2}}\n")
        comparison, _ = self.compare("--config", config)
        self.assertEqual(sorted(one["label"] for one in self.check_order(comparison)), ["onnxruntime", "tflite"])
        self.assertEqual({one["setting"]["threads"] for one in comparison["settings"]}, {2})

    def test_declared_power_gives_energy(self):
        power = ["--set", "devices.device.power={idle: 1 W, cpu: {1: 3 W}}"]
        comparison, _ = self.compare(MODEL, "--framework", "onnxruntime,tflite", "--threads", "1", *power)
        for one in self.check_order(comparison):
            energy, latency = one["to_least"]["energy"], one["to_least"]["latency.median"]
            self.assertEqual(one["readings"]["energy"]["source"], "modelled")
            self.assertAlmostEqual(energy["ratio"]["value"], latency["ratio"]["value"])
            self.assertEqual(energy["standing"], latency["standing"])

    def test_profiles_layer_by_layer(self):
        folder = self.folder / "run"
        flags = ["profile", MODEL, "--framework", "onnxruntime,tflite", *BUDGET]
        outcome = self.succeed(*flags, "--output", folder, "--format", "csv")
        for engine in ("onnxruntime", "tflite"):
            profile = json.loads((folder / f"profiles/{engine}.json").read_text())
            self.assertTrue(profile["complete"])
            self.assertEqual(profile["setting"]["engine"], engine)
        rows = list(csv.DictReader(io.StringIO(outcome.out.split("# layers\n")[1])))
        self.assertEqual(len(rows), len(profile["layers"]))
        for row in rows:
            self.assertGreater(float(row["onnxruntime_s"]), 0)
            self.assertGreater(float(row["tflite_s"]), 0)
        before = (folder / "profiles/tflite.json").read_text()
        self.succeed(*flags, "--resume", folder)
        kept, now = json.loads(before)["layers"], json.loads((folder / "profiles/tflite.json").read_text())["layers"]
        self.assertEqual(kept, now)

    def test_interrupt_keeps_what_was_measured_by_all(self):
        folder = self.folder / "run"
        flags = ["compare", MODEL, "--framework", "onnxruntime,tflite", "--budget", "60 s", "--precision", "0.0001", "--output", folder]
        process = subprocess.Popen(command(*flags, "--set", "profiling.max_samples=1000000"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        seen = set()
        deadline = time.monotonic() + 60
        while len(seen) < 2 and time.monotonic() < deadline:
            line = process.stderr.readline()
            seen |= {engine for engine in ("onnxruntime", "tflite") if f"with {engine}: whole model" in line and "left" in line}
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, INTERRUPTED, errors)
        self.assertIn(str(folder), errors)
        comparison = json.loads((folder / "comparison.json").read_text())
        self.assertEqual(sorted(one["label"] for one in comparison["settings"]), ["onnxruntime", "tflite"])
        for one in comparison["settings"]:
            self.assertGreater(one["readings"]["latency.median"]["value"], 0)
        self.succeed("report", folder)


class Recorded(TestCase):
    def record(self, name, *flags, model=MODEL):
        folder = self.folder / name
        self.succeed("profile", model, "--output", folder, "--budget", "10 s", *flags)
        return folder

    def test_runs_and_profiles_and_their_models(self):
        first, second = self.record("a", "--threads", "1"), self.record("b", "--threads", "2")
        outcome = self.succeed("compare", first, second / "profiles/device.json", "--json", "--output", self.folder / "c")
        document = json.loads(outcome.out)
        self.assertEqual(document["schema"], "dnntune-compare-1")
        rows = document["sections"][0]["tables"]["settings"]
        self.assertEqual(sorted(row["setting"] for row in rows), ["onnxruntime, 1 thread", "onnxruntime, 2 threads"])
        self.assertTrue(any("not measured by turns" in text for text in document["sections"][0]["texts"]))
        self.assertFalse(json.loads((self.folder / "c/comparison.json").read_text())["interleaved"])
        same = json.loads(self.succeed("compare", first, first, "--json").out)["sections"][0]["tables"]["settings"]
        self.assertEqual([row["verdict"] for row in same], ["fastest", "tie"])
        other = self.record("other", model="mobilenet-v2")
        self.fail_with(BAD_INPUT, MODEL, "mobilenet-v2", "one model", arguments=["compare", first, other])
        self.fail_with(BAD_INPUT, "only profile", arguments=["compare", first])
        self.fail_with(USAGE, "leave out --threads", arguments=["compare", first, second, "--threads", "2"])

    def test_paths_that_lead_nowhere(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.fail_with(IO, "missing", arguments=["compare", self.folder / "missing", empty])
        self.fail_with(BAD_INPUT, "holds no profiles", arguments=["compare", empty, empty])
        broken = self.write("broken.json", "{}")
        self.fail_with(BAD_INPUT, "broken.json", "schema", arguments=["compare", broken, broken])


class Mistakes(TestCase):
    def test_settings(self):
        self.fail_with(USAGE, "at least two settings", arguments=["compare", MODEL])
        self.fail_with(USAGE, "at least two settings", arguments=["compare", MODEL, "--framework", "tflite,tflite"])
        self.fail_with(BAD_INPUT, "did you mean 'tflite'", arguments=["compare", MODEL, "--framework", "onnxruntime,tflit"])
        self.fail_with(BAD_INPUT, "whole number", arguments=["compare", MODEL, "--threads", "1,many"])
        self.fail_with(BAD_INPUT, "did you mean 'threads'", arguments=["compare", MODEL, "--setting", "thread=1", "--setting", "threads=2"])
        self.fail_with(USAGE, "no value", arguments=["compare", MODEL, "--setting", "tflite", "--setting", "threads=2"])
        self.fail_with(BAD_INPUT, "no model is named", arguments=["compare", "--threads", "1,2"])

    def test_where_nothing_is_left(self):
        output = ["--output", self.folder / "run"]
        self.fail_with(UNAVAILABLE, "none of the settings", "MACE", "SNPE", arguments=["compare", MODEL, "--framework", "MACE,SNPE", *output])
        self.fail_with(UNAVAILABLE, "no DNN library 'xnnpack'",
                       arguments=["compare", MODEL, "--library", "xnnpack", "--threads", "1,2", *output])


if __name__ == "__main__":
    unittest.main()
