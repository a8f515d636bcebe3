"""A notice -> the files of a knowledge folder as a draft: quotes are there, the words are to come.

What a machine can see is filled in: every passage as a quote of its section's entry; addresses,
web pages and postcodes as contact points; periods as what is said of keeping.
What only an author can say is left open, and `helpdesk knowledge check` lists it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import yaml

from knowledge.authored import FEWEST_PHRASINGS
from knowledge.notice import HEAD, Notice, Passage, Section, displayed, parse
from knowledge.periods import kept_for, sentences

_LONGEST_TITLE: Final = 60
_HEADING_WITHIN = re.compile(r"#{1,6} [^\n]*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"(?:https?://|www\.)[^\s,;()<>]*[\w/]")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")

_SILENCES: Final = """\
# What people ask and the notice does not say. Each needs at least six phrasings; see
# knowledge/README.md. For example:
#
#   - id: fax_number
#     unsaid: whether there is a fax number
#     nearest: [section_9.overview]
#     phrasings: [...]
silences: []
"""


def draft(text: str) -> dict[str, str]:
    """Return the files by their names, without notice, policy and law; raises `NotANotice`."""
    notice = parse(text)
    files = {
        f"entries/{part.number:02}-{_slug(part.title)}.yml": _entries(notice, part)
        for part in notice.sections
        if _said_in(notice, part)
    }
    return {
        **files,
        "silences.yml": _SILENCES,
        "facts.yml": _facts(notice),
        "uncited.yml": _uncited(notice),
    }


def _entries(notice: Notice, section: Section) -> str:
    said = [notice.words_of(passage) for passage in _said_in(notice, section)]
    quotes = [words for words in said if not _HEADING_WITHIN.fullmatch(words)]
    entry = {
        "topic": f"section_{section.number}.overview",
        "title": section.title[:_LONGEST_TITLE].rstrip(),
        "lead": "",
        "quotes": quotes,
        "phrasings": [],
    }
    head = (
        f"# Section {section.number}: {section.title}\n"
        "# Make one entry for each thing that people ask about, and share the quotes out among\n"
        "# them. Each needs a topic of its own, a lead of at most 140 characters, and at least\n"
        f"# {FEWEST_PHRASINGS} phrasings: how people ask for it, in their words.\n"
    )
    return head + _yaml({"section": section.number, "entries": [entry]})


def _facts(notice: Notice) -> str:
    head = (
        "# The notice as typed facts, each with its quote. What could be recognised stands here;\n"
        "# look it through, and add rights, recipients and the rest as the notice has them.\n"
        "# Put the address of those who deal with privacy first: every letter names the first\n"
        "# e-mail (else the first postal address) for replies, complaints and identity papers.\n"
    )
    return head + _yaml(
        {
            "contact_points": list(_contact_points(notice)),
            "retention": [{"rule": found, "cited": cited} for found, cited in _periods(notice)],
        }
    )


def _contact_points(notice: Notice) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for passage in [*_all_said(notice), *_around_all(notice)]:
        words = notice.words_of(passage)
        for kind, pattern in (("email", _EMAIL), ("web", _WEB)):
            for address in pattern.findall(words):
                if address not in seen:
                    seen.add(address)
                    yield _contact(notice, passage, kind, [address], address)
        if _POSTCODE.search(words):
            post = _around(_POSTCODE, words)
            lines = [line.strip(" ,") for line in displayed(post).split("\n") if line.strip(" ,")]
            yield _contact(notice, passage, "post", lines, post)


def _around(pattern: re.Pattern[str], words: str) -> str:
    """Return the sentence that holds it; all the words where lines of an address are broken."""
    if "\n" in words:
        return words
    return next(it for it in sentences(words) if pattern.search(it))


def _contact(
    notice: Notice, passage: Passage, kind: str, address: Sequence[str], quote: str
) -> dict[str, Any]:
    title = next((it.title for it in notice.sections if it.number == passage.section), "contact")
    below = notice.foot and passage.start >= notice.foot.start
    return {
        "what_for": title,
        "kind": kind,
        "address": list(address),
        "cited": {"section": "foot" if below else passage.section, "quote": quote},
    }


def _periods(notice: Notice) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the periods for which something is kept, each with the sentence that it stands in."""
    for section in notice.sections:
        passages = [notice.words_of(passage) for passage in _said_in(notice, section)]
        for found, sentence in kept_for(section.title, passages):
            yield found, {"section": section.number, "quote": sentence}


def _uncited(notice: Notice) -> str:
    foot = [it for it in notice.passages if notice.foot and it.start >= notice.foot.start]
    left_out: list[dict[str, Any]] = [
        {
            "section": "foot",
            "quote": notice.words_of(passage),
            "why": "below the notice: look whether anybody may ask about it",
        }
        for passage in foot
    ]
    left_out += [
        {"section": passage.section, "quote": words, "why": "a heading within the section"}
        for passage in _all_said(notice)
        if _HEADING_WITHIN.fullmatch(words := notice.words_of(passage))
    ]
    head = "# Passages that no answer cites, on purpose, each with the reason.\n"
    return head + _yaml({"uncited": left_out})


def _said_in(notice: Notice, section: Section) -> list[Passage]:
    """Return the passages of a section below its heading."""
    return [passage for passage in notice.passages if section.body <= passage.start < section.end]


def _all_said(notice: Notice) -> list[Passage]:
    return [passage for section in notice.sections for passage in _said_in(notice, section)]


def _around_all(notice: Notice) -> list[Passage]:
    """Return the passages of head and foot, which are in no section."""
    return [passage for passage in notice.passages if passage.section == HEAD]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30].strip("-") or "section"


class _Readable(yaml.SafeDumper):
    """Writes a text of several lines as lines."""


def _as_lines(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Readable.add_representer(str, _as_lines)


def _yaml(content: Any) -> str:  # noqa: ANN401 - YAML
    return yaml.dump(content, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=100)
