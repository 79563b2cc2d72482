"""Recordings: the uploaded originals, what was made of them, and their captions."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person


class MediaAsset(Dated, Table, tablename="media_asset"):
    """A recording. `kind`: video, audio or deck (slides with notes that the academy narrates itself).

    The original's bytes never change; a correction is a new asset that `replaces` this one. An audio description is an
    asset too; it `describes` the one whose players offer it. Durations are milliseconds, sizes bytes. `failure` is a
    code, `failure_note` the sentence the instructor reads. `slide_changes`: milliseconds, as JSON. `further`: what
    becomes of the sharper sizes of an asset that plays already. `worker` and `deadline_at`: who has it, until when;
    `tries`: how often the work was begun. After `tidy_at` the files of runs that nobody plays any more are removed.
    `use_note`: where it came into use by itself, in a sentence of whoever uses it.
    """

    code = Varchar(length=26, null=False)
    title = Varchar(length=200, null=False)
    kind = Varchar(length=10, null=False)
    uploaded_by = ForeignKey(Person, null=True, default=None)
    original_name = Varchar(length=255, null=False)
    size = BigInt(null=False, default=0)
    sha256 = Varchar(length=64, null=False)
    source_key = Varchar(length=200, null=False)
    state = Varchar(length=20, null=False)
    failure = Varchar(length=60, null=True, default=None)
    failure_note = Text(null=True, default=None)
    warning = Text(null=True, default=None)
    progress_percent = Integer(null=False, default=0)
    progress_note = Varchar(length=200, null=False, default="")
    heartbeat_at = Timestamptz(null=True, default=None)
    expected_at = Timestamptz(null=True, default=None)
    duration_ms = Integer(null=True, default=None)
    width = Integer(null=True, default=None)
    height = Integer(null=True, default=None)
    source_facts = Text(null=False, default="{}")
    chapters = Text(null=False, default="[]")
    slide_changes = Text(null=False, default="[]")
    further = Varchar(length=10, null=False, default="")
    worker = Varchar(length=80, null=False, default="")
    tries = Integer(null=False, default=0)
    deadline_at = Timestamptz(null=True, default=None)
    tidy_at = Timestamptz(null=True, default=None)
    has_description = Boolean(null=False, default=False)
    use_note = Text(null=False, default="")
    master_key = Varchar(length=200, null=True, default=None)
    ready_at = Timestamptz(null=True, default=None)
    replaces: ForeignKey[Table] = ForeignKey("self", null=True, default=None)
    describes: ForeignKey[Table] = ForeignKey("self", null=True, default=None)


class Upload(Dated, Table, tablename="upload"):
    """A file being received in pieces; its offset is the length of the staged file, nothing else. `metadata` is what
    the client said about it, word for word, because the protocol gives it back.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=False)
    title = Varchar(length=200, null=False)
    original_name = Varchar(length=255, null=False)
    total_size = BigInt(null=False, default=0)
    metadata = Text(null=False, default="")
    expires_at = Timestamptz(null=True, default=None)
    replaces = ForeignKey(MediaAsset, null=True, default=None)
    describes = ForeignKey(MediaAsset, null=True, default=None)
    asset = ForeignKey(MediaAsset, null=True, default=None)


class Rendition(Dated, Table, tablename="rendition"):
    """One file set made from an asset. `purpose`: hls_1080 ... hls_360, audio, audio-2, poster, sprite.

    What is not `required` comes after the asset plays.
    """

    asset = ForeignKey(MediaAsset, null=False)
    purpose = Varchar(length=20, null=False)
    state = Varchar(length=20, null=False)
    storage_key = Varchar(length=200, null=True, default=None)
    size = BigInt(null=True, default=None)
    width = Integer(null=True, default=None)
    height = Integer(null=True, default=None)
    failure = Text(null=True, default=None)
    required = Boolean(null=False, default=True)


class Caption(Dated, Table, tablename="caption"):
    """Timed text of an asset as WebVTT, one set for each language. `source`: script (exact, from narration), upload or
    speech (a draft of the recognizer); lectures publish with reviewed ones only.

    `doubts`: JSON, place of a cue -> its words that a person has not looked at yet. `repairs`: JSON, what was put right
    when the file was read. `revision` counts changes, so that two editors never overwrite each other.
    """

    asset = ForeignKey(MediaAsset, null=False)
    language = Varchar(length=12, null=False)
    kind = Varchar(length=20, null=False)
    source = Varchar(length=20, null=False)
    body = Text(null=False, default="")
    cue_count = Integer(null=False, default=0)
    reviewed_by = ForeignKey(Person, null=True, default=None)
    reviewed_at = Timestamptz(null=True, default=None)
    doubts = Text(null=False, default="{}")
    repairs = Text(null=False, default="[]")
    revision = Integer(null=False, default=0)


class CaptionDraft(Dated, Table, tablename="caption_draft"):
    """Speech recognition at work for an asset: where it stands and, when it failed, the sentence people read."""

    asset = ForeignKey(MediaAsset, null=False)
    state = Varchar(length=20, null=False)
    percent = Integer(null=False, default=0)
    failure_note = Text(null=True, default=None)
    heartbeat_at = Timestamptz(null=True, default=None)
