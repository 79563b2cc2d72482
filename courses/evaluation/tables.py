"""What learners think of a version of a course, kept apart from who they are."""

from piccolo.columns import ForeignKey, Integer, Text, Varchar
from piccolo.table import Table

from courses.authoring.tables import CourseVersion


class Evaluation(Table, tablename="evaluation"):
    """One learner's evaluation of a version. No person, no enrollment and no time stands in it.

    `mark`: made from the enrollment by the house's secret (rules.mark_of), so that its giver can change it and nobody
    can read from it whose it is. Answers are 1 to 5, empty where a question was left out.
    """

    version = ForeignKey(CourseVersion, null=False)
    mark = Varchar(length=64, null=False)
    relevance = Integer(null=True, default=None)
    clarity = Integer(null=True, default=None)
    lectures = Integer(null=True, default=None)
    use = Integer(null=True, default=None)
    comment = Text(null=False, default="")
