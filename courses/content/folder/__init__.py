"""A course as a folder that people can read, edit and keep under version control.

    course.toml                     what the course is, its sources, modules, order of lessons, packs for roll call
    lessons/1.1-why-cgi.md          front matter between +++ lines, then the text in Markdown
    lectures/1.1-why-cgi.md         slides with narration, where a lesson names them as its `deck`
    questions/why-cgi.toml          one pool of the question bank
    job-aids/canvass-card.md        printable pages

Reading is all or nothing: a folder with faults yields every fault found, with file and line, and no content.
"""

from courses.content.folder.faults import FileFinding, FolderFaulty
from courses.content.folder.reading import Survey, inspect, read, survey
from courses.content.folder.writing import write

__all__ = ["FileFinding", "FolderFaulty", "Survey", "inspect", "read", "survey", "write"]
