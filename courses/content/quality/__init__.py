"""How good a course is: figures, and what a person should look at. Nothing here keeps a version from anything.

`courses.content.check` says what is wrong; this says how well the questions cover the objectives and whether they give
themselves away, how hard the text is to read, and what still waits for an expert.
"""

from courses.content.quality.report import Report, report

__all__ = ["Report", "report"]
