"""The first visit of a coordinator: four steps that know by themselves when they are done, each to be skipped."""
