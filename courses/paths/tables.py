"""Learning paths: which courses and lessons fit a kind of work, and why."""

from piccolo.columns import Integer, Text, Varchar
from piccolo.table import Table

from academy.columns import Dated


class LearningPath(Dated, Table, tablename="learning_path"):
    """A path as its file has it. `entries`: JSON of `courses.paths.rules.Entry`, the courses in order."""

    slug = Varchar(length=40, null=False)
    position = Integer(null=False, default=0)
    title = Varchar(length=80, null=False)
    audience = Varchar(length=200, null=False, default="")
    summary = Text(null=False, default="")
    entries = Text(null=False, default="[]")
