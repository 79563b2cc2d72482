"""What stands on a slide besides its own words: whose lecture it is, where in the course, and who speaks."""

from media.lecture.deck import parse
from media.lecture.sheets import CLOSING, sheets
from media.lecture.speech import LABEL

FRONT = '+++\nkey = "k"\ntitle = "Chain & custody"\ncourse = "Scenes"\nmodule = "Module 4: <Evidence>"\n+++\n'
DRAWN = "```diagram flow\nFind\nKeep\n```\n"
POINTS = "- One\n- Two\n"


def looks(*shown: str) -> list[list[str]]:
    slides = "\n---\n".join(f"# Slide\n\n{blocks}\nNote: Said." for blocks in shown)
    deck = parse(FRONT + slides)
    return [list(sheets(deck, place)) for place in range(len(shown))]


def test_the_first_slide_opens_the_lecture_and_the_last_one_closes_it() -> None:
    (first, plain_first), (between,), (last, _) = looks(POINTS, POINTS, POINTS)
    assert all(words in first for words in ("Scenes", "Chain &amp; custody", "Module 4: &lt;Evidence&gt;", LABEL))
    assert LABEL in plain_first
    assert CLOSING in last
    assert LABEL not in between + last
    assert CLOSING not in first + between


def test_a_drawing_takes_the_whole_width_and_the_voice_is_still_named() -> None:
    (first,), (last,) = looks(DRAWN, DRAWN)
    assert "panel" not in first + last
    assert LABEL in first


def test_every_slide_says_where_it_stands() -> None:
    shown = [slide[-1] for slide in looks(POINTS, DRAWN, POINTS)]
    assert all("Module 4: &lt;Evidence&gt; · Chain &amp; custody" in html for html in shown)
    assert [f"<b>{number}</b>" in html for number, html in enumerate(shown, start=1)] == [True] * 3


def test_a_changed_word_changes_one_slide_only() -> None:
    before, after = looks(POINTS, DRAWN, POINTS), looks(POINTS, DRAWN.replace("Keep", "Hold"), POINTS)
    assert [one == two for one, two in zip(before, after, strict=True)] == [True, False, True]


def test_a_few_short_words_stand_side_by_side_and_statements_below_each_other() -> None:
    _, (short,), (long,), _ = looks(POINTS, POINTS, f"- {'A statement ' * 4}\n- Two\n", POINTS)
    assert ("columns" in short, "columns" in long) == (True, False)
