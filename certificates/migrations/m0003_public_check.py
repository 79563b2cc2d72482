"""Numbers are found by a keyed digest, certificates can be sealed, agencies check by key, and certificates may expire.

The digests of certificates from before are filled in when the academy starts (certificates.lookup.prepare). How long a
certificate counts is said by its course, in a version that is frozen with the rest of it.
"""

from academy.db.schema import add_columns, create_tables, freeze_trigger, index, unique_index
from academy.sites.tables import Membership
from certificates.tables import Certificate, CertificateSeal, CheckKey
from courses.authoring.tables import CourseVersion


async def forwards() -> None:
    await add_columns(Certificate.lookup)
    await unique_index("certificate_lookup", Certificate, "lookup")
    await index("certificate_expires", Certificate, "expires_on", where="expires_on IS NOT NULL")
    await create_tables(CertificateSeal, CheckKey)
    # Whether one of a holder's agencies is sealed is asked for each number of a list.
    await index("membership_person", Membership, "person")
    await unique_index("certificate_seal_code", CertificateSeal, "code")
    one = ("coalesce(person, 0)", "coalesce(agency, 0)")
    await unique_index("certificate_seal_one_open", CertificateSeal, *one, where="lifted_at IS NULL")
    await freeze_trigger(
        "certificate_seal_kept", CertificateSeal, "A seal is lifted, never deleted.", events=("DELETE",)
    )
    await unique_index("certificate_check_key_code", CheckKey, "code")
    await unique_index("certificate_check_key_hash", CheckKey, "key_hash")
    await _validity()


async def _validity() -> None:
    """The triggers of the courses' first migration name the columns of their day."""
    await add_columns(CourseVersion.validity_months)
    await freeze_trigger(
        "course_version_validity_frozen",
        CourseVersion,
        "A published version is never changed; make a new draft.",
        columns=["validity_months"],
        when="{row}.state IN ('published', 'retired')",
        events=("UPDATE",),
    )
