"""What this area writes into the audit log."""

from enum import StrEnum


class Audited(StrEnum):
    """`authoring:subject:verb`"""

    IMPORTED = "authoring:version:import"
    DRAFTED = "authoring:version:draft"
    EDITED = "authoring:version:edit"
    RERECORDED = "authoring:version:rerecord"
    DISCARDED = "authoring:version:discard"
    SUBMITTED = "authoring:version:submit"
    RETURNED = "authoring:version:return"
    PUBLISHED = "authoring:version:publish"
    RETIRED = "authoring:version:retire"
    NOTED = "authoring:note:create"
    BIO_WRITTEN = "authoring:bio:write"
    NOTE_RESOLVED = "authoring:note:resolve"
