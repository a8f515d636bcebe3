"""The conversations, one file each: hearing, asking, requesting, escalating, the Home tab ..."""
