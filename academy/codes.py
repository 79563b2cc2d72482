"""Names for what strangers see: codes nobody can guess, and serial numbers nobody can mistype unnoticed.

A serial number is 80 random bits in Crockford's base 32 and a check pair after ISO 7064 MOD 1271-36, printed in
groups of four: `V799-BEW8-9T9A-W0P0-7Q`. Every single wrong character and every swap of two breaks the check.
"""

import secrets
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODE_LENGTH = 26
SHORT_LENGTH = 6
PAYLOAD_LENGTH = 16
SERIAL_LENGTH = PAYLOAD_LENGTH + 2
_LOOK_ALIKE = str.maketrans("OIL", "011")
_SEPARATORS = str.maketrans("", "", " -\t\n\r\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212")
# Longer text is no serial with generous spacing; looking at it would only cost time on a public page.
_LONGEST_INPUT = 80


def new_code() -> str:
    """26 random characters, 130 bits: for URLs, where guessing must be hopeless and sequence must tell nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)).lower()


def new_short_code() -> str:
    """Six random characters to read off a wall and type: 30 bits, for what asks who somebody is all the same."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHORT_LENGTH))


def read_short_code(text: str) -> str | None:
    """What somebody typed as one of these, forgiving like `read_serial`; None when it cannot be one."""
    compact = text[:_LONGEST_INPUT].translate(_SEPARATORS).upper().translate(_LOOK_ALIKE)
    return compact if len(compact) == SHORT_LENGTH and set(compact) <= set(ALPHABET) else None


def new_serial(draw: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A serial number in its printed form. `draw` gives that many random bytes.

    Drawn again while the check pair has a letter that readers take for a digit (O, I, L) or that base 32 leaves out
    (U): so every character of a printed number folds the same way. One draw in five; it costs a third of a bit.
    """
    while True:
        payload = _base32(int.from_bytes(draw(10), "big"))
        pair = _check_pair(payload)
        if set(pair) <= set(ALPHABET):
            return _printed(payload + pair)


def read_serial(text: str) -> str | None:
    """The printed form of what somebody typed or scanned, or None when it cannot be a serial number of ours.

    Forgives case, spaces, any kind of hyphen, and O for 0, I or L for 1.
    """
    if len(text) > _LONGEST_INPUT:
        return None
    compact = text.translate(_SEPARATORS).upper().translate(_LOOK_ALIKE)
    if len(compact) != SERIAL_LENGTH or not set(compact) <= set(ALPHABET):
        return None
    return _printed(compact) if int(compact, 36) % 1271 == 1 else None


def _base32(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))


def _check_pair(payload: str) -> str:
    check = (1 - int(payload, 36) * 36 * 36) % 1271
    return CHECK_ALPHABET[check // 36] + CHECK_ALPHABET[check % 36]


def _printed(compact: str) -> str:
    return "-".join(compact[start : start + 4] for start in range(0, len(compact), 4))
