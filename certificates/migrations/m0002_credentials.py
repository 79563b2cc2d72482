"""Credentials: the certificate as data, the keys that sign it, and the manifests it names."""

from academy.db.schema import add_columns, create_tables, freeze_trigger, index, unique_index
from certificates.tables import Certificate, Credential, CredentialKey, VersionManifest


async def forwards() -> None:
    await create_tables(Credential, CredentialKey, VersionManifest)
    await unique_index("credential_certificate", Credential, "certificate")
    await unique_index("credential_place", Credential, "status_list", "status_index")
    await index("certificate_ended", Certificate, "id", where="state IN ('revoked', 'replaced')")
    await unique_index("credential_key_once", CredentialKey, "multikey")
    await unique_index("version_manifest_once", VersionManifest, "version")
    await freeze_trigger("credential_kept", Credential, "A credential is never changed or deleted.")
    await freeze_trigger("credential_key_kept", CredentialKey, "A key that signed credentials is never forgotten.")
    await freeze_trigger("version_manifest_kept", VersionManifest, "A manifest that credentials name is never changed.")
    await _credited()


async def _credited() -> None:
    """The name may be corrected while no paper is out, but not once a credential with it stands in the log."""
    await add_columns(Certificate.credential_sha256)
    message = "What a certificate says is never changed once its credential is signed."
    said, signed = ("holder_name", "facts", "credential_sha256"), "{row}.credential_sha256 IS NOT NULL"
    await freeze_trigger("certificate_credited", Certificate, message, columns=said, when=signed, events=("UPDATE",))
