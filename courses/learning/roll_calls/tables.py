"""Roll calls that were held: who was expected, who answered what, and whom the leader attested."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site, Unit
from courses.authoring.tables import CourseVersion


class HeldRollCall(Dated, Table, tablename="roll_call"):
    """A pack of a version led at a site. `code`: what officers type, and the end of its address; `minutes` of the pack.

    `closed_at`: from then on nobody joins or answers. `statement`: what the leader signed, with `signed_name` as typed;
    once attested, nothing changes any more. `due_on`: until when the absent make it up.
    """

    code = Varchar(length=6, null=False)
    site = ForeignKey(Site, null=False)
    version = ForeignKey(CourseVersion, null=False)
    pack_key = Varchar(length=80, null=False)
    title = Varchar(length=160, null=False)
    minutes = Integer(null=False)
    led_by = ForeignKey(Person, null=False)
    state = Varchar(length=20, null=False)
    opened_at = Timestamptz(null=False)
    closed_at = Timestamptz(null=True, default=None)
    attested_at = Timestamptz(null=True, default=None)
    statement = Text(null=False, default="")
    signed_name = Varchar(length=120, null=False, default="")
    due_on = Date(null=True, default=None)


class RollCallUnit(Dated, Table, tablename="roll_call_unit"):
    """A unit a roll call is for; none: whoever comes."""

    roll_call = ForeignKey(HeldRollCall, null=False)
    unit = ForeignKey(Unit, null=False)


class RollCallPart(Dated, Table, tablename="roll_call_part"):
    """One person in a roll call (courses.roll_calls.rules.parts). Those of its units are expected, others came by.

    `joined_at`, `answered_at` (the last of all answers): what was done on a phone while it was open. `presence`: open
    until the leader attests it. `due_on`: until when it is made up alone; only those expected and absent owe that.
    """

    roll_call = ForeignKey(HeldRollCall, null=False)
    person = ForeignKey(Person, null=False)
    is_expected = Boolean(null=False, default=False)
    joined_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    presence = Varchar(length=20, null=False)
    due_on = Date(null=True, default=None)
    made_up_at = Timestamptz(null=True, default=None)


class RollCallAnswer(Dated, Table, tablename="roll_call_answer"):
    """The one answer somebody gave to a question of the pack: keys of choices joined by ",". Never changed."""

    part = ForeignKey(RollCallPart, null=False)
    question = Varchar(length=80, null=False)
    chosen = Varchar(length=400, null=False)
    is_right = Boolean(null=False)
    answered_at = Timestamptz(null=False)
