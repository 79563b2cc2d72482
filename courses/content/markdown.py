"""Course text: CommonMark with tables, no raw HTML, no images from elsewhere, and `[G8]` as a source reference."""

import re
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

SOURCE_REFERENCE = re.compile(r"\[([A-Z]{1,3}[0-9]{1,3})\](?!\()")
"""A source code in brackets; what follows must not make it a link."""
_LOOSE_END = re.compile(r" ([.,;:!?)])")
"""What stands apart when the reference before it is gone."""


def _source_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    found = SOURCE_REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("source_reference", "sup", 0).content = found[1]
    state.pos = found.end()
    return True


def _print_source_reference(
    renderer: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    code = escape(tokens[index].content)
    return f'<sup class="source-ref"><a href="#source-{code}">{code}</a></sup>'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.inline.ruler.before("link", "source_reference", _source_reference)
    parser.add_render_rule("source_reference", _print_source_reference)
    return parser


_PARSER = _parser()


@lru_cache(maxsize=512)
def to_html(text: str) -> Markup:
    """HTML safe to put into a page: whatever the author typed, no markup but ours comes out.

    Remembered, since published text never changes and parsing it would be most of a lesson page's cost.
    """
    return Markup(_PARSER.render(text))  # noqa: S704 - the parser escapes all text, and raw HTML is off


def second_level_headings(text: str) -> tuple[tuple[int, int, str], ...]:
    """Each heading of the second level: the line it begins on, the line after it (both from 0), and its words."""
    tokens = _PARSER.parse(text)
    return tuple(
        (token.map[0], token.map[1], _words(words))
        for token, words in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The words of each paragraph and list entry, without marks and references; no headings, tables or code."""
    return tuple(
        _words(words)
        for before, words in pairwise(_PARSER.parse(text))
        if before.type == "paragraph_open" and words.type == "inline"
    )


def _words(inline: Token) -> str:
    """Line breaks become spaces."""
    said = {"text": None, "code_inline": None, "softbreak": " ", "hardbreak": " "}
    parts = ((said[token.type] or token.content) for token in inline.children or () if token.type in said)
    return "".join(parts).strip()


def plain_blocks(text: str) -> tuple[str, ...]:
    """What one reads, block by block and without markup: paragraphs, items of lists, headings, rows of tables."""
    found: list[list[str]] = []
    in_row = False
    for token in _PARSER.parse(text):
        in_row = token.type == "tr_open" or (in_row and token.type != "tr_close")
        if token.type == "tr_open" or (token.type in ("inline", "fence", "code_block") and not in_row):
            found.append([])
        if token.type in ("inline", "fence", "code_block"):
            found[-1].append(_read(token))
    whole = (" ".join(" ".join(block).split()) for block in found)
    return tuple(_LOOSE_END.sub(r"\1", words) for words in whole if words)


def _read(token: Token) -> str:
    """The words of a block, without its references to sources."""
    parts = (" " if part.type.endswith("break") else part.content for part in token.children or ()
             if part.type != "source_reference")  # fmt: skip
    return "".join(parts) if token.children else token.content


def cited(text: str) -> tuple[str, ...]:
    """The source codes a text refers to, each once, in order of appearance."""
    return tuple(dict.fromkeys(SOURCE_REFERENCE.findall(text)))
