"""The stamping press: the first certificate of a kind is printed, those after it are stamped from a template.

Templates live as long as the process that prints; one certificate alone does not pay for its template.
"""

import logging
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Final

from academy.papers.lines import Setter
from certificates.document import page, typesetting
from certificates.document.backing import Backing
from certificates.document.facts import CertificateFacts
from certificates.document.stamping import Template, line_setter, stand_in_for
from certificates.document.stamping_page import BeyondCharset

log = logging.getLogger(__name__)

_KEPT: Final = 16
"""Kinds remembered, a quarter of a megabyte each: courses of several sites in one evening."""

_Kind = tuple[CertificateFacts, Path, bool]
_kinds: OrderedDict[_Kind, Template | None] = OrderedDict()
"""None for a kind of which one was printed, or that cannot be stamped."""


def print_or_stamp(facts: CertificateFacts, fonts: Path, backing: Backing | None = None) -> bytes:
    """The certificate as PDF. Raises what `typesetting.typeset` raises."""
    composed = page.composed(facts)
    template = _template(composed, fonts, backed=backing is not None)
    if template is None:
        return typesetting.typeset(facts, fonts, backing)
    try:
        return template.filled(composed, backing, typesetting.attachments(composed, backing))
    except BeyondCharset:
        return typesetting.typeset(facts, fonts, backing)


def new_template(facts: CertificateFacts, fonts: Path, *, backed: bool = False) -> Template:
    """A template of these facts' kind. Raises ValueError when the press prints what stamping does not understand."""

    def printed(stand_in: CertificateFacts, backing: Backing | None, style: str) -> bytes:
        return typesetting.printed(stand_in, fonts, backing, style=style)

    return Template(facts, fonts, _setter(facts.design, fonts), printed, backed=backed)


def _template(facts: CertificateFacts, fonts: Path, *, backed: bool) -> Template | None:
    kind = (stand_in_for(facts), fonts, backed)
    if kind not in _kinds:
        _kinds[kind] = None
        if len(_kinds) > _KEPT:
            _kinds.popitem(last=False)
        return None
    _kinds.move_to_end(kind)
    return _kinds[kind] or _made(kind)


def _made(kind: _Kind) -> Template | None:
    try:
        facts, fonts, backed = kind
        _kinds[kind] = new_template(facts, fonts, backed=backed)
    except ValueError:
        # The paper itself is not in danger: it is printed one by one, ten times as slowly.
        log.exception("certificates of design %s cannot be stamped", kind[0].design)
    return _kinds[kind]


@cache
def _setter(design: str, fonts: Path) -> Setter:
    return line_setter(fonts, typesetting.press(design, fonts))
