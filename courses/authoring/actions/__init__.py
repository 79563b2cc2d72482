"""Everything that changes a course version."""

from courses.authoring.actions.audited import Audited
from courses.authoring.actions.drafts import apply_edit, discard, import_course, start_draft
from courses.authoring.actions.review import add_note, publish, resolve_note, retire, return_to_draft, submit

__all__ = [
    "Audited",
    "add_note",
    "apply_edit",
    "discard",
    "import_course",
    "publish",
    "resolve_note",
    "retire",
    "return_to_draft",
    "start_draft",
    "submit",
]
