"""The engraver's tools: curves, outlined letters, and the script that cuts a design's plates, run once per design."""
