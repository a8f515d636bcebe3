from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.register.audit import BEGINNING, AuditRecord, Broken, Intact, chain, verify

AT = datetime(2026, 9, 3, 9, 30, tzinfo=UTC)
FIELDS = ("number", "at", "actor", "action", "subject", "previous", "hash")


def a_chain(*actions: str) -> list[AuditRecord]:
    records: list[AuditRecord] = []
    for action in actions:
        records.append(
            chain(
                records[-1] if records else None,
                at=AT + timedelta(minutes=len(records)),
                actor="T1/U1",
                action=action,
                subject="RR-2026-0001",
            )
        )
    return records


def altered(record: AuditRecord, field: str) -> AuditRecord:
    now = getattr(record, field)
    other: object = f"{now}!"
    if field == "number":
        other = record.number + 1000
    if field == "at":
        other = record.at + timedelta(microseconds=1)
    return record.model_copy(update={field: other})


chains = st.lists(st.text(max_size=8), min_size=1, max_size=8).map(lambda words: a_chain(*words))


def test_the_first_record_follows_the_beginning() -> None:
    (first,) = a_chain("received")

    assert (first.number, first.previous) == (1, BEGINNING)


def test_each_record_carries_the_hash_of_the_one_before() -> None:
    first, second = a_chain("received", "claimed")

    assert (second.number, second.previous) == (2, first.hash)


def test_the_hash_of_a_record_never_changes_with_the_code() -> None:
    (first,) = a_chain("received")

    assert first.hash == "c6cbc34f718ea5359756d2a4fcfbdc450e67936f4e95c26353751a4549f1a30f"


def test_the_same_moment_in_another_zone_gives_the_same_hash() -> None:
    summer = timezone(timedelta(hours=1))

    here, there = (
        chain(None, at=at, actor="T1/U1", action="received", subject="RR-2026-0001")
        for at in (AT, AT.astimezone(summer))
    )

    assert here.hash == there.hash


def test_a_record_is_of_a_certain_time() -> None:
    with pytest.raises(ValidationError, match="should have timezone"):
        chain(None, at=AT.replace(tzinfo=None), actor="a", action="b", subject="c")


def test_an_empty_chain_is_intact() -> None:
    assert verify([]) == Intact(head=BEGINNING, count=0)


@given(records=chains)
def test_what_was_chained_is_intact(records: list[AuditRecord]) -> None:
    assert verify(records) == Intact(head=records[-1].hash, count=len(records))


@given(records=chains, field=st.sampled_from(FIELDS), pick=st.integers(0, 7))
def test_an_altered_record_is_found_where_it_stands(
    records: list[AuditRecord], field: str, pick: int
) -> None:
    place = pick % len(records)
    records[place] = altered(records[place], field)

    found = verify(records)

    assert isinstance(found, Broken)
    assert found.number == place + 1
    assert found.why.endswith("was altered after it was written")


@given(records=chains, pick=st.integers(0, 7))
def test_a_removed_record_is_found_where_it_is_missing(
    records: list[AuditRecord], pick: int
) -> None:
    anchor = Intact(head=records[-1].hash, count=len(records))
    place = pick % len(records)
    del records[place]

    found = verify(records, anchor=anchor)

    assert isinstance(found, Broken)
    assert found.number == place + 1
    assert "removed" in found.why


@given(records=chains, pick=st.integers(0, 8), action=st.text(max_size=8))
def test_an_inserted_record_is_found_at_its_place(
    records: list[AuditRecord], pick: int, action: str
) -> None:
    place = pick % len(records)
    before = records[place - 1] if place else None
    forged = chain(before, at=AT, actor="T1/U9", action=action, subject="RR-2026-0001")
    records.insert(place, forged)

    found = verify(records)

    assert isinstance(found, Broken)
    assert found.number == place + 2


@given(records=chains, pick=st.integers(0, 7), action=st.text(max_size=8))
def test_a_replaced_record_is_found_by_the_one_that_follows(
    records: list[AuditRecord], pick: int, action: str
) -> None:
    place = pick % len(records)
    before = records[place - 1] if place else None
    records.append(chain(records[-1], at=AT, actor="T1/U1", action="last", subject="RR-2026-0001"))
    forged = chain(before, at=AT, actor="T1/U9", action=action, subject="RR-2026-0001")
    records[place] = forged

    assert verify(records) == Broken(
        number=place + 2, why="it does not follow from the record before: one of them was replaced"
    )


@given(records=chains, first=st.integers(0, 7), second=st.integers(0, 7))
def test_reordered_records_are_found_at_the_first_that_is_out_of_place(
    records: list[AuditRecord], first: int, second: int
) -> None:
    one, other = sorted((first % len(records), second % len(records)))
    records[one], records[other] = records[other], records[one]

    found = verify(records)

    assert found == (
        Intact(head=records[-1].hash, count=len(records))
        if one == other
        else Broken(
            number=one + 1,
            why=f"record {other + 1} stands in its place: it was removed or moved",
        )
    )


def test_a_repeated_record_is_found() -> None:
    first, second = a_chain("received", "claimed")

    assert verify([first, second, second]) == Broken(
        number=3, why="record 2 stands in its place: it was repeated or moved"
    )


def test_a_record_cut_off_the_end_is_found_by_the_anchor_alone() -> None:
    first, second = a_chain("received", "claimed")
    anchor = verify([first, second])
    assert isinstance(anchor, Intact)

    assert verify([first]) == Intact(head=first.hash, count=1)
    assert verify([first], anchor=anchor) == Broken(number=2, why="the last 1 were removed")


def test_a_chain_made_anew_is_found_by_the_anchor() -> None:
    anchor = verify(a_chain("received", "claimed"))
    assert isinstance(anchor, Intact)

    found = verify(a_chain("received", "dismissed", "claimed"), anchor=anchor)

    assert found == Broken(number=2, why="the chain was made anew after it was anchored")


def test_a_chain_is_as_it_was_when_it_was_anchored() -> None:
    records = a_chain("received", "claimed")
    anchor = verify(records)
    assert isinstance(anchor, Intact)

    assert verify(records, anchor=anchor) == anchor


def test_a_chain_that_went_on_since_it_was_anchored_is_intact() -> None:
    records = a_chain("received", "claimed", "confirmed")
    anchor = verify(records[:2])
    assert isinstance(anchor, Intact)

    assert verify(records, anchor=anchor) == Intact(head=records[-1].hash, count=3)


def test_a_record_is_read_from_anything_with_its_names() -> None:
    (record,) = a_chain("received")

    class Row:
        """Stands for a row of the register."""

        number, at, actor = record.number, record.at, record.actor
        action, subject = record.action, record.subject
        previous, hash = record.previous, record.hash

    assert AuditRecord.model_validate(Row()) == record
