"""`helpdesk knowledge new` and `diff`: for a company whose notice is not Next Connex's."""

from pathlib import Path

import pytest
import yaml

import knowledge
from tests.commands.typed import helpdesk

NOTICE = Path(__file__).parents[1] / "knowledge" / "notices" / "heronsgate.txt"

TRUST = """\
Lanternfield Trust

Last updated: 14 February 2026

WHO WE ARE
We run two night shelters. We sit at 4 Mill Yard, Kettering NN16 8ZZ. Come in.

HOW LONG WE KEEP THINGS
Gifts: six years, because of tax law. Guests are forgotten after twelve months.

YOUR RIGHTS
You may ask us to delete what we hold. We answer within one month.
"""

VETS = """\
# Larkfield Vets

*In force since 3 February 2025*

## Who sees it

Laboratories see your surname.

### Abroad

One laboratory is in Germany.

## How to reach us

Write to hello@larkfield.example.

## How long

Treatment records stay for seven years.
"""


SADDLERS = """\
# Privacy policy of Ostler & Sons

Effective: 3rd of June, 2024. Questions: hello@ostler.example

## 1. Who we are

Ostler & Sons, saddlers, keep this page up. We answer within one month.

## 2. What we have

We have what you send us.

| What | How long it is kept |
|------|---------------------|
| Invoices | six years |
| Enquiries | one month |
| CCTV | **thirty days** |
| Warranty | a year after it ends |
| Newsletter | until you leave |

We store:

- letters for two to three years
- children's records for twenty-five
  years

## 3. Your rights

* see it
* mend it
"""

COPIED = """\
Privacy Notice | M\u00fcller & Fran\u00e7ois Ltd

\u201cLast updated\u201d: June\u00a03rd,\u00a02024

1.\u00a0Who we are
Ren\u00e9e L\u00e9v\u00eaque reads renee@muller-francois.example.
2.\u00a0How long we keep data
\u2022\u00a0Orders stay for six\u00a0years.
\u2022\u00a0We don\u2019t keep CVs longer than a\u00a0year.
\u00a0
3.\u00a0Your rights
You have the right to: \u00a0
\u2022\u00a0be told
"""

GARDEN = """\
LES AMIS DU CH\u00c2TEAU
====================

In force since the 3 June 2024

1. Qui nous sommes
------------------
Zo\u00eb Br\u00fcck answers: zoe@chateau.example. Send:
1. your name;
2. your question;
3. your garden.

2. How long we keep data
------------------------
Tickets: 6 (six) years.

3. Your rights
--------------
Ask us.
"""


def drafted(tmp_path: Path, notice: bytes) -> Path:
    file, made = tmp_path / "notice.txt", tmp_path / "made"
    file.write_bytes(notice)
    assert helpdesk("knowledge", "new", str(file), "--to", str(made)).code == 0
    return made


def titles(folder: Path) -> list[str]:
    files = sorted(folder.glob("entries/*.yml"))
    entries = [yaml.safe_load(file.read_text(encoding="utf-8"))["entries"] for file in files]
    return [entry["title"] for (entry,) in entries]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "heronsgate"
    assert helpdesk("knowledge", "new", str(NOTICE), "--to", str(made)).code == 0
    return made


def finish(folder: Path) -> None:
    """Write what only an author can: leads and phrasings."""
    for file in sorted(folder.glob("entries/*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in content["entries"]:
            title = entry["title"].lower()
            entry["lead"] = f"What the notice says: {title}."
            ways = ("tell me {}", "{} ?", "about {}", "so {} then", "{} please say", "info: {}")
            entry["phrasings"] = [way.format(title) for way in ways]
        file.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def test_a_draft_says_what_is_left_to_write(folder: Path) -> None:
    outcome = helpdesk("knowledge", "check", "--folder", str(folder))

    assert outcome.code == 1
    assert "lead: is empty" in outcome.out
    assert "phrasings: needs at least 6, and has 0" in outcome.out
    assert "entries: needs" not in outcome.out


def test_a_draft_is_whole_once_leads_and_phrasings_are_written(folder: Path) -> None:
    finish(folder)

    assert helpdesk("knowledge", "check", "--folder", str(folder)).code == 0
    knowledge.build(folder)
    answer = helpdesk("ask", "who sees it?", "--folder", str(folder))
    assert "The courier sees your address" in answer.out
    assert "3 February 2025" in answer.out


def test_contact_points_and_periods_are_recognised(folder: Path) -> None:
    facts = yaml.safe_load((folder / "facts.yml").read_text(encoding="utf-8"))

    addresses = [point["address"] for point in facts["contact_points"]]
    assert ["privacy@heronsgate.example"] in addresses
    assert ["www.ico.org.uk"] in addresses
    assert "Wells BA5 9ZZ" in [line for address in addresses for line in address]
    assert [kept["rule"] for kept in facts["retention"]] == ["six years"]


def test_periods_and_addresses_are_seen_within_a_paragraph_below_headings_in_capitals(
    tmp_path: Path,
) -> None:
    file, made = tmp_path / "trust.txt", tmp_path / "trust"
    file.write_text(TRUST, encoding="utf-8")

    assert helpdesk("knowledge", "new", str(file), "--to", str(made)).code == 0

    facts = yaml.safe_load((made / "facts.yml").read_text(encoding="utf-8"))
    kept = [(it["rule"], it["cited"]["quote"]) for it in facts["retention"]]
    assert kept == [
        ("six years", "Gifts: six years, because of tax law."),
        ("twelve months", "Guests are forgotten after twelve months."),
    ]
    assert facts["contact_points"][0]["address"] == ["We sit at 4 Mill Yard, Kettering NN16 8ZZ."]


def test_a_heading_within_a_section_is_left_out_of_the_answers(tmp_path: Path) -> None:
    file, made = tmp_path / "vets.md", tmp_path / "vets"
    file.write_text(VETS, encoding="utf-8")

    assert helpdesk("knowledge", "new", str(file), "--to", str(made)).code == 0

    finish(made)
    answered = "".join(it.read_text(encoding="utf-8") for it in made.glob("entries/*.yml"))
    assert "One laboratory is in Germany." in answered
    assert "### Abroad" not in answered
    assert helpdesk("knowledge", "check", "--folder", str(made)).code == 0


@pytest.mark.parametrize(
    "notice",
    [
        pytest.param(SADDLERS.encode(), id="Markdown with numbers and a table"),
        pytest.param(COPIED.encode(), id="copied from a web page"),
        pytest.param(GARDEN.encode(), id="underlined, with a list at the margin"),
        pytest.param(SADDLERS.replace("\n", "\r\n").encode(), id="other line ends"),
        pytest.param(COPIED.encode("utf-8-sig"), id="a byte order mark"),
        pytest.param(GARDEN.replace("\n", "\r").encode("utf-8-sig"), id="an old machine's"),
    ],
)
def test_notices_of_many_makes_are_whole_once_leads_and_phrasings_are_written(
    tmp_path: Path, notice: bytes
) -> None:
    made = drafted(tmp_path, notice)

    finish(made)

    assert helpdesk("knowledge", "check", "--folder", str(made)).out.startswith("No faults.")
    assert titles(made)[2] == "Your rights"


def test_titles_come_without_their_numbers(tmp_path: Path) -> None:
    made = drafted(tmp_path, GARDEN.encode())

    assert titles(made) == ["Qui nous sommes", "How long we keep data", "Your rights"]


def test_periods_in_words_and_in_tables_are_quoted_as_they_are_written(tmp_path: Path) -> None:
    made = drafted(tmp_path, SADDLERS.encode())

    facts = yaml.safe_load((made / "facts.yml").read_text(encoding="utf-8"))
    assert [(it["rule"], it["cited"]["quote"]) for it in facts["retention"]] == [
        ("six years", "| Invoices | six years |"),
        ("one month", "| Enquiries | one month |"),
        ("thirty days", "| CCTV | **thirty days** |"),
        ("a year", "| Warranty | a year after it ends |"),
        ("two to three years", "- letters for two to three years"),
        ("twenty-five years", "- children's records for twenty-five\n  years"),
    ]


def test_an_address_above_the_first_section_is_a_contact_point(tmp_path: Path) -> None:
    made = drafted(tmp_path, SADDLERS.encode())

    facts = yaml.safe_load((made / "facts.yml").read_text(encoding="utf-8"))
    assert [it["address"] for it in facts["contact_points"]] == [["hello@ostler.example"]]


def test_the_notice_is_copied_byte_for_byte(folder: Path) -> None:
    assert (folder / "notice.txt").read_bytes() == NOTICE.read_bytes()


def test_what_is_there_is_never_overwritten(folder: Path) -> None:
    outcome = helpdesk("knowledge", "new", str(NOTICE), "--to", str(folder))

    assert (outcome.code, outcome.err) == (1, f"{folder} is there already, and not empty.\n")


def test_a_folder_that_cannot_be_made_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("not a folder", encoding="utf-8")
    folder = tmp_path / "taken" / "made"

    refused = helpdesk("knowledge", "new", str(NOTICE), "--to", str(folder)).refused

    assert refused.startswith(f"{folder} cannot be written: ")


def test_what_was_learned_and_cannot_be_kept_is_said_in_one_sentence(folder: Path) -> None:
    finish(folder)
    (folder / "learned.zip").mkdir()

    refused = helpdesk("knowledge", "build", "--folder", str(folder)).refused

    assert refused.startswith("What was learned cannot be written: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no sections"),
        (b"We like privacy. Effective 1 May 2020.", "no sections"),
        (b"1. One\n\nText.\n\n2. Two\n\nText.\n", "no date"),
        (b"\xff\xfe1\x00", "not UTF-8"),
        (b"1. One\x00\n", "not a text"),
    ],
)
def test_what_is_no_notice_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(content)

    outcome = helpdesk("knowledge", "new", str(file), "--to", str(tmp_path / "made"))

    assert outcome.code == 1
    assert reason in outcome.err
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "made").exists()


def test_the_same_notice_changes_nothing() -> None:
    outcome = helpdesk("knowledge", "diff", str(knowledge.DEFAULT / "notice.txt"))

    assert (outcome.code, outcome.out) == (0, "Nothing changes.\n")


def test_a_new_notice_is_a_work_list(tmp_path: Path) -> None:
    text = (knowledge.DEFAULT / "notice.txt").read_bytes().decode()
    changed = text.replace("for as long as we need it", "for seven years").replace(
        "The right to lodge", "You may lodge"
    )
    changed = changed.replace("2. How long", "We have a new cat.\n\n \n\n2. How long")
    other = tmp_path / "new.txt"
    other.write_bytes(changed.encode())

    outcome = helpdesk("knowledge", "diff", str(other))

    assert outcome.code == 0
    assert "retention.period: section 2 no longer says" in outcome.out
    assert "+seven years." in outcome.out
    assert 'New or changed: "We have a new cat."' in outcome.out


def test_a_changed_date_is_named(tmp_path: Path) -> None:
    text = (knowledge.DEFAULT / "notice.txt").read_bytes().decode()
    other = tmp_path / "new.txt"
    other.write_bytes(text.replace("25th May 2018", "1 June 2026").encode())
    assert other.read_bytes().decode() != text

    outcome = helpdesk("knowledge", "diff", str(other))

    assert "The date changes from 25 May 2018 to 1 June 2026." in outcome.out
