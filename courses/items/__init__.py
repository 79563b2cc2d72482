"""Item analysis: how the questions of a version did, for those who write them, without anybody in it."""
