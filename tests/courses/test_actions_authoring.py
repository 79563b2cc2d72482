"""Drafts, review and publishing: who may, what is kept, and that a refusal changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from academy import clock
from academy.access.actions import grant
from academy.actor import Actor, Grant, Role
from academy.audit import AuditEvent
from academy.errors import Conflict, NotFound, Refusal
from courses.authoring import actions, rows
from courses.authoring.actions.drafts import ContentFaulty, InReview, NotYourCourse
from courses.authoring.rules import CannotMove, NotReady, StaleRevision
from courses.authoring.tables import Course, CourseAuthor, CourseVersion, Lesson, ReviewNote
from courses.content.model import CourseContent, fingerprint
from tests.cast import Cast
from tests.courses.small_course import small_course

SLUG = "first-steps"


async def drafted(cast: Cast, **changes: object) -> int:
    """Ines's draft; returns the version's id."""
    return await actions.import_course(cast.ines, small_course(**changes), source_ref="test")


async def submitted(cast: Cast) -> int:
    version = await drafted(cast)
    await actions.submit(cast.ines, SLUG, 1)
    return version


async def published(cast: Cast) -> int:
    version = await submitted(cast)
    await actions.publish(cast.ravi, SLUG, 1)
    return version


async def states() -> list[tuple[int, str]]:
    found = await CourseVersion.select(CourseVersion.number, CourseVersion.state).order_by(CourseVersion.number)
    return [(row["number"], row["state"]) for row in found]


def retitled(content: CourseContent) -> CourseContent:
    return msgspec.structs.replace(content, title="Second Steps")


async def test_an_import_makes_the_draft_and_its_author(cast: Cast) -> None:
    version = await drafted(cast)
    assert await rows.load(version) == small_course()
    assert await states() == [(1, "draft")]
    assert await CourseAuthor.exists().where(CourseAuthor.person == cast.ines.id)


async def test_the_same_content_again_makes_no_new_draft(cast: Cast) -> None:
    first = await drafted(cast)
    assert await drafted(cast) == first
    assert await AuditEvent.count().where(AuditEvent.action == "authoring:version:import") == 1


async def test_changed_content_updates_the_open_draft(cast: Cast) -> None:
    first = await drafted(cast)
    assert await drafted(cast, title="New") == first
    assert (await rows.load(first)).title == "New"


async def test_changed_content_after_publishing_makes_the_next_draft(cast: Cast) -> None:
    first = await published(cast)
    second = await drafted(cast, title="New")
    assert second != first
    assert await states() == [(1, "published"), (2, "draft")]
    assert await rows.load(first) == small_course()


async def test_an_import_of_faulty_content_writes_nothing(cast: Cast) -> None:
    with pytest.raises(ContentFaulty):
        await drafted(cast, questions=())
    assert await Course.count() == 0


async def test_an_import_cannot_change_what_reviewers_read(cast: Cast) -> None:
    version = await submitted(cast)
    with pytest.raises(InReview):
        await drafted(cast, title="New")
    assert (await rows.load(version)).title == "First Steps"


async def test_nobody_imports_into_the_course_of_another_author(cast: Cast) -> None:
    version = await drafted(cast)
    with pytest.raises(NotYourCourse):
        await actions.import_course(cast.ravi, small_course(title="Mine"), source_ref="x")
    assert (await rows.load(version)).title == "First Steps"


async def test_an_edit_changes_the_draft_and_moves_the_revision(cast: Cast) -> None:
    version = await drafted(cast)
    assert await actions.apply_edit(cast.ines, SLUG, 1, revision=1, edit=retitled) == 2
    assert (await rows.load(version)).title == "Second Steps"
    row = await CourseVersion.select().where(CourseVersion.id == version).first()
    assert row is not None
    assert row["fingerprint"] == fingerprint(retitled(small_course()))


async def test_an_edit_that_changes_nothing_leaves_the_revision(cast: Cast) -> None:
    await drafted(cast)
    assert await actions.apply_edit(cast.ines, SLUG, 1, revision=1, edit=lambda content: content) == 1


async def test_of_two_edits_from_the_same_revision_the_second_is_refused(cast: Cast) -> None:
    version = await drafted(cast)
    await actions.apply_edit(cast.ines, SLUG, 1, revision=1, edit=retitled)
    with pytest.raises(StaleRevision):
        await actions.apply_edit(
            cast.ines, SLUG, 1, revision=1, edit=lambda content: msgspec.structs.replace(content, title="Lost")
        )
    assert (await rows.load(version)).title == "Second Steps"


async def test_two_people_saving_at_the_same_moment_are_told_apart(cast: Cast) -> None:
    version = await drafted(cast)

    def titled(title: str) -> Awaitable[int]:
        return actions.apply_edit(
            cast.ines, SLUG, 1, revision=1, edit=lambda content: msgspec.structs.replace(content, title=title)
        )

    outcomes = await asyncio.gather(titled("Mine"), titled("Theirs"), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["StaleRevision", "int"]
    won = "Mine" if outcomes[0] == 2 else "Theirs"
    assert (await rows.load(version)).title == won
    assert await Lesson.count() == len(small_course().lessons)


async def test_an_edit_that_breaks_the_course_is_refused(cast: Cast) -> None:
    version = await drafted(cast)
    with pytest.raises(ContentFaulty):
        await actions.apply_edit(
            cast.ines, SLUG, 1, revision=1, edit=lambda content: msgspec.structs.replace(content, questions=())
        )
    assert await rows.load(version) == small_course()


async def test_publishing_freezes_names_the_course_and_retires_the_version_before(cast: Cast) -> None:
    await published(cast)
    await drafted(cast, code="F2")
    await actions.submit(cast.ines, SLUG, 2)
    await actions.publish(cast.ravi, SLUG, 2)
    assert await states() == [(1, "retired"), (2, "published")]
    newest = await CourseVersion.select().where(CourseVersion.number == 2).first()
    assert newest is not None
    assert newest["approved_by"] == cast.ravi.id
    assert newest["published_at"] is not None
    assert (await Course.select(Course.code))[0]["code"] == "F2"


async def test_publishing_twice_is_refused_the_second_time(cast: Cast) -> None:
    await published(cast)
    with pytest.raises(CannotMove):
        await actions.publish(cast.ravi, SLUG, 1)
    assert await states() == [(1, "published")]


async def both_roles(actor: Actor) -> Actor:
    """The same person, also a reviewer."""
    await grant(None, person_id=actor.id, role=Role.REVIEWER)
    return msgspec.structs.replace(actor, grants=actor.grants | {Grant(Role.REVIEWER)})


async def test_who_submitted_cannot_publish(cast: Cast) -> None:
    await submitted(cast)
    with pytest.raises(NotReady) as refusal:
        await actions.publish(await both_roles(cast.ines), SLUG, 1)
    assert refusal.value.code == "second_person"
    assert await states() == [(1, "review")]


async def test_the_only_author_cannot_publish_what_another_submitted(cast: Cast) -> None:
    version = await submitted(cast)
    await CourseVersion.update({CourseVersion.submitted_by: cast.ravi.id}).where(CourseVersion.id == version)
    with pytest.raises(NotReady, match="only author"):
        await actions.publish(await both_roles(cast.ines), SLUG, 1)


async def test_a_draft_with_a_blocking_finding_cannot_be_submitted(cast: Cast) -> None:
    await drafted(cast, focus_areas=("Guns",))
    with pytest.raises(NotReady, match="eight core areas"):
        await actions.submit(cast.ines, SLUG, 1)
    assert await states() == [(1, "draft")]


@pytest.mark.usefixtures("the_clock")
async def test_a_law_review_that_ran_out_during_review_stops_publishing(cast: Cast) -> None:
    await submitted(cast)
    later = clock.now().replace(year=2028)
    with clock.clock_set_to(lambda: later), pytest.raises(NotReady, match="over a year ago"):
        await actions.publish(cast.ravi, SLUG, 1)


async def test_returning_gives_the_draft_back_with_the_note(cast: Cast) -> None:
    await submitted(cast)
    await actions.return_to_draft(cast.ravi, SLUG, 1, note="Name the source.")
    assert await states() == [(1, "draft")]
    notes = await ReviewNote.select(ReviewNote.body)
    assert [note["body"] for note in notes] == ["Name the source."]


async def test_a_draft_starts_as_a_copy_of_what_is_published_and_is_opened_once(cast: Cast) -> None:
    await published(cast)
    assert await actions.start_draft(cast.ines, SLUG) == 2
    assert await actions.start_draft(cast.ines, SLUG) == 2
    second = await CourseVersion.select(CourseVersion.id).where(CourseVersion.number == 2).first()
    assert second is not None
    assert await rows.load(second["id"]) == small_course()


async def test_discarding_removes_the_draft_and_its_notes_only(cast: Cast) -> None:
    await published(cast)
    await actions.start_draft(cast.ines, SLUG)
    await actions.add_note(cast.ines, SLUG, 2, body="Later")
    await actions.discard(cast.ines, SLUG, 2)
    assert await states() == [(1, "published")]
    assert await ReviewNote.count() == 0
    with pytest.raises(CannotMove):
        await actions.discard(cast.ines, SLUG, 1)


async def test_retiring_says_why(cast: Cast) -> None:
    await published(cast)
    await actions.retire(cast.ravi, SLUG, 1, reason="The law changed.")
    row = await CourseVersion.select().first()
    assert row is not None
    assert (row["state"], row["retired_reason"]) == ("retired", "The law changed.")


async def test_notes_can_be_resolved_by_the_author(cast: Cast) -> None:
    await submitted(cast)
    note = await actions.add_note(cast.ravi, SLUG, 1, body="Look", lesson_key="leads")
    await actions.resolve_note(cast.ines, SLUG, 1, note_id=note)
    row = await ReviewNote.select().first()
    assert row is not None
    assert row["resolved_at"] is not None


FORBIDDEN: dict[str, Callable[[Actor], Awaitable[object]]] = {
    "start_draft": lambda who: actions.start_draft(who, SLUG),
    "edit": lambda who: actions.apply_edit(who, SLUG, 1, revision=1, edit=retitled),
    "submit": lambda who: actions.submit(who, SLUG, 1),
    "discard": lambda who: actions.discard(who, SLUG, 1),
    "note": lambda who: actions.add_note(who, SLUG, 1, body="Hm"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("who", ["maria", "ruth", "sam", "ravi", "ada", "visitor"])
async def test_a_draft_is_closed_to_all_but_its_authors(cast: Cast, what: str, who: str) -> None:
    version = await drafted(cast)
    events = await AuditEvent.count()
    with pytest.raises(NotFound):
        await FORBIDDEN[what](cast.people[who])
    assert await rows.load(version) == small_course()
    assert await states() == [(1, "draft")]
    assert await AuditEvent.count() == events


async def test_an_author_who_is_no_instructor_any_more_edits_nothing(cast: Cast) -> None:
    version = await drafted(cast)
    former = msgspec.structs.replace(cast.ines, grants=frozenset())
    with pytest.raises(NotFound):
        await actions.apply_edit(former, SLUG, 1, revision=1, edit=retitled)
    assert await rows.load(version) == small_course()


REVIEWING: dict[str, Callable[[Actor], Awaitable[object]]] = {
    "publish": lambda who: actions.publish(who, SLUG, 1),
    "return": lambda who: actions.return_to_draft(who, SLUG, 1, note="No"),
    "retire": lambda who: actions.retire(who, SLUG, 1, reason="No"),
}


@pytest.mark.parametrize("what", REVIEWING)
@pytest.mark.parametrize("who", ["maria", "ruth", "sam", "ines", "ada", "visitor"])
async def test_review_is_closed_to_all_but_reviewers(cast: Cast, what: str, who: str) -> None:
    await submitted(cast)
    with pytest.raises(NotFound):
        await REVIEWING[what](cast.people[who])
    assert await states() == [(1, "review")]


async def test_every_refusal_is_told_in_a_sentence(cast: Cast) -> None:
    await submitted(cast)
    with pytest.raises(Refusal) as refusal:
        await actions.submit(cast.ines, SLUG, 1)
    assert isinstance(refusal.value, Conflict)
    assert refusal.value.sentence.endswith(".")
