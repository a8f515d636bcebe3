import asyncio
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from knowledge.arrays import StaleBuild
from knowledge.base import DEFAULT, INTENTS, build, load
from knowledge.builder import read_corpus
from knowledge.faults import KnowledgeFaults
from knowledge.intent import Voice
from knowledge.rights import Right
from knowledge.verdict import Intent
from tests.knowledge.contract import TOPICS

FEWEST = 6
LEARNED = "learned.zip"
ANEW = "import sys, pathlib, knowledge.base; knowledge.base.build(pathlib.Path(sys.argv[1]))"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built folder with as few phrasings as may be, so that a build is quick."""
    small = shutil.copytree(DEFAULT, tmp_path_factory.mktemp("small") / "folder")
    for file in small.glob("entries/*.yml"):
        rewrite(file, shortened)
    rewrite(small / "silences.yml", lambda content: {"silences": content["silences"][:3]})
    build(small)
    return small


@pytest.fixture
def built(small: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small, tmp_path / "built")


@pytest.fixture(scope="module")
def voices() -> list[tuple[Intent, Voice]]:
    return [(chorus.intent, voice) for chorus in read_corpus(INTENTS) for voice in chorus.voices]


def rewrite(file: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump(change(content), allow_unicode=True), encoding="utf-8")


def shortened(content: dict[str, Any]) -> dict[str, Any]:
    for entry in content["entries"]:
        del entry["phrasings"][FEWEST:]
    return content


def texts(voices: list[tuple[Intent, Voice]]) -> Iterator[tuple[Intent, str]]:
    for intent, voice in voices:
        for text in voice.texts:
            yield intent, text


def packed_anew(file: Path, parts: dict[str, bytes]) -> None:
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


async def build_in_another_process(folder: Path) -> None:
    """Build where sets and dictionaries are in another order."""
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ANEW, str(folder)),
        cwd=DEFAULT.parents[1],
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert await other.wait() == 0


def test_the_shipped_folder_was_built_since_it_changed() -> None:
    assert load().topics >= TOPICS


def test_a_built_folder_is_ready_for_questions(built: Path) -> None:
    assert load(built).topics == load().topics


async def test_the_same_files_give_the_same_bytes(small: Path, built: Path) -> None:
    (built / LEARNED).unlink()

    await build_in_another_process(built)

    assert (built / LEARNED).read_bytes() == (small / LEARNED).read_bytes()


def test_what_was_learned_holds_no_time_of_its_making(small: Path) -> None:
    with ZipFile(small / LEARNED) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_folder_with_faults_is_not_built(built: Path) -> None:
    (built / LEARNED).unlink()
    (built / "facts.yml").unlink()

    with pytest.raises(KnowledgeFaults, match=r"facts\.yml:1: is missing"):
        build(built)
    assert not (built / LEARNED).exists()


@pytest.mark.parametrize("name", ["silences.yml", "entries/05-rights.yml"])
def test_a_folder_that_has_changed_since_must_be_built_first(built: Path, name: str) -> None:
    file = built / name
    file.write_text(f"# amended\n{file.read_text(encoding='utf-8')}", encoding="utf-8")

    with pytest.raises(StaleBuild, match=r"built has changed .*; run: helpdesk knowledge build$"):
        load(built)


def test_a_folder_with_another_file_of_entries_must_be_built_first(built: Path) -> None:
    another = {
        "section": 5,
        "entries": [
            {
                "topic": "extra.fax",
                "title": "Fax",
                "lead": "The notice names this right.",
                "quotes": ["To update your personal data;"],
                "phrasings": [f"may I fax it {number}" for number in range(FEWEST)],
            }
        ],
    }
    (built / "entries" / "99-fax.yml").write_text(yaml.safe_dump(another), encoding="utf-8")

    with pytest.raises(StaleBuild, match="helpdesk knowledge build"):
        load(built)


def test_a_changed_policy_needs_no_build(built: Path) -> None:
    rewrite(built / "policy.yml", lambda content: {**content, "answer": 0.99})

    assert load(built).policy.answer == 0.99


def test_a_folder_that_was_never_built_must_be_built_first(built: Path) -> None:
    (built / LEARNED).unlink()

    with pytest.raises(StaleBuild, match=r"\(or never was\); run: helpdesk knowledge build$"):
        load(built)


@pytest.mark.parametrize("kept", [0, 1, 1000, -1000, -1])
def test_a_learned_part_that_was_cut_short_must_be_built_again(built: Path, kept: int) -> None:
    whole = (built / LEARNED).read_bytes()
    (built / LEARNED).write_bytes(whole[:kept])

    with pytest.raises(StaleBuild, match="helpdesk knowledge build"):
        load(built)


def test_a_learned_part_with_one_damaged_byte_must_be_built_again(built: Path) -> None:
    file = built / "learned.zip"
    whole = file.read_bytes()
    with ZipFile(file) as archive:
        middles = [
            entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
            for entry in archive.infolist()
        ]

    for place in middles:
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        file.write_bytes(damaged)
        with pytest.raises(StaleBuild):
            load(built)


@pytest.mark.parametrize("name", ["holiday.txt", "texts.json"])
def test_a_learned_part_that_is_another_archive_must_be_built_again(built: Path, name: str) -> None:
    with ZipFile(built / LEARNED, "w") as archive:
        archive.writestr(name, "sun and sea")

    with pytest.raises(StaleBuild, match="helpdesk knowledge build"):
        load(built)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda _: ["a", "list"], id="something else"),
        pytest.param(lambda texts: texts | {"topics": texts["topics"][1:]}, id="a topic less"),
        pytest.param(lambda texts: texts | {"topics": 5}, id="no list of topics"),
        pytest.param(lambda texts: texts | {"phrasings": ["a"]}, id="phrasings that are gone"),
        pytest.param(
            lambda texts: {"digest": texts["digest"]} | {"encoder": texts["encoder"]},
            id="nothing more",
        ),
    ],
)
def test_a_learned_part_with_other_texts_must_be_built_again(
    built: Path, changed: Callable[[dict[str, Any]], object]
) -> None:
    with ZipFile(built / LEARNED) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["texts.json"] = json.dumps(changed(json.loads(parts["texts.json"]))).encode()

    packed_anew(built / LEARNED, parts)

    with pytest.raises(StaleBuild, match="helpdesk knowledge build"):
        load(built)


def test_a_learned_part_without_one_of_its_arrays_must_be_built_again(built: Path) -> None:
    with ZipFile(built / LEARNED) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    for missing in (name for name in parts if name.startswith(("with_sense.", "rare."))):
        packed_anew(built / LEARNED, {name: parts[name] for name in parts if name != missing})
        with pytest.raises(StaleBuild):
            load(built)


@pytest.mark.parametrize("right", Right)
def test_the_corpus_has_forty_requests_for_each_right(
    voices: list[tuple[Intent, Voice]], right: Right
) -> None:
    requests = [voice for intent, voice in voices if intent is Intent.REQUEST]

    assert sum(len(voice.texts) for voice in requests if right in voice.rights) >= 40


@pytest.mark.parametrize(
    ("intent", "fewest"),
    [(Intent.BREACH, 60), (Intent.OTHER, 100), (Intent.QUESTION, 100), (Intent.SMALL_TALK, 40)],
)
def test_the_corpus_has_enough_of_every_other_intent(
    voices: list[tuple[Intent, Voice]], intent: Intent, fewest: int
) -> None:
    assert sum(of is intent for of, _ in texts(voices)) >= fewest


def test_requests_and_nothing_else_name_rights(voices: list[tuple[Intent, Voice]]) -> None:
    assert all(bool(voice.rights) == (intent is Intent.REQUEST) for intent, voice in voices)


def test_no_message_stands_twice_in_the_corpus(voices: list[tuple[Intent, Voice]]) -> None:
    count = Counter(" ".join(text.casefold().split()) for _, text in texts(voices))

    assert [text for text, times in count.items() if times > 1] == []
