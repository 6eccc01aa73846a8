# SPDX-License-Identifier: Apache-2.0
"""The main job on real engines and real models, with budgets small enough for a test."""

import json
import shutil
import subprocess
import unittest

import jsonschema

from dnntune_run import BIN, CLASSIFIER, CLASSIFIER_SHAPE, DETECTOR, SOURCE, VERSIONS, TestCase

BUDGET = ["--budget", "3 s"]


class Tune(TestCase):
    def check_folder(self, folder):
        """The records and the page are there and tell the same; returns the decisions."""
        decisions = json.loads((folder / "tune.json").read_text())["decisions"]
        self.assertTrue((folder / "report.html").read_text().startswith("<!"))
        report = json.loads((folder / "report.json").read_text())
        self.assertEqual(report["schema"], "dnntune-tune-1")
        self.assertTrue(report["verdict"])
        for decision in decisions:
            self.assertTrue(decision["recommended"])
            for proof in decision["proofs"]:
                self.assertFalse(proof.get("failure") or proof.get("unproved"), proof)
                self.assertLessEqual(proof["max_difference"], 1e-5)
        return decisions

    def test_quick_start(self):
        folder = self.folder / "run"
        outcome = self.succeed("tune", SOURCE / "examples/quickstart.yaml", "--output", folder, *BUDGET)
        self.assertIn("slowed 6x", outcome.out)
        decisions = self.check_folder(folder)
        answered = {(decision["link"], decision["objective"]) for decision in decisions}
        self.assertEqual(answered, {(link, goal) for link in ("3g", "4g", "wifi") for goal in ("latency", "energy")})
        again = self.succeed("report", folder)
        self.assertEqual(again.out, outcome.out)

    def test_authors_example_names_what_is_missing_and_goes_on(self):
        folder = self.folder / "run"
        outcome = self.succeed("tune", SOURCE / "examples/authors.yaml", "--output", folder, *BUDGET)
        self.assertIn("Not decided: 3g, energy", outcome.out)
        setting = json.loads((folder / "profiles/device.json").read_text())["setting"]
        self.assertEqual((setting["engine"], setting["library"]), ("tensorflow", "eigen"))
        for name in ("MACE", "NNPACK", "Snapdragon_profiler"):
            self.assertIn(name.lower(), outcome.out.lower())
        self.check_folder(folder)

    def test_openvino(self):
        folder = self.folder / "run"
        self.succeed("tune", "--model.file", CLASSIFIER, "--input-shape", CLASSIFIER_SHAPE, "--framework", "openvino", "--output", folder, *BUDGET)
        self.check_folder(folder)
        profile = json.loads((folder / "profiles/device.json").read_text())
        self.assertEqual(profile["setting"]["engine"], "openvino")
        self.assertTrue(profile["trace"])
        self.assertFalse([layer for layer in profile["layers"] if "failure" in layer["cost"]])

    def test_device_and_cloud_on_different_engines(self):
        config = self.write("mixed.yaml", f"""
model: {{file: {CLASSIFIER}, input_shape: [{CLASSIFIER_SHAPE}]}}
devices:
  - {{name: phone, role: device, slowdown: 50, framework: onnxruntime}}
  - {{name: server, role: cloud, framework: openvino}}
links: [wifi]
objective: {{objective: latency-first}}
""")
        folder = self.folder / "run"
        self.succeed("tune", config, "--output", folder, *BUDGET)
        self.check_folder(folder)
        engines = {name: json.loads((folder / f"profiles/{name}.json").read_text())["setting"]["engine"] for name in ("phone", "server")}
        self.assertEqual(engines, {"phone": "onnxruntime", "server": "openvino"})

    def mixed(self, model, device, cloud, name="run"):
        """The run's folder and its record of conversions."""
        config = self.write("mixed.yaml", f"""
model: {model}
devices:
  - {{name: phone, role: device, slowdown: 20, framework: {device}}}
  - {{name: server, role: cloud, framework: {cloud}}}
links: [wifi, ethernet]
limits: {{keep_input_on_device: true}}
""")
        folder = self.folder / f"{name}-{device}-{cloud}"
        self.succeed("tune", config, "--output", folder, *BUDGET)
        profile = json.loads((folder / "profiles/server.json").read_text())
        jsonschema.validate(profile, json.loads((SOURCE / "docs/profile.schema.json").read_text()))
        return folder, profile["conversions"]["tensors"]

    def test_device_and_cloud_on_files_of_different_formats(self):
        for device, cloud, moved in (("tflite", "onnxruntime", [0, 3, 1, 2]), ("onnxruntime", "tensorflow", [0, 2, 3, 1]),
                                     ("tflite", "tensorflow", [0, 1, 2, 3])):
            with self.subTest(device=device, cloud=cloud):
                folder, tensors = self.mixed("squeezenet-v1.1", device, cloud)
                decisions = self.check_folder(folder)
                self.assertFalse([tensor for tensor in tensors if "barred" in tensor])
                images = [tensor for tensor in tensors if max(tensor["view"][1:]) > 1 and len(tensor["view"]) == 4]
                self.assertGreater(len(images), 10)
                for tensor in images:
                    self.assertEqual(tensor["order"], moved, tensor["tensor"])
                    self.assertEqual("difference" not in tensor, tensor["tensor"] == "input")  # which is given
                    self.assertLess(tensor.get("difference", 0), 1e-5)
                    self.assertEqual(tensor["arrival_s"]["value"] > 0, moved != [0, 1, 2, 3])
                splits = [proof for decision in decisions for proof in decision["proofs"] if proof["candidate"].startswith("after")]
                self.assertTrue(splits, "no split was run")

    def test_a_device_in_int8_and_a_cloud_in_floating_point(self):
        subprocess.run([BIN / "write-int8-pair", self.folder], check=True)
        model = f"{{file: [{self.folder}/pair.tflite, {self.folder}/pair.onnx]}}"
        folder, tensors = self.mixed(model, "tflite", "onnxruntime")
        self.assertEqual({tensor["tensor"] for tensor in tensors}, {"x", "b", "y"})
        for tensor in tensors:
            self.assertEqual((tensor["from"]["dtype"], tensor["to"]["dtype"], tensor["order"]), ("int8", "float32", [0, 3, 1, 2]))
            self.assertEqual(tensor["from"]["quantization"]["zero_point"], 0)
            self.assertGreater(tensor["arrival_s"]["value"], 0)
            self.assertGreater(tensor.get("snr_db", 99), 15)  # an output of 1/32 a step is 20
            self.assertEqual("snr_db" not in tensor, tensor["tensor"] == "x")  # which is given
        tune = json.loads((folder / "tune.json").read_text())
        proofs = {proof["candidate"]: proof for decision in tune["decisions"] for proof in decision["proofs"]}
        self.assertFalse([proof for proof in proofs.values() if proof.get("failure")])
        on_device = proofs["all on the device"]["from_device"]
        self.assertEqual((on_device["max_difference"], on_device["tolerance"]), (0, {"relative": 0}))
        splits = [proof for name, proof in proofs.items() if name.startswith("after")]
        self.assertTrue(splits, "no split was run")
        # What is between the two is like both and equal to neither.
        self.assertGreater(proofs["all on the device"]["max_difference"], 0)
        for proof in (proofs["all on the device"], *splits):
            self.assertGreater(proof["snr_db"], 15)
            self.assertEqual(proof["tolerance"], {"least_snr_db": 10})
        for proof in splits:
            self.assertGreater(proof["from_device"].get("snr_db", 99), 15)
        self.assertIn("compute in different numbers", " ".join(tune["notes"]))

    def test_own_files_of_different_formats(self):
        files = {}
        for extension, name in (("onnx", "onnx"), ("tflite", "tflite")):
            files[extension] = self.folder / f"model.{extension}"
            self.succeed("zoo", "export", "squeezenet-v1.1", "--model-format", name, "--file", files[extension])
        model = f"{{file: [{files['onnx']}, {files['tflite']}]}}"
        folder, tensors = self.mixed(model, "tflite", "onnxruntime")
        self.check_folder(folder)
        self.assertFalse([tensor for tensor in tensors if "barred" in tensor])
        # Other weights in the last layer: what it yields is another tensor, whatever its name.
        weights = bytearray(files["onnx"].read_bytes())
        for place in range(len(weights) - 1_500_000, len(weights) - 1_000_000):
            weights[place] ^= 0x80
        files["onnx"].write_bytes(weights)
        folder, tensors = self.mixed(model, "tflite", "onnxruntime", "other")
        decisions = json.loads((folder / "tune.json").read_text())["decisions"]
        self.assertEqual([tensor["barred"] for tensor in tensors if "barred" in tensor],
                         [f"tensor '{name}' has other values in the cloud's file"
                          for name in ("conv10/conv_relu", "pool10/flatten", "predictions")])
        self.assertEqual({decision["candidates"][0]["name"] for decision in decisions}, {"all on the device"})

    def test_several_engines_are_compared_and_the_fastest_decided_with(self):
        engines = ["tensorflow", "onnxruntime", "openvino", "tflite"]
        folder = self.folder / "run"
        outcome = self.succeed("tune", SOURCE / "examples/authors.yaml", "--framework", ",".join(engines), "--threads", "1",
                               "--links", "wifi", "--output", folder, *BUDGET)
        self.check_folder(folder)
        compared = json.loads((folder / "tune.json").read_text())["engines"]
        for name, comparison in zip(("device", "cloud"), compared, strict=True):
            self.assertEqual({setting["setting"]["engine"] for setting in comparison["settings"]}, set(engines))
            self.assertTrue(comparison["interleaved"])
            leading = []
            for setting in comparison["settings"]:
                self.assertEqual(setting["device"], name)
                self.assertNotIn("unavailable", setting)
                if setting["to_least"]["latency.median"]["standing"] in ("best", "tie"):
                    leading.append(setting["setting"]["engine"])
            chosen = json.loads((folder / f"profiles/{name}.json").read_text())["setting"]["engine"]
            self.assertEqual(chosen, min(leading, key=engines.index))
            self.assertIn(f"Engines on {name}", outcome.out)
        self.assertEqual(self.succeed("report", folder).out, outcome.out)

    def test_an_engine_that_is_not_installed_gives_way(self):
        for program in ("dnntune", "dnntune-agent", "engine-onnxruntime"):
            shutil.copy(BIN / program, self.folder)
        config = SOURCE / "examples/authors.yaml"
        done = subprocess.run([self.folder / "dnntune", "bench", "--config", config, "--budget", "0.5 s"], capture_output=True, text=True,
                              check=True)
        self.assertIn("on onnxruntime", done.stdout)
        self.assertIn("is not installed; run tools/setup --engines tensorflow", done.stdout)
        self.assertIn("is no library of onnxruntime", done.stdout)

    def test_a_frozen_tensorflow_graph_on_tensorflow(self):
        model = self.folder / "mobilenet.pb"
        self.succeed("zoo", "export", "mobilenet-v2", "--model-format", "tensorflow", "--file", model)
        for library in ("onednn", "eigen"):
            outcome = self.succeed("bench", "--model.file", model, "--framework", "tensorflow", "--processing.dnn_library", library,
                                   "--budget", "1 s")
            self.assertIn("on tensorflow " + VERSIONS["tensorflow"], outcome.out)
        folder = self.folder / "run"
        self.succeed("tune", "--model.file", model, "--framework", "tensorflow", "--output", folder, *BUDGET)
        self.assertEqual({decision["link"] for decision in self.check_folder(folder)}, {"3g", "4g", "wifi"})
        profiles = [json.loads(path.read_text()) for path in (folder / "profiles").glob("*.json")]
        for profile in profiles:
            self.assertEqual(profile["setting"]["engine"], "tensorflow")
            self.assertTrue(any(row.get("layer") for row in profile["trace"]), "no operator of the trace belongs to a layer")

    def test_trained_weights(self):
        folder = self.folder / "run"
        self.succeed("tune", "--model.file", CLASSIFIER, "--input-shape", CLASSIFIER_SHAPE, "--output", folder, *BUDGET)
        self.assertEqual({decision["link"] for decision in self.check_folder(folder)}, {"3g", "4g", "wifi"})

    def check_tflite(self, *arguments):
        """Every proof is bit for bit what the whole model yields."""
        folder = self.folder / "run"
        self.succeed("tune", *arguments, "--framework", "tflite", "--output", folder, *BUDGET)
        decisions = self.check_folder(folder)
        self.assertEqual({decision["link"] for decision in decisions}, {"3g", "4g", "wifi"})
        for decision in decisions:
            for proof in decision["proofs"]:
                self.assertEqual(proof["max_difference"], 0)
        profile = json.loads((folder / "profiles/device.json").read_text())
        self.assertEqual(profile["setting"]["engine"], "tflite")
        self.assertEqual(profile["model"]["format"], "tflite")

    def test_tflite(self):
        self.check_tflite("--model.name", "mobilenet-v2")

    def test_tflite_on_its_own_kernels(self):
        self.check_tflite("--model.name", "squeezenet-v1.1", "--library", "builtin", "--input-shape", "1,3,227,227")

    def test_trained_weights_in_tflite(self):
        self.check_tflite("--model.file", DETECTOR)


if __name__ == "__main__":
    unittest.main()
