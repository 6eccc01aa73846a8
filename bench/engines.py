# SPDX-License-Identifier: Apache-2.0
"""Measuring on the engines: `bench` beside bare loops, the wall time of a profile, the zoo on every engine, and int8 beside float."""

import json
import re
import statistics
import time

from files import EXTENSIONS, export
from measuring import output, ratio, say, turns

MODEL = "mobilenet-v2"
BARE_TURNS = 5
ZOO_SECONDS = 420  # of all models together, on the wall
LEAST_BUDGET = 4  # of one engine, in seconds; with less, ratios are not told
SLOWNESS = 1.6  # of a profile's time on the wall to its budgets, for starting and warming up
QUANTISED = ("mobilenet-v2", "resnet-50", "deepspeech", "mnist-mlp")
QUANTISED_ON = ("onnxruntime", "openvino", "tflite")
QUANTISED_BUDGET = "4min"


def formats(build):
    """Of each engine that a bare loop was built for the format that it says it reads first."""
    rows = build.dnntune("doctor")["sections"][0]["tables"]["abilities"]
    read = {row["what"].removeprefix("engine "): re.search(r"reads (\w+)", row["detail"]) for row in rows
            if row["what"].startswith("engine ") and row["available"] == "yes"}
    return {engine: found[1] for engine, found in read.items() if found and build.program(f"bench-bare-{engine}").exists()}


def beside_a_bare_loop(build, engine, form):
    """Medians of `dnntune bench` and of a bare loop over the engine's API, by turns: their ratio."""
    model = build.new_folder("bare") / f"{MODEL}.{EXTENSIONS[form]}"
    export(build, MODEL, form, model)

    def once():
        say(f"dnntune bench beside a bare loop of {engine}")
        bare = float(output(build.program(f"bench-bare-{engine}"), model, 3))
        document = build.dnntune("bench", model, "--framework", engine, "--threads", "1", "--budget", "3s", "--precision", "0.001")
        return next(section["facts"]["median_s"] for section in document["sections"] if section["id"] == "whole"), bare

    return {"model": MODEL, "ratio": ratio(*zip(*turns(once, 0, fewest=BARE_TURNS), strict=True))}


def bare(build):
    return {engine: beside_a_bare_loop(build, engine, form) for engine, form in formats(build).items()}


def profile(build):
    """Wall time of a profile over the time spent in inferences: its samples, all layers and the whole."""
    folder = build.new_folder("profile")
    start = time.monotonic()
    output(build.program("dnntune"), "profile", MODEL, "--threads", "1", "--budget", "20s", "--precision", "0.002", "--output", folder)
    wall = time.monotonic() - start
    written = json.loads((folder / "profiles/device.json").read_text())
    costs = [layer["cost"] for layer in written["layers"]] + [written["whole"]]
    measured = sum(sum(cost.get("seconds", [])) for cost in costs)
    return {"wall_s": wall, "measured_s": measured, "ratio": wall / measured}


def median(cost):
    return statistics.median(cost["seconds"])


def zoo_row(name, setting, written):
    whole = median(written["whole"])
    to_least, readings = setting["to_least"]["latency.median"], setting["readings"]
    return {"model": name, "engine": setting["setting"]["engine"], "whole_s": whole,
            "ratio_to_fastest": to_least["ratio"], "standing": to_least["standing"],
            "sum_of_layers_to_whole": sum(median(layer["cost"]) for layer in written["layers"]) / whole,
            "layers": len(written["layers"]), "peak_memory_bytes": readings["memory.peak"],
            "library_memory_bytes": readings["memory.library"], "model_memory_bytes": readings["memory.model"]}


def zoo(build):
    """Every zoo model layer by layer on every engine, by turns: the whole model, the layers' sum beside it, and memory."""
    rows = []
    end = time.monotonic() + ZOO_SECONDS
    names = build.zoo()
    engines = list(formats(build))
    for i, name in enumerate(names):
        budget = max((end - time.monotonic()) / (len(names) - i) / len(engines) / SLOWNESS, LEAST_BUDGET)
        say(f"{name} on {', '.join(engines)}, {budget:.1f} s each")
        folder = build.new_folder(f"zoo-{name}")
        output(build.program("dnntune"), "profile", name, "--framework", ",".join(engines), "--threads", "1", "--budget", f"{budget:.3f}s",
               "--output", folder)
        for setting in json.loads((folder / "comparison.json").read_text())["settings"]:
            rows.append(zoo_row(name, setting, json.loads((folder / setting["profile"]).read_text())))
    return rows


def without_folders(value):
    """Reasons name files by their paths, which are this machine's."""
    return re.sub(r"/\S*/", "", value) if isinstance(value, str) else value


def quantised(build):
    """Models in fp32 and in int8 by `dnntune study`, which takes turns between them and calibrates with generated inputs."""
    folder = build.new_folder("quantised")
    say(f"{', '.join(QUANTISED)} in fp32 and int8 on {', '.join(QUANTISED_ON)}, {QUANTISED_BUDGET}")
    document = build.dnntune("study", "models", *QUANTISED, "--framework", ",".join(QUANTISED_ON), "--precision", "fp32,int8",
                             "--threads", "1", "--budget", QUANTISED_BUDGET, "--output", folder)
    rows = next(section["tables"]["numbers"] for section in document["sections"] if "numbers" in section["tables"])
    return [{key: without_folders(value) for key, value in row.items()} for row in rows]
