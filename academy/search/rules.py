"""Words as they are compared, what somebody asks for, and where that stands in a text.

A word typed finds every word that begins with it, without regard to capitals and accents; words in double quotes are
found together and in order. Everything else that a search language might know is plain text.
"""

import re
import unicodedata

import msgspec

MOST_TERMS = 12
"""More words than anybody types; what follows them is left out."""
_WORD = re.compile(r"[^\W_]+")
_SHOWN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word as it stands in a text, where an accent may be a sign of its own."""
_CURLED = str.maketrans("“”„", '"""')
"""Phones write these where somebody types straight quotation marks."""
_ASKED = re.compile(r'"([^"]*)"|([^"]+)')


class Term(msgspec.Struct, frozen=True):
    """Folded words that stand together, in order; with `begins`, the last of them may go on."""

    words: tuple[str, ...]
    begins: bool = True


class Piece(msgspec.Struct, frozen=True):
    """A part of a text, and whether it is what was asked for."""

    text: str
    is_hit: bool = False


def fold(text: str) -> str:
    """The words of a text as they are compared: letters and digits without accents, in small letters, one space apart.

    Idempotent, and safe to put into a query of either database: nothing but words is left.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(bare.casefold()))


def terms_of(typed: str) -> tuple[Term, ...]:
    """What is asked for. A plural asks for its singular too; a quotation mark without a partner is a blank."""
    found = []
    typed = typed.translate(_CURLED)
    for quoted, plain in _ASKED.findall(typed if typed.count('"') % 2 == 0 else typed.replace('"', " ")):
        if quoted:
            found.append(Term(tuple(fold(quoted).split()), begins=False))
        else:
            found.extend(Term((_singular(word),)) for word in fold(plain).split())
    return tuple(dict.fromkeys(term for term in found if term.words))[:MOST_TERMS]


def pieces(text: str, terms: tuple[Term, ...]) -> tuple[Piece, ...]:
    """The text in parts, each word that was asked for a part of its own; put together they are the text again."""
    spans = list(_words_at(text))
    words = [word for _, _, word in spans]
    hits = {at for term in terms for start in _starts(words, term) for at in range(start, start + len(term.words))}
    found: list[Piece] = []
    done = 0
    for start, end, _ in (spans[at] for at in sorted(hits)):
        found += [Piece(text[done:start]), Piece(text[start:end], is_hit=True)]
        done = end
    return tuple(piece for piece in [*found, Piece(text[done:])] if piece.text)


def holds_all(text: str, terms: tuple[Term, ...]) -> bool:
    """Whether every term stands in the text; no terms stand nowhere."""
    words = [word for _, _, word in _words_at(text)]
    return bool(terms) and all(_starts(words, term) for term in terms)


def _words_at(text: str) -> list[tuple[int, int, str]]:
    """Each word with where it stands; a sign that folds into several words counts as its first."""
    found = []
    for match in _SHOWN.finditer(text):
        folded = fold(match[0])
        if folded:
            found.append((match.start(), match.end(), folded.split()[0]))
    return found


def _starts(words: list[str], term: Term) -> list[int]:
    length = len(term.words)
    return [at for at in range(len(words) - length + 1) if _stands(words[at : at + length], term)]


def _stands(words: list[str], term: Term) -> bool:
    if words[:-1] != list(term.words[:-1]):
        return False
    return words[-1].startswith(term.words[-1]) if term.begins else words[-1] == term.words[-1]


def _singular(word: str) -> str:
    """Without the s of a plural, so that it begins both: casings and casing, guns and gun."""
    is_plural = len(word) > 3 and word.endswith("s") and word[-2] not in "isu"
    return word[:-1] if is_plural else word


def excerpt(text: str, terms: tuple[Term, ...], *, before: int = 90, length: int = 280) -> tuple[Piece, ...]:
    """The part of a long text around the first place, cut between words; dots stand for what was left out."""
    whole = pieces(text, terms)
    first = 0
    for piece in whole:
        if piece.is_hit:
            break
        first += len(piece.text)
    start = text.rfind(" ", 0, first - before) + 1 if first > before else 0
    end = text.find(" ", start + length) if len(text) > start + length else -1
    shown = text[start : end if end > 0 else len(text)]
    return pieces(f"{'… ' if start else ''}{shown}{' …' if len(shown) < len(text) - start else ''}", terms)
