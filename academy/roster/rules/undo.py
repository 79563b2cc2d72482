"""What it takes to set an import back, row by row: only what is still as the import left it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from academy.roster.rules.plan import Change

BY_HAND = "Changed by hand since"
IN_USE = "The account is in use"
HAS_TRAINING = "Has training records here"
GONE = "Left or moved since"


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """What a row did. `started`: the membership it began, with `is_new` an account too; `left`: the one it ended, on
    `on`; `stays`: the one whose units it changed, from `before` to `after`; `changes`: to the person."""

    person_id: int
    on: date
    is_new: bool = False
    started: int | None = None
    left: int | None = None
    stays: int | None = None
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """How things stand for the person of a row. `units` by open membership."""

    values: Mapping[str, str]
    units: Mapping[int, frozenset[int]]
    is_used: bool = False
    has_training: bool = False


class Setback(msgspec.Struct, frozen=True):
    """What is set back: the membership and its units, and which changes. `kept`: why not the rest."""

    membership: bool
    changes: tuple[Change, ...]
    kept: str = ""


def setback(undo: Undo, now: Now) -> Setback:
    """What of a row is still as the import left it."""
    why = _kept(undo, now)
    same = tuple(one for one in undo.changes if now.values.get(one.field) == one.after)
    by_hand = BY_HAND if len(same) < len(undo.changes) else ""
    if why and undo.started:
        return Setback(membership=False, changes=(), kept=why)
    return Setback(membership=not why, changes=same, kept=why or by_hand)


def _kept(undo: Undo, now: Now) -> str:
    """Why the membership stays as it is; "" when it is set back."""
    place = undo.started or undo.stays
    if place is None:
        return ""
    if place not in now.units:
        return GONE
    if undo.started and now.has_training:
        return HAS_TRAINING
    if undo.is_new and now.is_used:
        return IN_USE
    touches = undo.started or undo.before != undo.after
    return BY_HAND if touches and now.units[place] != frozenset(undo.after) else ""
