"""Decks as instructors write them: what is shown, what is said, and faults by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.lecture.deck import DeckInvalid, Diagram, Grid, Points, Prose, parse

FRONT = '+++\nkey = "k"\ntitle = "The title"\ninstructor = "PSP Academy"\n+++\n'
DECK = (
    FRONT
    + """Chapter: First
# Pick up **every** casing
- One
- Two

Some prose
over two lines.

Note: Dr. Ruiz said so. The U.S. rule is plain. Does it hold?
Yes, it does.
---
# A table

| Who | When |
|---|---|
| Patrol | Now |

```diagram cgic-cycle
1. Collect

2. Enter
```

Note:
Look.
"""
)


def slide(body: str) -> str:
    return f"{FRONT}{body}"


def test_a_deck_reads_as_it_is_written() -> None:
    deck = parse(DECK)
    first, second = deck.slides
    assert (deck.key, deck.title, deck.instructor) == ("k", "The title", "PSP Academy")
    assert (first.line, first.chapter, first.title) == (6, "First", "Pick up **every** casing")
    assert first.blocks == (Points(("One", "Two")), Prose("Some prose over two lines."))
    assert second.blocks == (Grid(("Who", "When"), (("Patrol", "Now"),)), Diagram("cgic-cycle", ("Collect", "Enter")))
    assert (second.line, second.chapter, second.sentences) == (17, "First", ("Look.",))


def test_what_stands_on_every_slide_is_named_once() -> None:
    named = parse(DECK.replace("+++\n", '+++\ncourse = "C"\nmodule = "M"\naccent = "teal"\n', 1))
    assert (named.course, named.module, named.accent) == ("C", "M", "teal")
    assert (parse(DECK).course, parse(DECK).module, parse(DECK).accent) == ("", "", "gold")


def test_sentences_end_where_people_end_them() -> None:
    assert parse(DECK).slides[0].sentences == (
        "Dr. Ruiz said so.",
        "The U.S. rule is plain.",
        "Does it hold?",
        "Yes, it does.",
    )


def test_windows_line_ends_do_not_matter() -> None:
    assert parse(DECK.replace("\n", "\r\n")) == parse(DECK)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# No front matter", [1]),
        ("+++\nkey = \n+++\n# A", [1]),
        ('+++\nkey = "k"\n+++\n# A', [1]),
        ('+++\nkey = "k"\ntitle = "T"\naccent = "pink"\n+++\n# A', [1]),
        (FRONT, [6]),
        (slide("no title\nNote: Words."), [6]),
        (slide("# Silent\n---\n# Also silent"), [6, 8]),
        (slide("# A\n\n| a | b |\n|---|---|\n| c |\n\nNote: Words."), [10]),
        (slide("# A\n| a | b |\nNote: Words."), [7]),
        (slide("# A\n```python\nprint()\n```\nNote: Words."), [7]),
        (slide("# A\n```diagram x\none\nNote: Words."), [7]),
        (slide("# A\n" + "- item\n" * 8 + "Note: Words."), [7]),
    ],
)
def test_faults_name_their_lines(text: str, lines: list[int]) -> None:
    with pytest.raises(DeckInvalid) as refusal:
        parse(text)
    assert sorted(fault.line for fault in refusal.value.faults) == lines


plain = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)
statements = st.lists(plain, min_size=1, max_size=9).map(lambda words: f"X{' '.join(words)}.")


@given(st.lists(st.tuples(plain, st.lists(statements, min_size=1, max_size=4)), min_size=1, max_size=5))
def test_every_word_of_the_narration_is_said(slides: list[tuple[str, list[str]]]) -> None:
    body = "\n---\n".join(f"# {title}\n\nNote: {' '.join(said)}" for title, said in slides)
    deck = parse(slide(body))
    assert [found.sentences for found in deck.slides] == [tuple(said) for _, said in slides]
