"""The codings we decode. ffmpeg is told the decoders by name and opens no other, whatever a file asks for."""

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
        "amr_nb", "amr_wb", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "speex", "nellymoser",
        "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be",
        "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_alaw", "pcm_mulaw"
    }
)
SUBTITLE_DECODERS: Final = frozenset(
    {"mov_text", "srt", "subrip", "ass", "ssa", "webvtt", "text", "cc_dec", "dvbsub", "dvdsub", "pgssub"}
)
"""Never decoded here, but ffprobe opens one for each subtitle track and gives up on a file when it may not."""

_NAMED_OTHERWISE: Final = {
    "av1": {"libdav1d", "libaom-av1", "av1"},
    "flv1": {"flv"},
    "msmpeg4v3": {"msmpeg4"},
    "mp3": {"mp3float", "mp3"},
    "mp2": {"mp2float", "mp2"},
    "opus": {"opus", "libopus"},
    "vorbis": {"vorbis", "libvorbis"},
    "speex": {"speex", "libspeex"},
    "amr_nb": {"amrnb", "libopencore_amrnb"},
    "amr_wb": {"amrwb", "libopencore_amrwb"},
}
# fmt: on


def decoders() -> frozenset[str]:
    """The decoders that may be opened, as ffmpeg calls them: often as the coding, sometimes several for one."""
    named = [_NAMED_OTHERWISE.get(codec, {codec}) for codec in PICTURE_CODECS | SOUND_CODECS]
    return SUBTITLE_DECODERS.union(*named)
