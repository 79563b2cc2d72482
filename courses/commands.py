"""`academy course check|import|export|paths|approve`: courses as folders, learning paths and states' approvals."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import msgspec

from academy import clock
from academy.actor import Actor
from academy.errors import NotFound, Refusal
from academy.people.tables import Person
from courses.authoring import rows
from courses.authoring.actions import import_course
from courses.authoring.tables import CourseVersion
from courses.content import folder
from courses.content.findings import Severity
from courses.content.model import fingerprint
from courses.credit import commands as credit
from courses.paths import file as path_file
from courses.paths.actions import take_in
from courses.paths.rules import PathsFaulty
from courses.told import told_to_people, told_to_programs


def register(parser: ArgumentParser) -> None:
    """Add the commands to the parser of `academy course`.

    The parsed namespace has `run`, an async function that takes it and returns the exit code, and `needs_database`.
    """
    commands = parser.add_subparsers(required=True, metavar="check|import|export|paths|approve")
    checking = commands.add_parser("check", help="print what is wrong with a course folder, and how good the course is")
    checking.add_argument("path", type=Path)
    checking.add_argument("--json", action="store_true", help="print figures and findings by kind as JSON")
    checking.set_defaults(run=run_check, needs_database=False)
    importing = commands.add_parser("import", help="make or update the draft of a course from a folder")
    importing.add_argument("path", type=Path)
    importing.add_argument("--author", metavar="E-MAIL", help="the author in whose name to import")
    importing.set_defaults(run=run_import, needs_database=True)
    exporting = commands.add_parser("export", help="write a version of a course into an empty folder")
    exporting.add_argument("course", metavar="SLUG")
    exporting.add_argument("path", type=Path)
    exporting.add_argument("--version", type=int, help="number; without it the published version, else the newest")
    exporting.set_defaults(run=run_export, needs_database=True)
    taking_in = commands.add_parser("paths", help="make the learning paths of a file the academy's")
    taking_in.add_argument("path", type=Path, nargs="?", default=path_file.LIBRARY)
    taking_in.set_defaults(run=run_paths, needs_database=True)
    credit.fill(commands.add_parser("approve", help="write down what a state gives for a course"))


async def run_check(arguments: Namespace) -> int:
    """0: the folder holds a course that can run, whatever else there is to say about it; 1: it has faults."""
    found = folder.survey(arguments.path, clock.now().date())
    if arguments.json:
        print(msgspec.json.encode(told_to_programs(arguments.path, found)).decode())
    else:
        print("\n".join(told_to_people(arguments.path, found)))
    return int(any(finding.severity is Severity.FAULT for finding in found.findings))


async def run_import(arguments: Namespace) -> int:
    """0: the draft holds the folder's content; 1: refused, and nothing was written."""
    try:
        content = folder.read(arguments.path)
        author = await _author(arguments.author) if arguments.author else None
        version_id = await import_course(author, content, source_ref=arguments.path.name)
    except folder.FolderFaulty as faulty:
        return _refused(faulty, *map(str, faulty.findings))
    except Refusal as refusal:
        return _refused(refusal)
    version = await CourseVersion.select(CourseVersion.number, CourseVersion.state).where(
        CourseVersion.id == version_id
    )
    print(f"{content.title}: version {version[0]['number']}, {version[0]['state']}, {fingerprint(content)[:12]}")
    return 0


async def run_export(arguments: Namespace) -> int:
    """0: the folder holds the version; 1: no such version, or the folder is not empty."""
    if arguments.path.is_dir() and any(arguments.path.iterdir()):
        print(f"{arguments.path} is not empty. Choose a new folder.", file=sys.stderr)
        return 1
    try:
        version_id = await _version_id(arguments.course, arguments.version)
    except NotFound:
        print(f'There is no such version of "{arguments.course}".', file=sys.stderr)
        return 1
    folder.write(await rows.load(version_id), arguments.path)
    print(arguments.path)
    return 0


async def run_paths(arguments: Namespace) -> int:
    """0: the academy's paths are those of the file; 1: the file is faulty, and nothing was changed."""
    try:
        paths = path_file.read(arguments.path)
    except PathsFaulty as refusal:
        return _refused(refusal)
    changed = await take_in(None, paths)
    print(f"{len(paths)} paths, {changed} changed.")
    return 0


async def _version_id(slug: str, number: int | None) -> int:
    version = CourseVersion
    found = (
        await version.select(version.id, version.state, version.number)
        .where(version.course.slug == slug)
        .order_by(version.number, ascending=False)
    )
    wanted = [row for row in found if row["number"] == number] if number else found
    if not wanted:
        raise NotFound()
    published = [row for row in wanted if row["state"] == "published"]
    return int((published or wanted)[0]["id"])


async def _author(email: str) -> Actor:
    person = await Person.select().where(Person.email == email.lower(), Person.deactivated_at.is_null()).first()
    if person is None:
        raise NotFound(f"Nobody has the e-mail address {email}.")
    return Actor(id=person["id"], code=person["code"], name=person["full_name"], email=person["email"])


def _refused(refusal: Refusal, *lines: str) -> int:
    print("\n".join([*lines, refusal.sentence]), file=sys.stderr)
    return 1
