"""Everything an operator can set, in one frozen struct read from the environment once.

Nothing set: SQLite and files under `var/`, a secret made and kept there, the worker inside the same process: it runs.
`ACADEMY_ENV=production` refuses such defaults and names all that is missing at once.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

GIB = 1024**3


class SettingsMissing(Exception):
    """Production was asked for and these variables are not set."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One field per setting; docs/settings.md is printed from `DESCRIPTIONS` and a test compares."""

    data: Path
    database_url: str
    env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://localhost:8000"
    secret: str = ""
    keys: str = ""
    worker: Literal["inside", "apart"] = "inside"
    media_workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1
    storage_url: str = ""
    storage_endpoint: str = ""
    storage_public_endpoint: str = ""
    storage_region: str = "us-east-1"
    storage_access_key: str = ""
    storage_secret_key: str = ""
    help_email: str = "help@pspacademy.example"
    funding_notice: str = (
        "The wording and award number that the funding agency requires are set by the program office and shown here. "
        "Opinions in the courses are those of their authors."
    )
    signatory_name: str = "Ada Quill"
    signatory_title: str = "Program Director (demo)"
    signing_key: str = "file"
    signing_pin: str = ""
    timestamp_url: str = ""
    certificate_branding: str = ""
    upload_limit_bytes: int = 5 * GIB
    media_jail: Literal["required", "limits-only"] = "required"
    upload_quota_bytes: int = 200 * GIB
    session_idle_minutes: int = 30
    session_hours: int = 12
    log_json: bool = False
    caption_model: str = ""
    smtp_url: str = ""
    mail_sender: str = "no-reply@pspacademy.example"
    checkpoint_witnesses: str = ""

    @property
    def keys_folder(self) -> Path:
        """Where private keys lie: the same place for every machine of an academy, or they sign in different names."""
        return Path(self.keys).resolve() if self.keys else self.data / "keys"

    @property
    def https(self) -> bool:
        """Whether the public address is encrypted; cookies are then marked Secure."""
        return self.base_url.startswith("https://")


DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "data": ("ACADEMY_DATA", "Folder for database, media and keys, as far as they lie nowhere else."),
    "database_url": ("DATABASE_URL", "sqlite:///relative, sqlite:////absolute or postgresql://user:word@host/name."),
    "env": ("ACADEMY_ENV", "development or production; production refuses to start on defaults."),
    "host": ("HOST", "Address to listen on."),
    "port": ("PORT", "Port to listen on."),
    "base_url": ("ACADEMY_BASE_URL", "Public origin printed on certificates, without a slash at the end."),
    "secret": ("ACADEMY_SECRET", "At least 32 characters; signs playback links and form tokens."),
    "keys": ("ACADEMY_KEYS", "Folder for private keys, one for all machines; empty for one in the data folder."),
    "worker": ("ACADEMY_WORKER", "inside (jobs run in the web process) or apart (run `academy worker` beside it)."),
    "media_workers": ("ACADEMY_MEDIA_WORKERS", "Recordings a worker prepares at the same time; each takes two cores."),
    "storage_url": ("ACADEMY_STORAGE", "Empty for a folder in the data folder, or s3://bucket/prefix."),
    "storage_endpoint": ("ACADEMY_STORAGE_ENDPOINT", "Address of an S3-compatible store; empty for Amazon's own."),
    "storage_public_endpoint": ("ACADEMY_STORAGE_PUBLIC_ENDPOINT", "Where browsers reach the store, if elsewhere."),
    "storage_region": ("ACADEMY_STORAGE_REGION", "Region of the bucket."),
    "storage_access_key": (
        "ACADEMY_STORAGE_ACCESS_KEY",
        "Access key of the store; empty to use the machine's own role.",
    ),
    "storage_secret_key": ("ACADEMY_STORAGE_SECRET_KEY", "Secret that belongs to the access key."),
    "help_email": ("ACADEMY_HELP_EMAIL", "Where people write for help; shown on every page."),
    "funding_notice": ("ACADEMY_FUNDING_NOTICE", "Funding notice in the footer, as the funding agency words it."),
    "signatory_name": ("ACADEMY_SIGNATORY_NAME", "Name of the approving official on certificates."),
    "signatory_title": ("ACADEMY_SIGNATORY_TITLE", "Title of the approving official on certificates."),
    "signing_key": (
        "ACADEMY_SIGNING_KEY",
        "Where the key that signs papers lies: file, pkcs11:token=NAME;object=NAME?module-path=FILE, or kms:KEY-ID.",
    ),
    "signing_pin": ("ACADEMY_SIGNING_PIN", "PIN of the PKCS#11 token."),
    "timestamp_url": (
        "ACADEMY_TIMESTAMP_URL",
        "Address of an RFC 3161 authority that says when papers were signed; empty: the academy says it itself.",
    ),
    "certificate_branding": (
        "ACADEMY_CERTIFICATE_BRANDING",
        "TOML file of signatories by date, marks of sites and state lines (docs/certificate-branding.md). Empty: none.",
    ),
    "upload_limit_bytes": ("ACADEMY_UPLOAD_LIMIT_BYTES", "Largest file an instructor may upload, in bytes."),
    "media_jail": (
        "ACADEMY_MEDIA_JAIL",
        "required (recordings are opened only behind Landlock or bubblewrap) or limits-only (also without them).",
    ),
    "upload_quota_bytes": (
        "ACADEMY_UPLOAD_QUOTA_BYTES",
        "What the originals and open uploads of one person may take, in bytes; 0 for no limit.",
    ),
    "session_idle_minutes": ("ACADEMY_SESSION_IDLE_MINUTES", "Minutes without a request after which a sign-in ends."),
    "session_hours": ("ACADEMY_SESSION_HOURS", "Hours after which a sign-in ends in any case."),
    "log_json": ("ACADEMY_LOG_JSON", "true prints one JSON object per log line."),
    "caption_model": (
        "ACADEMY_CAPTION_MODEL",
        "Model that drafts captions: a folder, tiny.en or base once set up, or a name on the model hub. Empty: off.",
    ),
    "smtp_url": (
        "ACADEMY_SMTP_URL",
        "Mail server: smtp://name:word@host:587 (with STARTTLS) or smtps://. Empty: mail waits in the academy.",
    ),
    "mail_sender": ("ACADEMY_MAIL_SENDER", "Address that mail from the academy comes from."),
    "checkpoint_witnesses": (
        "ACADEMY_CHECKPOINT_WITNESSES",
        "Further addresses, separated by commas, that get the day's checkpoint of the record log.",
    ),
}
"""Field -> (environment variable, meaning). Secrets can also be given as a file: the variable with `_FILE` appended."""

REQUIRED_IN_PRODUCTION = ("data", "database_url", "base_url", "secret", "signatory_name", "signatory_title")
"""Fields whose defaults are for trying out only."""


def from_env(environ: Mapping[str, str]) -> Settings:
    """Read settings from an environment.

    Raises SettingsMissing in production, ValueError (with the variable's name) for a value of the wrong kind.
    """
    given = {field: value for field, (name, _) in DESCRIPTIONS.items() if (value := _value(environ, name)) is not None}
    if given.get("env") == "production":
        _refuse_missing(given)
    data = Path(given.get("data", "var")).resolve()
    given.setdefault("database_url", f"sqlite:///{data / 'academy.sqlite'}")
    given.setdefault("base_url", f"http://localhost:{given.get('port', '8000')}")
    given.setdefault("secret", _kept_secret(data))
    try:
        return msgspec.convert({**given, "data": data}, Settings, strict=False)
    except msgspec.ValidationError as fault:
        raise ValueError(f"A setting cannot be read: {fault}") from fault


def _value(environ: Mapping[str, str], name: str) -> str | None:
    if path := environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return environ.get(name) or None


def _refuse_missing(given: Mapping[str, str]) -> None:
    missing = [DESCRIPTIONS[field][0] for field in REQUIRED_IN_PRODUCTION if field not in given]
    if missing:
        raise SettingsMissing(f"Production needs these settings: {', '.join(missing)}")


def _kept_secret(data: Path) -> str:
    """The development secret: made once, kept in the data folder so that links and sessions outlive a restart."""
    path = data / "secret"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make these the settings of this process; called once by the app, a command or a test."""
    global _current
    _current = settings


def current() -> Settings:
    """The settings of this process. Actions and handlers ask here; rules get values as arguments."""
    if _current is None:
        raise RuntimeError("settings.use() was not called")
    return _current
