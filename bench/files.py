# SPDX-License-Identifier: Apache-2.0
"""Model files of the zoo: writing, reading and slicing them, beside what the file's bytes alone take."""

import statistics

from measuring import cost, ratio, say, turns

EXTENSIONS = {"onnx": "onnx", "tensorflow": "pb", "tflite": "tflite"}
SECONDS = 4  # for each file; the largest take longer, since three turns are the least


def export(build, model, model_format, file):
    return cost(build.program("dnntune"), "zoo", "export", model, "--model-format", model_format, "--file", file)


def each_file(build, part):
    folder = build.new_folder(part)
    for model in build.zoo():
        for model_format, extension in EXTENSIONS.items():
            yield model, model_format, folder / f"{model}.{extension}"


def write_by_turns(build, model, model_format, file):
    """One turn: `dnntune zoo export`, which flushes to the disk, and `cp` of the file that it wrote, with `sync` behind it."""
    copy = file.with_name("copy")

    def once():
        seconds, _, peak = export(build, model, model_format, file)
        copying, flushing = (cost(*command)[0] for command in (("cp", "--reflink=never", file, copy), ("sync", copy)))
        copy.unlink()
        return seconds, peak, copying, flushing

    return zip(*turns(once, SECONDS), strict=True)


def write(build):
    """Of every model in every format: time and peak memory of a process that writes it, and the time as a ratio to copying the file."""
    rows = []
    for model, model_format, file in each_file(build, "write"):
        say(f"writing {model} in {model_format}")
        seconds, peaks, copying, flushing = write_by_turns(build, model, model_format, file)
        flushed = [one + other for one, other in zip(copying, flushing, strict=True)]
        rows.append({"model": model, "format": model_format, "size_bytes": file.stat().st_size, "seconds": statistics.median(seconds),
                     "peak_memory_bytes": max(peaks), "cp_s": statistics.median(copying), "cp_and_sync_s": statistics.median(flushed),
                     "ratio_to_cp_and_sync": ratio(seconds, flushed), "ratio_to_cp": ratio(seconds, copying)})
        file.unlink()
    return rows


def read(build):
    """Of every model in every format: times of reading it and of slicing it in the middle, as ratios to reading the file's bytes from
    the page cache, and the peak memory of the process that does it all."""
    rows = []
    for model, model_format, file in each_file(build, "read"):
        say(f"reading {model} in {model_format}")
        export(build, model, model_format, file)
        _, text, peak = cost(build.program("bench-read"), file, SECONDS)
        bytes_only, reading, slicing = zip(*(map(float, line.split()) for line in text.splitlines()), strict=True)
        rows.append({"model": model, "format": model_format, "size_bytes": file.stat().st_size, "peak_memory_bytes": peak,
                     "bytes_s": statistics.median(bytes_only), "read_s": statistics.median(reading), "slice_s": statistics.median(slicing),
                     "read_ratio": ratio(reading, bytes_only), "slice_ratio": ratio(slicing, bytes_only)})
        file.unlink()
    return rows
