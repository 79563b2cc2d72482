"""`make bench-media`: what recordings cost from upload to playback, each figure beside its baseline in the same run."""

import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Final

from academy import settings
from bench import judging, lectures, playing, recognizing, rendering, uploading

Measure = Callable[[Path], dict[str, float]]

PARTS: Final[dict[str, Measure]] = {
    "judging": judging.figures,
    "rendering": rendering.figures,
    "lectures": lectures.figures,
    "uploading": uploading.figures,
    "recognizing": recognizing.figures,
    "playing": playing.figures,
}
TARGETS: Final = {
    "judge_1gb_cpu_s": "at most 2",
    "jail_overhead_percent": "at most 3",
    "render_over_plain_720p": "at most 1.9",
    "render_over_rung_processes": "at most 0.65",
    "first_rung_over_whole": "at most 0.33",
    "lecture_cpu_s_per_minute": "at most 30",
    "lecture_again_cpu_s_per_minute": "at most 10",
    "upload_cpu_ratio": "at most 3.5",
    "upload_memory_mb": "under 8",
    "captions_x_realtime_per_core": "at least 8",
    "captions_wer_percent": "at most 3",
    "start_750_s": "under 3",
    "start_300_s": "under 6",
    "stall_750_offline_s": "0",
    "player_code_br_kb": "at most 170",
}


def main() -> None:
    """Measure and print; with --json also write {name: figure}. Parts can be named, all are the default."""
    parser = ArgumentParser(prog="bench.media")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    found: dict[str, float] = {}
    for name in arguments.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            settings.use(settings.from_env({"ACADEMY_DATA": folder}))
            figures = PARTS[name](Path(folder))
        _print(figures)
        found |= figures
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n")


def _print(figures: dict[str, float]) -> None:
    for name, figure in figures.items():
        sys.stdout.write(f"{name:<32} {figure:>9.3f}  {TARGETS.get(name, '')}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
