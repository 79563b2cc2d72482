"""Five hundred certificates, printed and stamped: each is for archives and screen readers, and none is too large."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from certificates.document import CertificateFacts, page, render
from certificates.document.stamping import Template, stand_in_for
from certificates.document.stamping_press import new_template
from tests.certificates import verapdf
from tests.certificates.name_corpus import corpus
from tests.certificates.validity import faults


@pytest.mark.nightly
def test_all_are_valid_by_two_validators(fonts: Path, tmp_path: Path) -> None:
    everything = list(corpus())
    stamped, printed = list(stamp(everything, fonts)), (render(facts, fonts) for facts in everything)
    for way, papers in (("stamped", stamped), ("printed", printed)):
        for number, paper in enumerate(papers):
            file = tmp_path / f"{way}-{number}.pdf"
            file.write_bytes(paper)
            assert not faults(file), (file.name, everything[number], faults(file))
    assert max(map(len, stamped)) < 260_000  # a signature and a credential come on top, and 300 KB is the limit
    sample = [tmp_path / f"{way}-{number}.pdf" for way in ("stamped", "printed") for number in range(0, 500, 25)]
    assert not verapdf.faults(sample)


def stamp(everything: Iterable[CertificateFacts], fonts: Path) -> Iterable[bytes]:
    templates: dict[CertificateFacts, Template] = {}
    for facts in map(page.composed, everything):
        kind = stand_in_for(facts)
        if kind not in templates:
            templates[kind] = new_template(facts, fonts)
        yield templates[kind].filled(facts)
