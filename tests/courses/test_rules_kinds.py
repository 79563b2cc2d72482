"""Every kind of question: the right answer brings everything, parts are mended upward, and no page learns the key."""

import string
from contextlib import suppress
from decimal import Decimal

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from academy.errors import Invalid
from courses.content.model import Accept, Choice, Numeric, Pair, Question
from courses.learning.rules.kinds import FULL, RULES, NotANumber, NotOffered, TooMuchText, lay_out, per_mille
from courses.learning.rules.kinds.numeric import is_near, number_in
from tests.strategies_content import KINDS, questions

asked = questions("q1", "pool", (), ())
seeds = st.integers(0, 2**62)
tokens = st.lists(
    st.one_of(st.text(max_size=6), st.from_regex(r"[0-9]{1,2}(:[0-9]{1,2})?", fullmatch=True)), max_size=5
)


@given(asked, seeds)
def test_the_right_answer_brings_everything_however_it_is_laid_out(question: Question, seed: int) -> None:
    rules, layout = RULES[question.kind], lay_out(question, seed)
    right = rules.right(question)
    assert layout == lay_out(question, seed)
    assert per_mille(question, right) == FULL
    assert per_mille(question, ()) == 0
    sent = rules.tokens(layout, right)
    if question.kind not in ("numeric", "text"):
        assert sorted(rules.accept(layout, sent)) == sorted(right)
        assert all(option.is_chosen for option in rules.shown(question, layout, right).options if option.token in sent)


@given(asked, seeds, tokens)
def test_anything_sent_is_taken_as_it_is_or_refused_in_a_sentence(question: Question, seed: int, sent: list[str]):
    rules, layout = RULES[question.kind], lay_out(question, seed)
    kept = None
    with suppress(Invalid):
        kept = rules.accept(layout, tuple(sent))
    if kept is None:
        return
    assert set(rules.tokens(layout, kept)) <= {one.strip() for one in sent}
    assert 0 <= rules.per_mille(question, kept) <= FULL
    assert rules.accept(layout, rules.tokens(layout, kept)) == kept
    rules.words(question, kept)


def _with_other_key(question: Question) -> Question:
    """The same to look at, with another answer and other names for its parts."""
    choices = [msgspec.structs.replace(one, correct=not one.correct, feedback="Told later") for one in question.choices]
    numeric = question.numeric and msgspec.structs.replace(question.numeric, value="7", tolerance="3")
    hotspot = question.hotspot and msgspec.structs.replace(
        question.hotspot,
        regions=tuple(msgspec.structs.replace(one, correct=not one.correct) for one in question.hotspot.regions),
    )
    accepts = tuple(msgspec.structs.replace(form, text="other") for form in question.accepts)
    return msgspec.structs.replace(question, choices=tuple(choices), numeric=numeric, hotspot=hotspot, accepts=accepts)


@given(asked, seeds)
def test_a_page_is_the_same_whatever_is_right(question: Question, seed: int) -> None:
    other = _with_other_key(question)
    pages = (RULES[one.kind].shown(one, lay_out(one, seed), ()) for one in (question, other))
    assert len({msgspec.json.encode(page) for page in pages}) == 1


@given(asked.filter(lambda one: one.kind in ("ordering", "matching", "hotspot")), seeds)
def test_what_is_sent_does_not_name_the_parts_as_the_author_does(question: Question, seed: int) -> None:
    rules, layout = RULES[question.kind], lay_out(question, seed)
    shown = rules.shown(question, layout, ())
    sent = [option.token for option in (*shown.options, *(option for row in shown.rows for option in row.options))]
    assert set("".join(sent)) <= set(string.digits + ":")
    if question.kind == "ordering":
        as_shown = tuple(f"{key}:{place}" for place, key in enumerate(layout.options, 1))
        assert rules.per_mille(question, as_shown) < FULL


ORDER = Question(
    key="q", pool="p", kind="ordering", scoring="partial", stem="?",
    choices=tuple(Choice(key=key, body=key.upper()) for key in "abcdef"),
)  # fmt: skip


def _placed(order: str) -> tuple[str, ...]:
    return tuple(f"{key}:{place}" for place, key in enumerate(order, 1))


@given(st.permutations("abcdef"), st.data())
def test_a_run_put_behind_the_line_it_follows_brings_its_share(order: list[str], data: st.DataObject) -> None:
    wrong = [key for key in "bcdef" if order.index(key) != order.index(chr(ord(key) - 1)) + 1]
    assume(wrong)
    first = data.draw(st.sampled_from(wrong))
    run = [first]
    while order.index(run[-1]) + 1 < 6 and order[order.index(run[-1]) + 1] == chr(ord(run[-1]) + 1):
        run.append(chr(ord(run[-1]) + 1))
    rest = [key for key in order if key not in run]
    at = rest.index(chr(ord(first) - 1)) + 1
    mended = "".join([*rest[:at], *run, *rest[at:]])
    before, after = (per_mille(ORDER, _placed("".join(one))) for one in (order, mended))
    assert after >= before + FULL // 5
    assert per_mille(ORDER, _placed("abcdef")) == FULL


def test_two_lines_at_one_place_have_none() -> None:
    assert per_mille(ORDER, ("a:1", "b:2", "c:2", "d:3")) == 0


MANY = Question(
    key="q", pool="p", kind="many", scoring="partial", stem="?",
    choices=tuple(Choice(key=key, body=key, correct=key in "abc") for key in "abcdef"),
)  # fmt: skip
PAIRS = Question(
    key="q", pool="p", kind="matching", scoring="partial", stem="?",
    pairs=(Pair(key="a", left="Wet", right="Paper"), Pair(key="b", left="Gun", right="Box"),
           Pair(key="c", left="Shirt", right="Paper"), Pair(key="d", right="Can")),
)  # fmt: skip


@given(st.sets(st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_one_more_right_choice_never_gives_less_and_one_more_wrong_never_more(chosen: set[str], more: str) -> None:
    before, after = (per_mille(MANY, tuple(one)) for one in (chosen, chosen | {more}))
    assert after >= before if more in "abc" else after <= before


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from("abd")), st.sampled_from("abc"))
def test_mending_a_pair_brings_its_share(answer: dict[str, str], mended: str) -> None:
    right = {"a": "a", "b": "b", "c": "a"}
    before, after = (
        per_mille(PAIRS, tuple(f"{left}:{to}" for left, to in one.items()))
        for one in (answer, answer | {mended: right[mended]})
    )
    assert after >= before
    assert (after == FULL) is (answer | {mended: right[mended]} == right)


def test_without_partial_credit_only_everything_counts() -> None:
    whole = msgspec.structs.replace(PAIRS, scoring="all")
    assert per_mille(PAIRS, ("a:a", "b:b")) == 666
    assert (per_mille(whole, ("a:a", "b:b")), per_mille(whole, ("a:a", "b:b", "c:a"))) == (0, FULL)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12.5", "12.5"), ("1,200", "1200"), ("-3", "-3"), ("\u22123", "-3"), (".5", "0.5"), ("+0.10", "0.1")],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert number_in(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["NaN", "inf", "1e5", "six", "1,2", "\u0663", "1.2.3", "", "-", ".", "9" * 50])
def test_what_is_no_number_is_refused_kindly(typed: str) -> None:
    layout = lay_out(_number("6"), 1)
    assert number_in(typed) is None
    if typed:
        with pytest.raises(NotANumber):
            RULES["numeric"].accept(layout, (typed,))


def _number(value: str, **terms: object) -> Question:
    numeric = Numeric(value=value, **terms)  # type: ignore[arg-type]
    return Question(key="q", pool="p", kind="numeric", stem="?", numeric=numeric)


def test_a_unit_may_stand_behind_the_number() -> None:
    layout = lay_out(_number("6", unit="months"), 1)
    assert RULES["numeric"].accept(layout, (" 6 months ",)) == ("6",)


@given(st.decimals(-1000, 1000, places=2), st.decimals(0, 10, places=2), st.booleans())
def test_the_ends_of_the_tolerance_are_inside(value: Decimal, off: Decimal, below: bool) -> None:
    key = Numeric(value=str(value), tolerance=str(off))
    end = -off if below else off
    beyond = Decimal("-0.01") if below else Decimal("0.01")
    assert is_near(key, value + end)
    assert not is_near(key, value + end + beyond)


TERM = Question(
    key="q", pool="p", kind="text", scoring="partial", stem="?",
    accepts=(Accept(text="Potential Association"), Accept(text="association", per_mille=400),
             Accept(text="medical examiner coroner", any_order=True), Accept(text="Examiner's office")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "worth"),
    [("potential  association.", 1000), ("\uff30otential association", 1000), ("ASSOCIATION", 400),
     ("examiner\u2019s office", 1000),
     ("coroner medical examiner", 1000), ("association potential", 0)],
)  # fmt: skip
def test_short_texts_are_compared_without_what_does_not_matter(typed: str, worth: int) -> None:
    assert per_mille(TERM, (typed,)) == worth


@pytest.mark.parametrize("typed", ["x" * 201, "two\nlines", "bell\x07", "x" * 10_000_000])
def test_more_than_a_short_text_is_refused(typed: str) -> None:
    with pytest.raises(TooMuchText):
        RULES["text"].accept(lay_out(TERM, 1), (typed,))


@pytest.mark.parametrize("sent", ["1:9", "0:1", "1:1:1", "a:a", "1", "1:\u0661", "-1:1", "1:00001"])
def test_lines_of_another_question_are_refused(sent: str) -> None:
    with pytest.raises(NotOffered):
        RULES["matching"].accept(lay_out(PAIRS, 1), (sent,))
    with pytest.raises(NotOffered):
        RULES["matching"].accept(lay_out(PAIRS, 1), ("1:1", "1:2"))


def test_every_kind_is_tried_here() -> None:
    assert set(KINDS) == set(RULES)
