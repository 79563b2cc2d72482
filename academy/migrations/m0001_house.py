"""People, sites, access, sign-in, the audit log and the job outbox."""

from academy.access.tables import RoleGrant
from academy.audit import AuditEvent
from academy.db.schema import create_tables, freeze_trigger, index, unique_index
from academy.jobs.tables import Outbox
from academy.people.tables import Person
from academy.sign_in.tables import ApiToken, Password, SignInFailure, SignInSession
from academy.sites.tables import Agency, Membership, Site, Unit


async def forwards() -> None:
    await _tables()
    await _people_and_sites()
    await _sign_in()
    await _house()


async def _tables() -> None:
    await create_tables(Person, Site, Agency, Unit, Membership, RoleGrant)
    await create_tables(Password, SignInSession, ApiToken, SignInFailure, AuditEvent, Outbox)


async def _people_and_sites() -> None:
    await unique_index("person_code", Person, "code")
    await unique_index("person_email", Person, "email")
    await unique_index("site_slug", Site, "slug")
    await unique_index("agency_name", Agency, "site", "name")
    await unique_index("unit_name", Unit, "agency", "name")
    await unique_index("membership_one_open", Membership, "person", "agency", where="ends_on IS NULL")
    await index("membership_site", Membership, "site")
    open_grant = "revoked_at IS NULL"
    await unique_index("role_grant_one_open", RoleGrant, "person", "role", "coalesce(site, 0)", where=open_grant)


async def _sign_in() -> None:
    await unique_index("password_person", Password, "person")
    await unique_index("sign_in_session_token", SignInSession, "token_hash")
    await index("sign_in_session_person", SignInSession, "person")
    await unique_index("api_token_code", ApiToken, "code")
    await unique_index("api_token_token", ApiToken, "token_hash")
    await index("sign_in_failure_account", SignInFailure, "account")


async def _house() -> None:
    await freeze_trigger("audit_kept", AuditEvent, "The audit log is never changed.")
    await index("audit_subject", AuditEvent, "subject_kind", "subject_id")
    await unique_index("outbox_key", Outbox, "key", where="taken_at IS NULL")
