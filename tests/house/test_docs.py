"""The printed documents lie in docs/ as they would be printed now, and the prose speaks the academy's words."""

import re

import pytest

from academy import documents, settings
from academy.settings import Settings
from tests.house import source

DOCS = source.ROOT / "docs"
PRINTED = ("settings.md", "permissions.md", "lifecycles.md", "audit.md")
WORDS = (
    "academy", "site", "agency", "unit", "person", "learner", "officer", "coordinator", "liaison", "instructor",
    "reviewer", "administrator", "membership", "grant", "track", "focus area", "course", "version", "module", "lesson",
    "lecture", "question bank", "pool", "draw", "quiz", "final", "enrollment", "assign", "withdraw", "attempt", "item",
    "response", "watched interval", "progress", "completion", "certificate", "asset", "rendition", "caption", "revoke",
    "replace", "void", "retire", "deactivate", "refusal", "failure", "bug",
)  # fmt: skip
ELSEWHERE = re.compile(r"/work\b|\bshared/|/tmp/|\bissue \d+|registry\.", re.IGNORECASE)


@pytest.fixture
def printed(config: Settings) -> dict[str, str]:
    from app import compose

    return documents.pages(documents.routes_of(compose(config)))


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_is_what_lies_there(name: str, printed: dict[str, str]):
    assert (DOCS / name).read_text() == printed[name], "run: academy docs"


def test_nothing_else_is_printed(printed: dict[str, str]):
    assert tuple(printed) == PRINTED


def test_every_setting_is_described():
    assert list(settings.DESCRIPTIONS) == list(Settings.__struct_fields__)
    assert len({variable for variable, _ in settings.DESCRIPTIONS.values()}) == len(settings.DESCRIPTIONS)


def test_writing_twice_changes_nothing(tmp_path, config: Settings):
    from app import compose

    app = compose(config)
    assert [path.name for path in documents.write(tmp_path, documents.routes_of(app))] == list(PRINTED)
    assert documents.write(tmp_path, documents.routes_of(app)) == []


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_explains_each_word(word: str):
    headings = {
        line.split("|")[1].strip(" *") for line in (DOCS / "glossary.md").read_text().splitlines() if "|" in line
    }
    assert word in {part.strip() for heading in headings for part in heading.split(",")}


def test_every_link_in_the_documents_leads_somewhere():
    pages = [source.ROOT / "README.md", *DOCS.rglob("*.md")]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists() and target != "docs/screenshot.png"
    ]
    assert broken == []


def test_documents_speak_of_nothing_outside_the_repository():
    pages = [source.ROOT / "README.md", *DOCS.rglob("*.md")]
    assert [(page.name, found) for page in pages for found in ELSEWHERE.findall(page.read_text())] == []


def test_decisions_are_short_and_say_why():
    for page in (DOCS / "decisions").glob("*.md"):
        text = page.read_text()
        assert len([line for line in text.splitlines() if line.strip()]) <= 25, page.name
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequence")), page.name


def test_programs_get_a_description_of_every_address(config: Settings):
    from app import compose

    app = compose(config)
    described = set(app.openapi_schema.to_schema()["paths"])
    listed = {one.address for one in documents.routes_of(app) if one.method != "any"}
    assert described == listed - {"/metrics"}, "figures for monitoring describe themselves"
