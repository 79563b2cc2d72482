"""Settings from an environment: nothing set runs, production refuses defaults, secrets come from files too."""

from pathlib import Path

import pytest

from academy import settings
from academy.settings import SettingsMissing, from_env

REQUIRED = {
    "ACADEMY_DATA": "/data",
    "DATABASE_URL": "postgresql://a:b@host/name",
    "ACADEMY_BASE_URL": "https://academy.gov",
    "ACADEMY_SECRET": "s" * 40,
    "ACADEMY_SIGNATORY_NAME": "Ada Quill",
    "ACADEMY_SIGNATORY_TITLE": "Program Director",
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def test_nothing_set_runs_and_keeps_its_secret():
    first, second = from_env({}), from_env({})
    assert first.database_url == f"sqlite:///{Path('var').resolve()}/academy.sqlite"
    assert (first.base_url, first.https) == ("http://localhost:8000", False)
    assert len(first.secret) >= 32
    assert second.secret == first.secret
    assert Path("var/secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left_out", REQUIRED)
def test_production_names_what_is_missing(left_out: str):
    given = {name: value for name, value in REQUIRED.items() if name != left_out}
    with pytest.raises(SettingsMissing, match=left_out):
        from_env({**given, "ACADEMY_ENV": "production"})


def test_production_names_all_that_is_missing_at_once():
    with pytest.raises(SettingsMissing) as refusal:
        from_env({"ACADEMY_ENV": "production"})
    assert all(name in str(refusal.value) for name in REQUIRED)


def test_a_complete_production_starts_and_is_encrypted():
    assert from_env({**REQUIRED, "ACADEMY_ENV": "production"}).https


def test_a_value_can_lie_in_a_file():
    Path("kept").write_text("f" * 40 + "\n")
    assert from_env({"ACADEMY_SECRET_FILE": "kept"}).secret == "f" * 40


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eighty"), ("ACADEMY_ENV", "staging"), ("ACADEMY_LOG_JSON", "perhaps")]
)
def test_a_value_of_the_wrong_kind_is_refused(name: str, value: str):
    with pytest.raises(ValueError, match="setting"):
        from_env({name: value})


def test_an_empty_value_counts_as_not_set():
    assert from_env({"PORT": ""}).port == 8000


def test_the_port_is_in_the_address():
    assert from_env({"PORT": "9000"}).base_url == "http://localhost:9000"


def test_asking_before_anything_is_set_is_a_bug(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settings, "_current", None)
    with pytest.raises(RuntimeError):
        settings.current()
