"""What demo officers did so far: made by the real actions, at the times it would have happened."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from academy import clock
from academy.actor import Actor
from academy.db.work import writing
from academy.people.tables import Person
from academy.sites.tables import Site
from courses.content.kinds import CHOSEN
from courses.content.model import Question
from courses.demo import course as course_demo
from courses.demo import people
from courses.evaluation.actions import evaluate
from courses.evaluation.rules import Answers
from courses.learning.actions import completions, enrollments, lessons, watching
from courses.learning.actions.attempts import answer, start, submit
from courses.learning.bank import questions_of
from courses.learning.rules.completion import Step
from courses.learning.rules.intervals import printed
from courses.learning.rules.kinds import RULES, Layout, Tokens, layout_in
from courses.learning.standing import steps_of
from courses.learning.tables import AttemptItem, Enrollment

COURSE = course_demo.CRIME_GUNS
EVERY = {course_demo.CRIME_GUNS: 1, course_demo.CRIME_SCENES: 5, course_demo.LEADERSHIP: 7}
"""Every officer of a site is asked to take the first course, every fifth the second, every seventh the third."""
REASONS = {
    course_demo.CRIME_GUNS: "Our agency now collects casings from every confirmed shooting.",
    course_demo.CRIME_SCENES: "Whoever comes to a scene first keeps it for the laboratory.",
    course_demo.LEADERSHIP: "Who leads a unit answers for its plan against shootings.",
}
COORDINATORS = {"raleigh-nc": "coordinator", "tulsa-ok": "tulsa.coordinator"}
_BEAT = 60
_WORDS = (
    "The part on gunshot alerts matched what we see on nights.",
    "More examples from small agencies, please.",
    "Keep the printable cards. One is in my visor now.",
    "I would like the lectures a little faster.",
)


class Hands:
    """A clock that a demo officer's work moves on."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, *, minutes: float = 0, seconds: float = 0) -> None:
        self.now += timedelta(minutes=minutes, seconds=seconds)


async def make(today: datetime, *slugs: str) -> None:
    """Assignments and progress in these courses at every site: some done, some on the way, some late."""
    for place in people.SITES:
        crew = await _crew(place)
        for slug in slugs:
            await _site(place, slug, crew[:: EVERY[slug]], today)


async def assign_newest(today: datetime, *slugs: str) -> None:
    """Last week's assignments, which nobody has begun: whoever gets one begins with the newest version. Maria's too."""
    for place in people.SITES:
        crew = await _crew(place)
        for slug in slugs:
            _, _, group = _groups(crew[:: EVERY[slug]])
            if place.slug == "raleigh-nc" and slug == COURSE:
                group = [*group, await people.actor("officer")]
            await _assign(place, slug, group, when=today - timedelta(days=7), due=_day(today, 24))


async def _crew(place: people.DemoSite) -> Sequence[Actor]:
    crew = await people.officers(place.slug)
    return [await people.actor("certified"), *crew] if place.slug == "raleigh-nc" else crew


async def _site(place: people.DemoSite, slug: str, crew: Sequence[Actor], today: datetime) -> None:
    """Two assignments, one whose date is over and one due within days, and what came of them."""
    rng = Random(place.slug)  # noqa: S311 - the same history every time
    for group, ago, due in zip(_groups(crew), (60, 40), (-9, 5), strict=False):
        await _assign(place, slug, group, when=today - timedelta(days=ago), due=_day(today, due))
    for index, officer in enumerate(crew):
        share = _share(index, len(crew), rng)
        if share > 0 or place.slug not in COORDINATORS:
            begun = today - timedelta(days=rng.randint(10, 50), hours=rng.randint(0, 20))
            await take(officer, share=max(share, 0.1), begun=begun, rng=rng, course=slug)


def _groups(crew: Sequence[Actor]) -> tuple[Sequence[Actor], Sequence[Actor], Sequence[Actor]]:
    third = -(-len(crew) // 3)
    return crew[:third], crew[third : 2 * third], crew[2 * third :]


def _share(index: int, of: int, rng: Random) -> float:
    """How much of the course an officer has done: the first quarter all, the next part some, the rest nothing."""
    if index <= of // 4:
        return 1.0
    return rng.choice((0.2, 0.4, 0.6, 0.8)) if index < of * 2 // 3 else 0.0


async def _assign(place: people.DemoSite, slug: str, group: Sequence[Actor], *, when: datetime, due: date) -> None:
    site = await Site.select(Site.id).where(Site.slug == place.slug).first()
    if not group or not site or place.slug not in COORDINATORS:
        return
    giver = await people.actor(COORDINATORS[place.slug])
    with clock.clock_set_to(lambda: when):
        await enrollments.assign(
            giver,
            site_id=site["id"],
            course_slug=slug,
            people=tuple(one.code for one in group),
            due_on=due,
            reason=REASONS[slug],
        )


def _day(today: datetime, days: int) -> date:
    return (today + timedelta(days=days)).date()


async def take(officer: Actor, *, share: float, begun: datetime, rng: Random, course: str = COURSE) -> None:
    """Let an officer work through a share of the course, in sittings of a few lessons, from `begun` on."""
    hands = Hands(begun)
    # One transaction for an officer's weeks of work: hundreds of small ones would wait for the disk each.
    async with writing():
        with clock.clock_set_to(hands):
            code = await enrollments.enroll(officer, course_slug=course)
            await _work(officer, code, share, hands, rng=rng)


async def _work(officer: Actor, code: str, share: float, hands: Hands, *, rng: Random) -> None:
    row = await Enrollment.select(Enrollment.id).where(Enrollment.code == code).first()
    steps = (await steps_of([row["id"] if row else 0])).popitem()[1]
    for step in steps[: int(len(steps) * share)]:
        await _lesson(officer, code, step, hands, rng=rng)
    if share >= 1:
        await _sign(officer, code)


async def _lesson(officer: Actor, code: str, step: Step, hands: Hands, *, rng: Random) -> None:
    hands.pass_(minutes=rng.choice((2, 5, 11, 700)))
    if step.has_lecture:
        await _watch(officer, code, step, hands)
    elif step.has_text and not step.is_exam:
        hands.pass_(minutes=step.minutes * 0.6)
        await lessons.read(officer, code=code, key=step.key)
    if step.has_scenario:
        hands.pass_(minutes=2)
        await lessons.choose(officer, code=code, key=step.key, choice=rng.choice("abc"))
    if step.quiz:
        await _quiz(officer, code, step, hands, rng=rng)


async def _watch(officer: Actor, code: str, step: Step, hands: Hands) -> None:
    """Play a lecture to its end, reported once a minute like the player does it."""
    opened = hands.now
    for number, second in enumerate(range(_BEAT, step.lecture_seconds + _BEAT, _BEAT), start=1):
        hands.pass_(seconds=_BEAT)
        heard = min(second, step.lecture_seconds)
        beacon = watching.Beacon(session="demo", sequence=number, position=float(heard), watched=printed(((0, heard),)))
        await watching.heard(officer, code=code, key=step.key, beacon=beacon, opened_at=opened)


async def _quiz(officer: Actor, code: str, step: Step, hands: Hands, *, rng: Random) -> None:
    """Answer well enough to pass; in the exam one or two answers are wrong."""
    attempt = await start(officer, code=code, key=step.key, attests=step.is_exam)
    rows = await AttemptItem.select().where(AttemptItem.attempt.code == attempt).order_by(AttemptItem.position)
    questions = await questions_of([row["question"] for row in rows])
    wrong = {row["position"] for row in rng.sample(rows, rng.randint(0, 3))} if step.is_exam else set()
    for row in rows:
        hands.pass_(seconds=rng.randint(12, 40))
        chosen = _answered(questions[row["question"]], layout_in(row), correct=row["position"] not in wrong)
        await answer(officer, code=attempt, position=row["position"], chosen=chosen)
    await submit(officer, code=attempt)


def _answered(question: Question, layout: Layout, *, correct: bool) -> Tokens:
    """What a browser sends for a right answer, or for a wrong one: the first wrong choice, else none."""
    rules = RULES[question.kind]
    if correct:
        return rules.tokens(layout, rules.right(question))
    wrong = [choice.key for choice in question.choices if not choice.correct]
    return tuple(wrong[:1]) if question.kind in CHOSEN else ()


async def _sign(officer: Actor, code: str) -> None:
    row = await Person.select(Person.full_name).where(Person.id == officer.id).first()
    signing = completions.Signing(name=row["full_name"] if row else officer.name, agrees=True)
    await completions.sign_statement(officer, code=code, signing=signing)
    await evaluate(officer, code=code, answers=_opinion(officer.id))


def _opinion(number: int) -> Answers:
    """What an officer thinks of the course: mostly well, each a little otherwise, every third in words."""
    words = _WORDS[number // 3 % len(_WORDS)] if number % 3 == 0 else ""
    return Answers(3 + number % 3, 3 + number // 2 % 3, 2 + number % 4, 3 + number // 3 % 3, words)
