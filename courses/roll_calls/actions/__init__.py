"""What changes a roll call: its leader's part, and each officer's own."""
