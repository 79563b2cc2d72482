"""Keep the lines as the records are: settle what was marked, or count a whole site again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from academy import clock
from academy.db.work import CHUNK, insert_many, is_sqlite, reading, writing
from academy.sites.tables import Membership
from courses.learning.lines.gathering import Gathered, Place, gathered
from courses.learning.lines.rules import Key, Taken, counts, sums
from courses.learning.lines.tables import TrainingCount, TrainingLine, TrainingMark

MOST_AT_ONCE = 1_000
"""People in one transaction: on SQLite nobody else writes meanwhile."""

Total = tuple[int, int, str, date]
"""Site, course, kind of count, and day."""

_ALONE = "SELECT pg_advisory_xact_lock(7277020)"
_DECODE = msgspec.json.Decoder(tuple[Taken, ...])
_ENCODE = msgspec.json.Encoder()

_ADD = """
INSERT INTO training_count (created_at, site, course, kind, day, people) VALUES ROWS
ON CONFLICT (site, course, kind, day) DO UPDATE SET people = training_count.people + excluded.people
"""


def unpacked(taken: str) -> tuple[Taken, ...]:
    """The courses a line keeps."""
    return _DECODE.decode(taken)


def packed(taken: Iterable[Taken]) -> str:
    """As a line keeps them."""
    return _ENCODE.encode(list(taken)).decode()


async def settle() -> None:
    """Count the lines anew of everybody something changed for; nobody else is looked at."""
    while await _is_behind():
        async with writing():
            await _alone()
            await _refresh(await _marked())


async def recount(site_id: int) -> None:
    """Forget what is kept of a site and count it from the records."""
    async with writing():
        await _alone()
        await TrainingLine.delete().where(TrainingLine.site == site_id)
        await TrainingCount.delete().where(TrainingCount.site == site_id)
        await _refresh(await members(site_id), only=site_id)


async def members(site_id: int) -> list[int]:
    """Who belongs to a site, by the records."""
    rows = await Membership.select(Membership.person).where(Membership.site == site_id, Membership.ends_on.is_null())
    return sorted({row["person"] for row in rows})


async def _is_behind() -> bool:
    return await TrainingMark.exists() or bool(await _exemptions_changed())


async def _exemptions_changed() -> list[int]:
    """People for whom an exemption begins or is over by the calendar of their site."""
    now = clock.now()
    columns = (TrainingLine.person, TrainingLine.look_again_on, TrainingLine.site.time_zone.as_alias("zone"))
    soon = now.date() + timedelta(days=1)
    rows = await TrainingLine.select(*columns).where(TrainingLine.look_again_on <= soon)
    return [row["person"] for row in rows if row["look_again_on"] <= now.astimezone(ZoneInfo(row["zone"])).date()]


async def _alone() -> None:
    """Only one settles at a time, or two would both subtract what one person counted before. SQLite sees to it."""
    if not is_sqlite():
        await TrainingMark.raw(_ALONE)


async def _marked() -> list[int]:
    """Take the marks of some people away. A mark that is not committed yet is found the next time."""
    rows = await TrainingMark.select(TrainingMark.person).order_by(TrainingMark.id).limit(MOST_AT_ONCE)
    people = sorted({row["person"] for row in rows}) or (await _exemptions_changed())[:MOST_AT_ONCE]
    await TrainingMark.delete().where(TrainingMark.person.is_in(people))
    return people


async def _refresh(people: Sequence[int], *, only: int | None = None) -> None:
    """Replace the lines that are no longer true, and move the counts by the difference."""
    moved: Counter[Total] = Counter()
    for start in range(0, len(people), CHUNK):
        await _renew(people[start : start + CHUNK], only, moved)
    await _add_to_counts(moved)


async def _renew(people: Sequence[int], only: int | None, moved: Counter[Total]) -> None:
    old, new = await _kept(people), await gathered(people, clock.now())
    gone: list[int] = []
    made: list[TrainingLine] = []
    for place in old.keys() | new.keys():
        before, after = old.get(place), new.get(place)
        line = _line(place, after) if after else None
        if only not in (None, place[0]) or (before and line and _same(before, line)):
            continue
        if before:
            gone.append(before["id"])
            moved.subtract(_at(place, counts(unpacked(before["taken"]), before["counted_on"])))
        if after and line:
            made.append(line)
            moved.update(_at(place, counts(after.taken, after.day)))
    if gone:
        await TrainingLine.delete().where(TrainingLine.id.is_in(gone))
    await insert_many(made)


async def _kept(people: Sequence[int]) -> dict[Place, dict[str, Any]]:
    if not people:
        return {}
    rows = await TrainingLine.select().where(TrainingLine.person.is_in([*people]))
    return {(row["site"], row["person"]): row for row in rows}


def _line(place: Place, one: Gathered) -> TrainingLine:
    return TrainingLine(
        site=place[0],
        person=place[1],
        folded=one.folded,
        counted_on=one.day,
        taken=packed(one.taken),
        **msgspec.structs.asdict(sums(one.taken, one.day)),
    )


COMPARED = ("folded", "taken", "given", "done", "started", "open", "due_on", "look_again_on")
"""What a line says; on which day it was counted makes no difference of its own."""


def _same(before: Mapping[str, Any], line: TrainingLine) -> bool:
    return all(before[name] == getattr(line, name) for name in COMPARED)


def _at(place: Place, found: Counter[Key]) -> dict[Total, int]:
    return {(place[0], *key): people for key, people in found.items()}


async def _add_to_counts(moved: Counter[Total]) -> None:
    now = clock.now()
    rows = sorted((*total, people) for total, people in moved.items() if people)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        values = ", ".join(["({}, {}, {}, {}, {}, {})"] * len(part))
        await TrainingCount.raw(_ADD.replace("ROWS", values), *(value for row in part for value in (now, *row)))


async def differences(site_id: int) -> int:
    """In how many places lines and counts of a site are not what the records say, in one snapshot.

    The counts are held against the lines; the lines against the records, but for people who are marked just now.
    """
    async with reading():
        kept = {row["person"]: row for row in await TrainingLine.select().where(TrainingLine.site == site_id)}
        marked = {row["person"] for row in await TrainingMark.select(TrainingMark.person)}
        wrong = _miscounted(await _totals(site_id), kept)
        people = sorted({*kept, *await members(site_id)} - marked)
        for start in range(0, len(people), CHUNK):
            true = await gathered(people[start : start + CHUNK], clock.now())
            wrong += sum(
                not _agree(kept.get(person), true.get((site_id, person)), site_id)
                for person in people[start : start + CHUNK]
            )
    return wrong


def _agree(kept: Mapping[str, Any] | None, true: Gathered | None, site_id: int) -> bool:
    if kept is None or true is None:
        return kept is None and true is None
    return _same(kept, _line((site_id, kept["person"]), true))


def _miscounted(totals: Counter[Key], kept: Mapping[int, Mapping[str, Any]]) -> int:
    counted: Counter[Key] = Counter()
    for row in kept.values():
        counted.update(counts(unpacked(row["taken"]), row["counted_on"]))
    return sum(totals[key] != counted[key] for key in totals.keys() | counted.keys())


async def _totals(site_id: int) -> Counter[Key]:
    rows = await TrainingCount.select().where(TrainingCount.site == site_id, TrainingCount.people != 0)
    return Counter({(row["course"], row["kind"], row["day"]): row["people"] for row in rows})
