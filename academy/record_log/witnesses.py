"""Checkpoints leave the academy: once a day each coordinator, and whom the settings name, gets the newest one.

Whoever rewrote the log could also sign it anew. Only old checkpoints in other hands give that away.
"""

from datetime import timedelta

from academy import clock, settings
from academy.db.work import writing
from academy.jobs import every_minute
from academy.messages import Letter, compose, post
from academy.messages.tables import OutgoingMessage
from academy.people.tables import Person
from academy.record_log.reading import newest_checkpoint
from academy.record_log.rules import mail_day
from academy.record_log.stamps import FILE, STAMP_FILE, size_of, stamp_of

LETTER = "academy/record_log/checkpoint"
_OF_USE = timedelta(days=7)
"""A newer one has been mailed long before."""
_HOLDERS = """
    SELECT DISTINCT p.email FROM role_grant g JOIN person p ON p.id = g.person
    WHERE g.role = {} AND g.revoked_at IS NULL AND p.deactivated_at IS NULL ORDER BY p.email
"""


@every_minute
async def mail_checkpoint() -> None:
    """Post the day's checkpoint to everybody who has neither got the day's nor holds this very one."""
    note = await newest_checkpoint()
    if note is None:
        return
    key = f"checkpoint:{mail_day(clock.now())}"
    had = OutgoingMessage.select(OutgoingMessage.recipient).where(
        OutgoingMessage.about == LETTER, (OutgoingMessage.key == key) | (OutgoingMessage.attachment == note)
    )
    missing = sorted(await _witnesses() - {row["recipient"] for row in await had})
    if missing:
        await _post(checkpoint_letter(note, await stamp_of(note)), missing, key)


async def _post(letter: Letter, addresses: list[str], key: str) -> None:
    async with writing():
        for address in addresses:
            await post(letter, to=address, key=key, useful_until=clock.now() + _OF_USE)


def checkpoint_letter(note: str, stamp: bytes | None = None) -> Letter:
    """The note as a file, and in the letter for those who print it; the time stamp on that file beside it."""
    shown = "\n".join(f"    {line}".rstrip() for line in note.rstrip("\n").split("\n"))
    made = compose(LETTER, day=clock.now(), size=size_of(note), note=shown, stamp=STAMP_FILE if stamp else "")
    return Letter(made.about, made.subject, made.body, FILE, note, STAMP_FILE if stamp else None, stamp)


async def _witnesses() -> set[str]:
    further = settings.current().checkpoint_witnesses.split(",")
    return {*await holders("coordinator"), *(one.strip().lower() for one in further if one.strip())}


async def holders(role: str) -> list[str]:
    """The addresses of everybody with a role."""
    return [row["email"] for row in await Person.raw(_HOLDERS, role)]
