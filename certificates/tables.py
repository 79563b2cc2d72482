"""Certificates: the paper about a completion, made once and kept for ever."""

from piccolo.columns import Bytea, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from academy.columns import Dated
from academy.people.tables import Person
from academy.sites.tables import Agency, Site
from courses.authoring.tables import CourseVersion
from courses.learning.tables import Completion


class Certificate(Dated, Table, tablename="certificate"):
    """A frozen snapshot: what it says and the PDF are written once; until it is issued only the name may be corrected.

    `facts` is JSON of certificates.document.CertificateFacts. `failure` is a code of `certificates.rules.Failure` while
    the paper cannot be made, `failure_note` the words with it. `revoked_class` is a public class of reason
    (certificates.rules.REVOCATION_CLASSES); `revoked_reason` stays inside. `replaces` points from the new to the old.
    `credential_sha256` is the digest of its credential; None for those issued before there were credentials.
    `lookup` is certificates.lookup.index_of the serial: what strangers' numbers are compared with.
    """

    serial = Varchar(length=24, null=False)
    lookup = Varchar(length=64, null=True, default=None)
    completion = ForeignKey(Completion, null=False)
    person = ForeignKey(Person, null=False)
    state = Varchar(length=20, null=False)
    holder_name = Varchar(length=120, null=False)
    facts = Text(null=False)
    design = Varchar(length=40, null=False)
    issued_at = Timestamptz(null=True, default=None)
    expires_on = Date(null=True, default=None)
    document_key = Varchar(length=200, null=True, default=None)
    document_sha256 = Varchar(length=64, null=True, default=None)
    document_size = Integer(null=True, default=None)
    failure = Varchar(length=20, null=True, default=None)
    failure_note = Text(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = ForeignKey(Person, null=True, default=None)
    revoked_reason = Varchar(length=300, null=True, default=None)
    revoked_class = Varchar(length=40, null=True, default=None)
    replaces: ForeignKey["Certificate"] = ForeignKey("self", null=True, default=None)
    credential_sha256 = Varchar(length=64, null=True, default=None)


class Credential(Dated, Table, tablename="credential"):
    """The certificate as data, in the bytes that are logged and attached: beside the row and not in the store, so that
    it and its log entry come to be in one transaction. `token` is the same as vc+jwt.

    `status_index` is its place in public list number `status_list`.
    """

    certificate = ForeignKey(Certificate, null=False)
    content = Text(null=False)
    token = Text(null=False)
    status_list = Integer(null=False)
    status_index = Integer(null=False)


class CredentialKey(Dated, Table, tablename="credential_key"):
    """A public key that signs or once signed credentials, as Multikey: the DID document lists them all for ever."""

    multikey = Varchar(length=60, null=False)


class VersionManifest(Dated, Table, tablename="version_manifest"):
    """What the public may know of a course version, in the bytes whose digest its credentials name."""

    version = ForeignKey(CourseVersion, null=False)
    content = Text(null=False)


class CertificateSeal(Dated, Table, tablename="certificate_seal"):
    """Hides the certificates of a person, or of everybody who works or worked at an agency, from strangers.

    In force until `lifted_at`. The reasons stay inside the academy.
    """

    code = Varchar(length=26, null=False)
    person = ForeignKey(Person, null=True, default=None)
    agency = ForeignKey(Agency, null=True, default=None)
    reason = Varchar(length=300, null=False)
    sealed_by = ForeignKey(Person, null=True, default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = ForeignKey(Person, null=True, default=None)
    lifted_reason = Varchar(length=300, null=True, default=None)


class CheckKey(Dated, Table, tablename="certificate_check_key"):
    """An agency's key to the check of many numbers: opens nothing else, acts as nobody. Only its SHA-256 is kept."""

    code = Varchar(length=26, null=False)
    name = Varchar(length=80, null=False)
    key_hash = Varchar(length=64, null=False)
    made_by = ForeignKey(Person, null=True, default=None)
    ends_on = Date(null=False)
    last_used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = ForeignKey(Person, null=True, default=None)


class SiteBranding(Dated, Table, tablename="site_branding"):
    """What stands beside the academy's name for a site, since this row; the newest counts, none is changed.

    `name` is empty where it was taken away. `mark`: a cleaned drawing or picture (certificates.branding.marks).
    """

    site = ForeignKey(Site, null=False)
    name = Varchar(length=60, null=False)
    mark = Bytea(null=True, default=None)
    set_by = ForeignKey(Person, null=True, default=None)


class CourseLine(Dated, Table, tablename="course_line"):
    """A course's number with a state POST or in the national catalog, printed for courses completed within its dates.

    `version` 0: all of them. `state` narrows it. It counts until `ended_at`, and stays on record after that.
    """

    text = Varchar(length=60, null=False)
    course = Varchar(length=40, null=False)
    version = Integer(null=False, default=0)
    state = Varchar(length=2, null=False, default="")
    since = Date(null=True, default=None)
    until = Date(null=True, default=None)
    made_by = ForeignKey(Person, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(Person, null=True, default=None)
