"""Counts in words: "1 record", "1,200 records" (pure)."""


def many(count: int, unit: str) -> str:
    """Return the count with its unit, in the plural where it is not one."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
