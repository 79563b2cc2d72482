"""Imports of rosters: what was sent, what each row was to do, and what became of it."""

from piccolo.columns import Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Site


class RosterMapping(Dated, Table, tablename="roster_mapping"):
    """Where the columns of a site's files went last time; `columns`: JSON, name -> target."""

    site = ForeignKey(Site, null=False)
    columns = Text(null=False, default="{}")


class RosterImport(Dated, Table, tablename="roster_import"):
    """One file. `sheet`: the table as JSON without the columns that are never read; emptied once it is applied.
    `goes`: where each column goes, as JSON. `state`: academy.roster.rules.lifecycle.
    """

    code = Varchar(length=26, null=False)
    site = ForeignKey(Site, null=False)
    made_by = ForeignKey(Person, null=False)
    file_name = Varchar(length=160, null=False)
    sha256 = Varchar(length=64, null=False)
    state = Varchar(length=20, null=False)
    sheet = Text(null=False, default="")
    goes = Text(null=False, default="[]")
    adds_units = Boolean(null=False, default=True)
    new_units = Text(null=False, default="[]")
    line_count = Integer(null=False)
    done_count = Integer(null=False, default=0)
    failure = Varchar(length=300, null=False, default="")
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


class RosterRow(Dated, Table, tablename="roster_row"):
    """What a line of the file, or a person missing from it (`line` 0), does. `planned`: JSON of rules.plan.Planned.

    `chosen`: somebody said yes to it. `outcome`: empty until it is done, then done, skipped, undone or kept, with the
    reason in `note`.
    """

    roster_import = ForeignKey(RosterImport, null=False)
    line = Integer(null=False)
    verdict = Varchar(length=20, null=False)
    name = Varchar(length=300, null=False)
    planned = Text(null=False)
    can_choose = Boolean(null=False, default=False)
    chosen = Boolean(null=False, default=False)
    outcome = Varchar(length=20, null=False, default="")
    note = Varchar(length=300, null=False, default="")


class RosterUndo(Dated, Table, tablename="roster_undo"):
    """What it takes to set back what a row did; `content`: JSON of academy.roster.rules.undo.Undo."""

    roster_row = ForeignKey(RosterRow, null=False)
    content = Text(null=False)
