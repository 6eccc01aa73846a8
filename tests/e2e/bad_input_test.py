# SPDX-License-Identifier: Apache-2.0
"""Bad input gets one clear error with the documented exit code, and nothing hangs or crashes."""

import json
import os
import subprocess
import unittest

from dnntune_run import (
    BAD_INPUT,
    BUDGET_SHORT,
    CLASSIFIER,
    DETECTOR,
    INFEASIBLE,
    IO,
    MEASUREMENT,
    SOURCE,
    UNAVAILABLE,
    USAGE,
    TestCase,
    command,
    run,
)

PROFILE = {
    "schema": "dnntune-profile-1",
    "inputs": ["image"],
    "tensors": [{"name": "image", "bytes": 600000}, {"name": "x", "bytes": 1000}, {"name": "y", "bytes": 4000}],
    "operators": [
        {"name": "conv", "inputs": ["image"], "outputs": ["x"], "cost": {"seconds": 0.02, "joules": 0.1}},
        {"name": "dense", "inputs": ["x"], "outputs": ["y"], "cost": {"seconds": 0.1, "joules": 0.5}},
    ],
}


class Models(TestCase):
    def test_missing_and_unreadable(self):
        self.fail_with(BAD_INPUT, "neither a file", arguments=["inspect", self.folder / "missing.onnx"])
        self.fail_with(IO, "folder", arguments=["inspect", self.folder])
        self.fail_with(BAD_INPUT, "mobilenet-v2", arguments=["bench", "mobilnet-v2"])

    def test_not_onnx(self):
        self.fail_with(BAD_INPUT, "text.onnx", arguments=["inspect", self.write("text.onnx", "just text\n" * 100)])
        self.fail_with(BAD_INPUT, "empty.onnx", arguments=["inspect", self.write("empty.onnx", b"")])

    def test_pointer_in_place_of_the_model(self):
        pointer = self.write("model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
        for arguments in (["inspect", pointer], ["profile", pointer], ["tune", "--model.file", pointer]):
            self.fail_with(BAD_INPUT, "model.onnx", "git lfs pull", arguments=arguments)

    def test_empty_value_of_a_flag(self):
        self.fail_with(USAGE, "--output", "empty", arguments=["profile", CLASSIFIER, "--output", ""])
        self.fail_with(USAGE, "--model.file", "empty", arguments=["tune", "--model.file", ""])

    def test_model_that_fails_while_it_runs(self):
        outcome = run("profile", SOURCE / "tests/cases/fails_while_it_runs.onnx", *BUDGET_SHORT, "--output", self.folder / "run")
        self.assertEqual(outcome.code, MEASUREMENT, outcome)
        self.assertIn("could not be measured", outcome.out)
        self.succeed("report", self.folder / "run/profiles/device.json")

    def test_truncated(self):
        content = CLASSIFIER.read_bytes()
        path = self.write("half.onnx", content[: len(content) // 2])
        self.fail_with(BAD_INPUT, "half.onnx", arguments=["profile", path, "--input-shape", "1,3,48,192"])

    def test_ten_megabytes_of_noise(self):
        self.fail_with(BAD_INPUT, "noise.onnx", arguments=["inspect", self.write("noise.onnx", os.urandom(10_000_000))])

    def test_unknown_operator(self):
        content = (SOURCE / "tests/fuzz/corpus/onnx/tiny_cnn.onnx").read_bytes()
        self.fail_with(BAD_INPUT, "no op registered for Cvon", arguments=["profile", self.write("odd.onnx", content.replace(b"Conv", b"Cvon"))])

    def test_what_is_no_frozen_tensorflow_graph(self):
        loop = (SOURCE / "tests/fuzz/corpus/tensorflow/loop.pb").read_bytes()
        self.fail_with(BAD_INPUT, "truncated", arguments=["inspect", self.write("half.pb", loop[: len(loop) // 2])])
        self.fail_with(BAD_INPUT, "not a TensorFlow GraphDef", arguments=["inspect", self.write("page.pb", "<html>404</html>")])
        (self.folder / "saved").mkdir()
        self.write("saved/saved_model.pb", b"\x08\x01\x12\x02\x0a\x00")
        for path in (self.folder / "saved", self.folder / "saved/saved_model.pb"):
            self.fail_with(BAD_INPUT, "SavedModel", "convert_variables_to_constants_v2", arguments=["inspect", path])
        whole = self.write("loop.pb", loop)
        self.fail_with(BAD_INPUT, "no tensor 'image'", "inputs are x", arguments=["inspect", whole, "--input", "image"])
        self.fail_with(BAD_INPUT, "no tensor 'z'", "outputs are y", arguments=["inspect", whole, "--output-tensor", "z"])
        odd = self.write("odd.pb", loop.replace(b"Relu", b"Rulu"))
        self.fail_with(BAD_INPUT, "tensorflow", "'Rulu'", arguments=["bench", odd, "--framework", "tensorflow"])

    def test_tflite_that_is_none(self):
        content = DETECTOR.read_bytes()
        for name, broken in (("half", content[: len(content) // 2]), ("noise", os.urandom(1_000_000)), ("empty", b""),
                             ("page", b"<!DOCTYPE html><html>404 Not Found</html>")):
            path = self.write(f"{name}.tflite", broken)
            self.fail_with(BAD_INPUT, f"{name}.tflite", arguments=["inspect", path])
            self.fail_with(BAD_INPUT, f"{name}.tflite", arguments=["bench", path, "--framework", "tflite"])

    def test_a_file_that_the_engine_does_not_read(self):
        self.fail_with(BAD_INPUT, "format onnx", "engine tflite", "set framework to onnxruntime",
                       arguments=["bench", CLASSIFIER, "--input-shape", "1,3,48,192", "--framework", "tflite"])
        self.fail_with(BAD_INPUT, "format tflite", "engine onnxruntime", "set framework to tflite", arguments=["bench", DETECTOR])

    def test_custom_operator(self):
        path = SOURCE / "tests/fuzz/corpus/tflite/custom.tflite"
        self.assertIn("MACs of 1 operators are not known", self.succeed("inspect", path).out)
        self.fail_with(BAD_INPUT, "custom.tflite", "custom op: Sparkle", arguments=["bench", path, "--framework", "tflite"])
        self.fail_with(BAD_INPUT, "custom.tflite", "OpenVINO", "No translator found for Sparkle",
                       arguments=["bench", path, "--framework", "openvino"])

    def test_files_of_other_formats_on_openvino(self):
        loop = (SOURCE / "tests/fuzz/corpus/tensorflow/loop.pb").read_bytes()
        odd = self.write("odd.pb", loop.replace(b"Relu", b"Rulu"))
        self.fail_with(BAD_INPUT, "odd.pb", "OpenVINO", "Rulu", arguments=["bench", odd, "--framework", "openvino"])
        for name, whole in (("half.pb", loop), ("half.tflite", DETECTOR.read_bytes())):
            half = self.write(name, whole[: len(whole) // 2])
            self.fail_with(BAD_INPUT, name, "truncated or damaged", "export it again",
                           arguments=["bench", half, "--framework", "openvino"])

    def test_a_schema_that_is_not_known(self):
        # The version is the number that a FlatBuffer's root table names first; this file says 3 there.
        content = bytearray((SOURCE / "tests/fuzz/corpus/tflite/tiny_cnn.tflite").read_bytes())
        root = int.from_bytes(content[:4], "little")
        table = root - int.from_bytes(content[root : root + 4], "little", signed=True)
        version = root + int.from_bytes(content[table + 4 : table + 6], "little")
        self.assertEqual(content[version], 3)
        content[version] = 9
        self.fail_with(BAD_INPUT, "new.tflite", "schema version 9", "convert the model again",
                       arguments=["inspect", self.write("new.tflite", bytes(content))])

    def test_a_tensor_that_the_file_has_not(self):
        for path, own, made in ((DETECTOR, "inputs are input", "outputs are "),
                                (SOURCE / "tests/fuzz/corpus/onnx/tiny_cnn.onnx", "inputs are ", "outputs are ")):
            self.fail_with(BAD_INPUT, path.name, "no tensor 'image'", own, arguments=["inspect", path, "--input", "image"])
            self.fail_with(BAD_INPUT, path.name, "no tensor 'z'", made, arguments=["inspect", path, "--output-tensor", "z"])

    def test_channels_at_the_wrong_end(self):
        self.fail_with(BAD_INPUT, DETECTOR.name, "the file has the channels last: give 1,128,128,3",
                       arguments=["inspect", DETECTOR, "--input-shape", "1,3,128,128"])
        self.fail_with(BAD_INPUT, CLASSIFIER.name, "the file has the channels first: give 1,3,48,192",
                       arguments=["inspect", CLASSIFIER, "--input-shape", "1,48,192,3"])

    def mixed(self, model):
        return self.write("mixed.yaml", f"model: {model}\nlinks: [wifi]\nprofiling: {{budget: 1 s}}\ndevices:\n"
                          "  - {name: phone, role: device, framework: tflite}\n"
                          "  - {name: server, role: cloud, framework: onnxruntime}\n")

    def test_a_file_that_one_of_two_engines_does_not_read(self):
        self.fail_with(BAD_INPUT, DETECTOR.name, "is a file of format tflite, which engine onnxruntime does not read",
                       arguments=["tune", self.mixed(f"{{file: {DETECTOR}}}"), "--output", self.folder / "run"])
        self.assertFalse(list(self.folder.glob("run/profiles/*")), "something was measured before the error")

    def test_files_of_two_models(self):
        other = self.folder / "squeezenet.onnx"
        self.succeed("zoo", "export", "squeezenet-v1.1", "--file", other)
        self.fail_with(BAD_INPUT, "the two profiles are not of the same model: layer 1 is ", arguments=[
            "tune", self.mixed(f"{{file: [{DETECTOR}, {other}]}}"), "--output", self.folder / "run"])

    def test_library_of_another_engine(self):
        self.fail_with(UNAVAILABLE, "engine onnxruntime has no dnn library 'xnnpack' here; use MLAS",
                       arguments=["bench", "squeezenet-v1.1", "--library", "xnnpack"])

    def test_dynamic_shapes_without_a_value(self):
        self.fail_with(BAD_INPUT, "input_shape", arguments=["profile", CLASSIFIER])

    def test_wrong_type(self):
        wanted = ["profile", CLASSIFIER, "--input-shape", "1,3,48,192", "--data-type"]
        self.fail_with(BAD_INPUT, "data_type says int8", "is float32", arguments=[*wanted, "int8"])
        self.fail_with(BAD_INPUT, "no element type", "did you mean 'int64'", arguments=[*wanted, "imt64"])

    def test_wrong_shape(self):
        self.fail_with(BAD_INPUT, arguments=["profile", CLASSIFIER, "--input-shape", "1,3,48"])
        self.fail_with(BAD_INPUT, "whole number", arguments=["profile", CLASSIFIER, "--input-shape", "1,three,48,192"])


class Configs(TestCase):
    def config(self, text):
        return ["config", "check", self.write("c.yaml", text)]

    def test_unknown_key_names_line_and_nearest(self):
        self.fail_with(BAD_INPUT, "c.yaml:2", "did you mean 'cpu_threads'", arguments=self.config("processing:\n  cpu_thread: 4\n"))

    def test_wrong_type_and_rates(self):
        self.fail_with(BAD_INPUT, "cpu_threads", "whole number", arguments=self.config("processing: {cpu_threads: lots}"))
        self.fail_with(BAD_INPUT, "up_mbps", "above zero", arguments=self.config("links: [{name: a, up_mbps: 0, down_mbps: 1}]"))
        self.fail_with(BAD_INPUT, "up_mbps", "negative", arguments=self.config("links: [{name: a, up_mbps: -4, down_mbps: 1}]"))

    def test_duplicate_device(self):
        self.fail_with(BAD_INPUT, "two devices", arguments=self.config("devices: [{name: a, role: device}, {name: a, role: cloud}]"))

    def test_missing_file_and_no_yaml(self):
        self.fail_with(IO, "missing.yaml", arguments=["tune", self.folder / "missing.yaml"])
        self.fail_with(BAD_INPUT, "no YAML", arguments=self.config("a: [1"))

    def test_missing_model(self):
        self.fail_with(BAD_INPUT, "no model is named", arguments=self.config("links: [wifi]"))

    def test_wishes_that_cannot_be_met_are_refused_before_measuring(self):
        for wish, text in (("links: []", "names no link"), ("limits: {pin: {Conv9: device}}", "did you mean 'Conv1'")):
            config = self.write("c.yaml", "model: {name: mobilenet-v2}\n" + wish)
            outcome = self.fail_with(BAD_INPUT, text, arguments=["tune", config, "--output", self.folder / "run"])
            self.assertNotIn("whole model", outcome.err)

    def test_maps_as_flags(self):
        good = ["config", "show", SOURCE / "examples/quickstart.yaml", "--json"]
        outcome = self.succeed(*good, "--set", "devices.phone.power={idle: 0.5 W, cpu: {1: 2.5 W}}", "--pin", "{Conv1: device}")
        self.assertIn("2.5 W", outcome.out)
        self.fail_with(BAD_INPUT, "--pin", "not one of device, cloud", arguments=[*good, "--pin", "{Conv1: moon}"])

    def test_nobody_reading_is_no_crash(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(command("bench", "squeezenet-v1.1", "--budget", "0.2s"), stdout=writer, stderr=writer, check=False)
        os.close(writer)
        self.assertEqual(done.returncode, 0)

    def test_usage(self):
        self.fail_with(USAGE, "did you mean 'bench'", arguments=["benhc"])
        self.fail_with(USAGE, "no flag '--nonsense'", "dnntune bench --help", arguments=["bench", "mobilenet-v2", "--nonsense"])
        self.fail_with(USAGE, "did you mean '--threads'", arguments=["bench", "mobilenet-v2", "--treads=2"])
        self.fail_with(USAGE, "dnntune partition --help", arguments=["partition", "--device"])

    def test_examples_are_right(self):
        for name in ("quickstart", "authors"):
            self.succeed("config", "check", SOURCE / f"examples/{name}.yaml")


class Profiles(TestCase):
    def partition(self, device, cloud=None, *flags):
        paths = [self.write(name, content if isinstance(content, str) else json.dumps(content))
                 for name, content in (("device.json", device), ("cloud.json", cloud or PROFILE))]
        return ["partition", "--device", paths[0], "--cloud", paths[1], *flags]

    def changed(self, change):
        profile = json.loads(json.dumps(PROFILE))
        change(profile)
        return profile

    def test_the_good_one_is_decided(self):
        outcome = self.succeed(*self.partition(PROFILE), "--json")
        self.assertEqual(json.loads(outcome.out)["schema"], "dnntune-partition-1")

    def test_costs_that_are_none(self):
        for value, text in ((-0.5, "negative"), (-1, "stands for no value"), ("x", "must be a number")):
            bad = self.changed(lambda p, v=value: p["operators"][0]["cost"].update(seconds=v))
            self.fail_with(BAD_INPUT, "device.json", "operators[0].cost.seconds", text, arguments=self.partition(bad))
        self.fail_with(BAD_INPUT, "NaN", arguments=self.partition(json.dumps(PROFILE).replace("0.02", "NaN")))

    def test_missing_cost(self):
        self.fail_with(BAD_INPUT, "'dense' has no cost", arguments=self.partition(self.changed(lambda p: p["operators"][1].pop("cost"))))

    def test_zero_bytes_but_consumed(self):
        self.fail_with(BAD_INPUT, "zero bytes", arguments=self.partition(self.changed(lambda p: p["tensors"][1].update(bytes=0))))

    def test_cycle(self):
        self.fail_with(BAD_INPUT, "cycle", arguments=self.partition(self.changed(lambda p: p["operators"][0].update(inputs=["y"]))))

    def test_mismatched_graphs(self):
        other = self.changed(lambda p: p["operators"][1].update(name="other"))
        self.fail_with(BAD_INPUT, "not of the same model", "'other'", arguments=self.partition(PROFILE, other))

    def test_infeasible_and_unavailable(self):
        self.fail_with(INFEASIBLE, "no deployment meets the limits", arguments=self.partition(PROFILE, None, "--max-latency", "1 us"))
        self.fail_with(UNAVAILABLE, "radio", arguments=self.partition(PROFILE, None, "--link", "ethernet", "--objective", "energy"))

    def test_a_link_by_flags_takes_what_the_config_takes(self):
        def answer(*flags):
            return self.succeed(*self.partition(PROFILE, None, "--link", "lab", *flags), "--json").out

        plain = answer("--up-mbps", "3", "--down-mbps", "1000", "--round-trip-ms", "2")
        self.assertEqual(answer("--up-mbps", "3 Mbit/s", "--down-mbps", "1 Gbit/s", "--round-trip-ms", "0.002 s"), plain)
        self.assertNotEqual(answer("--up-mbps", "4", "--down-mbps", "1000", "--round-trip-ms", "2"), plain)
        for flags, said in ((("--up-mbps", "0"), "--up-mbps: up_mbps: must be above zero"),
                            (("--round-trip-ms", "-1"), "must not be negative"), (("--down-mbps", "fast"), "--down-mbps: down_mbps"),
                            ((), "give it up_mbps and down_mbps")):
            self.fail_with(BAD_INPUT, said, arguments=self.partition(PROFILE, None, "--link", "lab", *flags))


if __name__ == "__main__":
    unittest.main()
