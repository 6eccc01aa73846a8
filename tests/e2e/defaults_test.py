# SPDX-License-Identifier: Apache-2.0
"""What a run is measured with where nothing is said: each engine as it is shipped, on what of the CPU may be used."""

import json
import os
import subprocess
import unittest

from dnntune_run import TestCase, command

BENCH = ["bench", "squeezenet-v1.1", "--budget", "0.3 s", "--json"]
DEFAULTS = {
    "onnxruntime": {"library": "MLAS", "graph_optimization": "all"},
    "openvino": {"library": "onednn", "performance_hint": "latency"},
    "tensorflow": {"library": "onednn", "graph_optimization": "all"},
    "tflite": {"library": "xnnpack"},
}


def rows_of(doctor):
    return {row["what"]: row for row in doctor["sections"][0]["tables"]["abilities"]}


class AsShipped(TestCase):
    def print(self, *arguments):
        return json.loads(self.succeed(*arguments).out)

    def on_one_cpu(self, *arguments):
        cpu = min(os.sched_getaffinity(0))
        done = subprocess.run(command(*arguments), capture_output=True, text=True, check=True,
                              preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
        return json.loads(done.stdout)

    def test_doctor_names_the_defaults_of_every_engine(self):
        rows = rows_of(self.print("doctor", "--json"))
        for engine, defaults in DEFAULTS.items():
            detail = rows[f"engine {engine}"]["detail"]
            self.assertRegex(detail, r"default: \d+ threads?, ", engine)
            for name, value in defaults.items():
                self.assertIn(f"{name} {value}", detail, engine)
        self.assertIn("all of the CPU", rows)

    def test_a_measurement_names_level_library_and_threads(self):
        rows = rows_of(self.print("doctor", "--json"))
        for engine, defaults in DEFAULTS.items():
            setting = self.print(*BENCH, "--framework", engine)["sections"][0]
            threads = setting["facts"]["threads"]
            self.assertIn(f"default: {threads} thread", rows[f"engine {engine}"]["detail"], engine)
            self.assertEqual({**setting["facts"], **defaults}, setting["facts"], engine)
            would_take_another = "by itself it would take" in rows[f"engine {engine}"]["detail"]
            self.assertEqual(any("by itself takes" in text for text in setting["texts"]), would_take_another, engine)

    def test_a_record_has_what_was_left_out(self):
        self.succeed("profile", "mnist-mlp", "--budget", "1 s", "--output", self.folder / "run")
        setting = json.loads((self.folder / "run/profiles/device.json").read_text())["setting"]
        self.assertEqual(setting["knobs"], {"graph_optimization": "all"})
        self.assertGreaterEqual(setting["threads"], 1)
        self.assertEqual(setting["library"], "MLAS")

    def test_threads_that_are_left_out_are_those_of_the_cpus_that_may_be_used(self):
        for engine in ["tensorflow", "openvino", "tflite"]:
            self.assertEqual(self.on_one_cpu(*BENCH, "--framework", engine)["sections"][0]["facts"]["threads"], 1, engine)

    def test_fewer_cores_than_threads_are_said(self):
        setting = self.on_one_cpu(*BENCH, "--threads", "2")["sections"][0]
        self.assertIn("2 threads on 1 core, which is all that may be used", setting["texts"])
        row = rows_of(self.on_one_cpu("doctor", "--json"))["all of the CPU"]
        if len(os.sched_getaffinity(0)) > 1:
            self.assertEqual(row["available"], "no")
            self.assertIn("1 of ", row["detail"])
            self.assertIn("1 may be used", setting["facts"]["machine"])


if __name__ == "__main__":
    unittest.main()
