"""Words are compared without capitals and accents, what is asked is never a query language, marks lose no letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.search.rules import Piece, Term, excerpt, fold, pieces, terms_of

TEXTS = st.text(st.sampled_from("aabcsé É½ßﬁ\u0301.,-'\"*()_:^{}\n 12"), max_size=60)


@given(TEXTS)
def test_folding_twice_is_folding_once_and_leaves_words_alone(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert all(word.isalnum() for word in folded.split(" ") if folded)


@given(TEXTS, TEXTS)
def test_marked_parts_are_the_text(text: str, typed: str) -> None:
    found = pieces(text, terms_of(typed))
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)


@given(TEXTS)
def test_what_is_asked_is_words_and_nothing_else(typed: str) -> None:
    for term in terms_of(typed):
        assert all(word == fold(word) and word.isalnum() for word in term.words)


@given(st.lists(st.sampled_from(("rain", "Élan", "casings", "gun")), min_size=1, max_size=8).map(" ".join))
def test_a_text_holds_every_word_of_itself(text: str) -> None:
    assert [piece.text for piece in pieces(text, terms_of(text)) if piece.is_hit] == text.split()


def hits(text: str, typed: str) -> list[str]:
    return [piece.text for piece in pieces(text, terms_of(typed)) if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Résumé of the casings", "RESUME casing", ["Résumé", "casings"]),
        ("one gun, a gunshot, no shotgun", "guns", ["gun", "gunshot"]),
        ("chain of custody, custody of a chain", '"chain of custody"', ["chain", "of", "custody"]),
        ("a chain of custody", "“chain of custody”", ["chain", "of", "custody"]),
        ("the re\u0301sume\u0301", "resume", ["re\u0301sume\u0301"]),
        ("the glass", "glas glass", ["glass"]),
        ("NOT here AND there", "not* AND (", ["NOT", "AND"]),
    ],
)
def test_what_is_marked(text: str, typed: str, marked: list[str]) -> None:
    assert hits(text, typed) == marked


def test_quotes_without_a_partner_and_empty_quotes_are_blanks() -> None:
    assert terms_of('"gun') == terms_of("gun") == (Term(("gun",)),)
    assert terms_of('"" ! _') == ()


def test_an_excerpt_of_a_long_text_shows_the_place_between_whole_words() -> None:
    text = f"{'before ' * 60}casing{' after' * 60}"
    shown = excerpt(text, terms_of("casing"))
    whole = "".join(piece.text for piece in shown)
    assert Piece("casing", is_hit=True) in shown
    assert whole.startswith("… before ") and whole.endswith(" after …")  # noqa: PT018 - two ends of one thing
    assert len(whole) < 300
