"""A question inside a lecture takes what it offers, is right only with exactly the right ones, and always says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content.model import Choice, Question, ScenarioChoice, Stop
from courses.learning.rules.kinds import NotOffered
from courses.learning.rules.stops import Asked, Option, accept, asked, judge

LETTERS = "abcd"
sheets = st.frozensets(st.sampled_from("abcde"), max_size=5)


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    many = draw(st.booleans())
    letters = LETTERS[: draw(st.integers(2, 4))]
    right = draw(st.frozensets(st.sampled_from(letters), min_size=1, max_size=4 if many else 1))
    options = tuple(Option(letter, letter, letter in right, f"about {letter}") for letter in letters)
    reason = draw(st.sampled_from(["", "because"]))
    return Asked(key="s", at_ms=0, prompt="?", takes_many=many, options=options, reason=reason)


@given(questions(), sheets)
def test_only_what_is_offered_is_taken_in_the_order_shown(question: Asked, chosen: frozenset[str]) -> None:
    offered = {option.key for option in question.options}
    fits = chosen <= offered and 1 <= len(chosen) <= (len(offered) if question.takes_many else 1)
    if not fits:
        with pytest.raises(NotOffered):
            accept(question, chosen)
        return
    assert accept(question, chosen) == tuple(sorted(chosen))


@given(questions(), st.data())
def test_an_answer_is_right_exactly_when_it_is_the_key_and_is_told_about_its_choices(
    question: Asked, data: st.DataObject
) -> None:
    letters = [option.key for option in question.options]
    chosen = tuple(sorted(data.draw(st.frozensets(st.sampled_from(letters), min_size=1))))
    told = judge(question, chosen)
    assert told.is_right == all(option.is_right == (option.key in chosen) for option in question.options)
    assert told.words[: len(chosen)] == tuple(f"about {letter}" for letter in chosen)
    assert told.words[len(chosen) :] == ((question.reason,) if question.reason else ())


def test_a_question_of_the_bank_and_one_of_its_own_are_asked_alike() -> None:
    bank = Question(
        key="q", pool="p", stem="Which?", explanation="So.",
        choices=(Choice(key="a", body="This", correct=True), Choice(key="b", body="That")),
    )  # fmt: skip
    own = Stop(
        key="s", at="0:30", prompt="Which?",
        choices=(ScenarioChoice(key="a", body="This", feedback="So.", best=True),
                 ScenarioChoice(key="b", body="That", feedback="So.")),
    )  # fmt: skip
    first = asked(Stop(key="s", at="0:30", question="q"), {"q": bank})
    second = asked(own, {})
    assert [judge(first, (letter,)) for letter in "ab"] == [judge(second, (letter,)) for letter in "ab"]
    assert (first.at_ms, first.prompt, first.takes_many) == (second.at_ms, second.prompt, second.takes_many)
