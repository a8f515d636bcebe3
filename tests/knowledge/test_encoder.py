import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import knowledge
from knowledge.encoder import FOLDER, WIDTH, NoEncoder, open_encoder
from knowledge.mapped import large_arrays
from knowledge.pieces import WordPieces
from knowledge.verdict import Audience

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "keep", "##s", "##ing", "!", "cafe", "漢"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER, tmp_path / "model")


def pieces_of(text: str, *, most: int = 16) -> list[str]:
    return [PIECES[number] for number in WordPieces(PIECES).ids(text, most=most)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Keeping keeps", ["keep", "##ing", "keep", "##s"]),
        ("keep!!", ["keep", "!", "!"]),
        ("CAFÉ", ["cafe"]),
        ("漢keep", ["漢", "keep"]),
        ("keeper", ["[UNK]"]),
        ("k\u0000eep\u200d", ["keep"]),
        ("keep" * 26, ["[UNK]"]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(text: str, pieces: list[str]) -> None:
    assert pieces_of(text) == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_is_cut() -> None:
    assert pieces_of("keep " * 50, most=4) == ["[CLS]", "keep", "keep", "[SEP]"]


def test_what_means_the_same_is_near_and_what_does_not_is_far() -> None:
    sense = open_encoder().sense
    asked, alike, other = map(
        sense, ("how long is my data kept", "when do you erase what you hold", "lunch is at one")
    )

    assert asked.shape == (WIDTH,)
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-3)
    assert asked @ alike > asked @ other + 0.2


def test_the_table_of_word_pieces_is_read_where_it_stands_and_says_the_same() -> None:
    file, text = FOLDER / "encoder.onnx", "how long is my data kept"
    encoder = open_encoder()
    pieces = WordPieces((FOLDER / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    copied = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])

    (table,) = large_arrays(file).values()
    ids = np.asarray(pieces.ids(text, most=128))
    alone = {"position_ids": np.arange(len(ids)), "text_ids": np.zeros_like(ids)}
    sense = copied.run(None, {"input_ids": ids, **alone})[0][0]

    assert table.shape[1] == WIDTH
    assert table.nbytes > file.stat().st_size / 3
    assert np.allclose(encoder.sense(text), sense, atol=1e-5)


def test_texts_that_are_read_together_mean_what_each_means_alone() -> None:
    encoder = open_encoder()
    texts = ["how long is my data kept", "", "lunch is at one", "delete all of it " * 60, "hello"]

    together = encoder.senses(texts)

    assert len(together) == len(texts)
    for text, sense in zip(texts, together, strict=True):
        assert sense @ encoder.sense(text) > 0.97


def test_of_no_texts_nothing_is_said() -> None:
    assert open_encoder().senses([]) == []


@pytest.mark.parametrize("text", ["", "x" * 40_000, "\u202e\x00", "👩‍🚀" * 500])
def test_any_text_has_a_sense(text: str) -> None:
    assert np.isfinite(open_encoder().sense(text)).all()


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt", "SHA256SUMS"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(NoEncoder, match=f"{name} is missing"):
        open_encoder(folder)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(folder: Path) -> None:
    (folder / "vocab.txt").unlink()
    (folder / "vocab.txt").mkdir()

    with pytest.raises(NoEncoder, match=r"vocab.txt cannot be read: \w"):
        open_encoder(folder)


def test_damaged_checksums_name_no_file(folder: Path) -> None:
    (folder / "SHA256SUMS").write_bytes(b"\xff" * 64)

    with pytest.raises(NoEncoder, match="not the file that SHA256SUMS names"):
        open_encoder(folder)


def test_a_damaged_model_is_not_run(folder: Path) -> None:
    with (folder / "encoder.onnx").open("ab") as model:
        model.write(b"!")

    with pytest.raises(NoEncoder, match="not the file that SHA256SUMS names"):
        open_encoder(folder)


def test_without_its_encoder_the_knowledge_base_works_on_and_says_so(folder: Path) -> None:
    (folder / "encoder.onnx").unlink()

    base = knowledge.load(encoder=folder)

    assert base.lacks
    assert "encoder.onnx is missing" in base.lacks
    verdict = base.judge("how long do you keep my data?", Audience.EVERYONE)
    assert verdict.topics[0] == "retention.period"
    assert knowledge.load().lacks is None
