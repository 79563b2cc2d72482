"""Nobody changes anything unseen: every action that writes also records, and every word of the log is used."""

import ast

import pytest

from academy import documents
from tests.house import source
from tests.house.source import Function, Module

SILENT = {
    "academy.roster.actions.drafting.choose": "the rows keep who was chosen; applying them records",
    "courses.learning.actions.activity.active": "the same: one report a minute, and the row keeps the sum",
    "courses.learning.actions.attempts.timing.at_question": "the same, for each question of an attempt",
    "courses.learning.actions.notes.write": "a note to oneself is no part of the record",
    "courses.learning.actions.watching.heard": "the progress row keeps its times; one per beacon would bury the rest",
    "courses.learning.actions.lessons.read": "the progress row keeps when the text was read",
    "courses.learning.actions.lessons.choose": "the progress row keeps when the scenario was answered",
    "courses.learning.actions.handoff.offer": "a place kept for ten minutes; it changes nothing and lets nobody in",
    "courses.learning.actions.handoff.go_on": "the same: whoever goes on is signed in, and that is on record",
    "courses.learning.actions.stops.answer": "a first answer is a record of its own that nothing can change",
    "courses.roll_calls.actions.joining.answer": "the same: one answer to a question, which nothing can change",
    "courses.assigning.actions.making.keep_draft": "a draft changes nothing; the assignment made of it records",
    "courses.evaluation.actions.evaluate": "an entry would say who answered when, and so whose answer it is",
    "courses.network.actions.count": "sums of what is recorded already; the checks of every night are kept",
    "media.actions.passes.begin": "plans the parts of a render; the entry is made when it plays or fails",
    "media.actions.using.note_use": "joins the work of a floor above, which records what it did with the recording",
    "media.actions.steering.revive_quiet_assets": "promises a job again; the job's own action records",
    "media.actions.drafting.revive_quiet_drafts": "promises a job again; the job's own action records",
    "media.actions.captions.save_lines": "the row keeps its revision; one entry per line would bury the rest",
    "certificates.actions.issuing.issue_forgotten": "promises a job again; issuing records itself",
}
"""Writes without an entry of their own, and why."""


def is_action(module: Module) -> bool:
    return "actions" in module.name.split(".")


def called(function: Function) -> set[str]:
    """The bare names of everything a function calls: `enrollments.assign(...)` counts as `assign`."""
    calls = (node.func for node in ast.walk(function.node) if isinstance(node, ast.Call))
    return {ast.unparse(one).rpartition(".")[2] for one in calls}


def area_of(module: Module) -> str:
    return module.name.split(".actions")[0]


def recording(functions: list[Function]) -> set[str]:
    """`area.name` of every function that records, itself or through functions of its own area that it calls."""
    names = {(area_of(one.module), one.node.name): called(one) for one in functions}
    found = {key for key, calls in names.items() if "record" in calls}
    while True:
        more = {key for key, calls in names.items() if any((key[0], name) in found for name in calls)} - found
        if not more:
            return {".".join(key) for key in found}
        found |= more


ACTIONS = [one for one in source.functions(source.modules()) if is_action(one.module)]


def test_there_are_actions_to_look_at():
    assert len(ACTIONS) > 20


def test_every_public_action_that_writes_records_it():
    recorded = recording(ACTIONS)
    silent = [
        one.place
        for one in ACTIONS
        if "writing" in called(one)
        and not one.node.name.startswith("_")
        and f"{area_of(one.module)}.{one.node.name}" not in recorded
        and f"{one.module.name}.{one.node.name}" not in SILENT
    ]
    assert "\n".join(silent) == ""


def test_every_silent_action_is_still_there_and_silent():
    names = {f"{one.module.name}.{one.node.name}" for one in ACTIONS}
    assert set(SILENT) <= names


WORDS = sorted({(str(word), word.name, module) for word, module in documents.audited(documents.modules_that_speak())})


@pytest.mark.parametrize(("word", "name", "declared_in"), WORDS)
def test_every_word_of_the_log_is_used(word: str, name: str, declared_in: str):
    area = declared_in.split(".actions")[0]
    users = [one for one in source.modules() if one.name.startswith(area) and f"Audited.{name}" in one.text]
    assert any("record(" in one.text for one in users), f"{word} is declared and never recorded"


def test_words_read_area_subject_verb():
    assert [word for word, _, _ in WORDS if word.count(":") != 2 or word != word.lower()] == []


def test_words_are_said_by_one_area_only():
    assert len({word for word, _, _ in WORDS}) == len(WORDS)
