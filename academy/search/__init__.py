"""Finding words in text, on both databases: which words count as the same, what was asked, where it stands."""
