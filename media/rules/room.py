"""Whether there is room for another file: on the disk, and within what one person may take. All sizes in bytes."""

from academy.errors import Refusal


class NoSpace(Refusal):
    """The disk could not hold the file and what is made of it."""

    status = 507
    code = "no_space"
    sentence = (
        "The academy's disk is nearly full, so this upload was not started. The help desk knows how to make room."
    )


class OverQuota(Refusal):
    """The person's originals and open uploads would take more than one person may."""

    status = 413
    code = "over_quota"


def check_disk(size: int, *, free: int, still_coming: int, copies: int) -> None:
    """Raise NoSpace unless the disk holds the file `copies` times, beside what others were promised."""
    if free - still_coming < copies * size:
        raise NoSpace()


def check_quota(size: int, *, used: int, quota: int) -> None:
    """Raise OverQuota when `size` more would pass the quota; a quota of 0 is none."""
    if quota and used + size > quota:
        raise OverQuota(
            f"This file has {shown(size)}, and your recordings take {shown(used)} of the {shown(quota)} that one "
            "person may use. Cancel uploads you do not need, or ask the help desk for more room."
        )


def shown(size: int) -> str:
    """A size for people."""
    return f"{size / 1e9:.1f} GB" if size >= 100_000_000 else f"{size / 1e6:.1f} MB"
