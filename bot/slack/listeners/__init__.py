"""The conversations, one file each: asking, requesting, escalating, the Home tab."""
