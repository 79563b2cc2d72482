"""The codings we decode. Everything else is refused before a decoder sees it; raw PCM is allowed by its prefix."""

from typing import Final

# fmt: off
PICTURE_CODECS: Final = frozenset(
    {
        "h264", "hevc", "av1", "vp8", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "h263", "flv1", "mjpeg",
        "prores", "dnxhd", "theora", "vc1", "wmv1", "wmv2", "wmv3", "msmpeg4v2", "msmpeg4v3", "cinepak",
        "svq3", "qtrle", "rawvideo", "utvideo", "huffyuv", "ffv1", "dvvideo", "png"
    }
)
SOUND_CODECS: Final = frozenset(
    {
        "aac", "mp3", "mp2", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "wmav1", "wmav2", "wmapro",
        "amr_nb", "amr_wb", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "speex", "nellymoser"
    }
)
# fmt: on


def is_sound_codec(codec: str) -> bool:
    """Whether sound in this coding may be decoded."""
    return codec in SOUND_CODECS or codec.startswith("pcm_")
