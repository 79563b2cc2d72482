"""`academy evidence`: make an evidence file on this machine, and check one."""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from anyio import to_thread

from academy import clock
from academy.audit import Subject, record
from academy.errors import Refusal
from academy.key_files import KeyUnsafe
from certificates.evidence import check
from certificates.evidence.access import subject_of
from certificates.evidence.actions import Audited
from certificates.evidence.bundle import Asked, make
from certificates.evidence.class_list import enrollments_in
from certificates.evidence.contents import content_faults


def register(parser: ArgumentParser) -> None:
    """Add this area's commands."""
    commands = parser.add_subparsers(required=True, metavar="what")
    making = commands.add_parser("make", help="write the evidence of one officer and course, or of a class")
    making.add_argument("into", type=Path, metavar="OUT.zip")
    making.add_argument("--site", required=True, help="its short name, as in addresses: raleigh-nc")
    making.add_argument("--course", required=True, help="its short name: crime-guns")
    making.add_argument("--officer", default="", metavar="E-MAIL", help="left out: the whole class")
    making.add_argument("--from", dest="from_on", type=date.fromisoformat, help="first day of the class")
    making.add_argument("--until", dest="until_on", type=date.fromisoformat, help="last day of the class")
    making.add_argument("--reason", required=True, help="why; the audit log keeps it")
    making.set_defaults(run=run_make, needs_database=True)
    checking = commands.add_parser("check", help="say whether an evidence file was changed")
    checking.add_argument("file", metavar="FILE.zip or FOLDER")
    checking.add_argument("--log-key", default="", help="the record log's key as printed: name+number+key")
    checking.set_defaults(run=run_check, needs_database=False)


async def run_make(arguments: Namespace) -> int:
    """0: it is written; 2: it cannot be, and why."""
    days = (arguments.from_on, arguments.until_on) if arguments.from_on and arguments.until_on else None
    if bool(arguments.officer) == bool(days):
        print("Name one officer (--officer), or the days of a class (--from and --until).")
        return 2
    try:
        about = await subject_of(arguments.site, arguments.course, arguments.officer)
        found = about.enrollments
        if days:
            found = await enrollments_in(about.site_id, about.course_id, days, about.zone)
        asked = Asked(
            site=about.site, zone=about.zone, course=arguments.course, title=about.title, enrollments=found, days=days,
            reason=arguments.reason, made_by="an operator of the academy", made_at=clock.now(),
        )  # fmt: skip
        await make(asked, arguments.into, _say_nothing)
    except (Refusal, KeyUnsafe, OSError) as refusal:
        print(refusal)
        return 2
    subject = Subject("site", about.site_id, about.site_id)
    what = {"course": about.course_id, "officer": arguments.officer, "officers": len(found)}
    await record(None, Audited.TAKEN, subject, reason=arguments.reason, **what)
    print(f"{arguments.into} holds the evidence of {len(found)}. Its check.py says whether it was changed.")
    return 0


async def run_check(arguments: Namespace) -> int:
    """As the script in the file: 0 good, 1 changed, 2 not to be read; and the course text against its fingerprint."""
    words = [arguments.file, *(("--log-key", arguments.log_key) if arguments.log_key else ())]
    return await to_thread.run_sync(_checked, words)


def _checked(words: list[str]) -> int:
    code = check.main(words)
    if code:
        return code
    faults = list(content_faults(check.read(Path(words[0]))))
    for fault in faults:
        print(f"CHANGED: {fault}")
    print("This course text is not the one that was taught." if faults else "The course text is the one promised.")
    return 1 if faults else 0


async def _say_nothing(_: int) -> None:
    """Who waits at a terminal sees the end."""
