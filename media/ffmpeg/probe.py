"""Finding out what a file is without believing it, in the order of trust: first bytes, header, packets, some frames."""

from pathlib import Path
from typing import Final

import anyio

from media.ffmpeg.frames import sample_frames
from media.ffmpeg.header import read_header
from media.ffmpeg.hearing import notice_silence
from media.ffmpeg.packets import count_packets
from media.rules.signature import DEMUXERS, HEAD_BYTES, family
from media.rules.source import Limits, SourceFacts, refusal

_LOOKS: Final = (count_packets, sample_frames, notice_silence)


async def probe(path: Path, limits: Limits = Limits()) -> SourceFacts:  # noqa: B008 - frozen
    """The facts about a file, up to where they refuse it: what its header rules out, no decoder ever sees.

    Bad files give facts that say so. Raises ProgramMissing or JailMissing, which are operators' matters, and OSError
    when the file cannot be opened.
    """
    size = (await anyio.Path(path).stat()).st_size
    async with await anyio.open_file(path, "rb") as file:
        kind = family(await file.read(HEAD_BYTES))
    facts = SourceFacts(size, kind, counted=False)
    if kind not in DEMUXERS:
        return facts
    facts = await read_header(path, facts)
    for look in _LOOKS:
        if not refusal(facts, limits):
            facts = await look(path, facts)
    return facts
