"""`helpdesk knowledge new` and `diff`: another notice's folder, and what a new notice changes."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from typing import Annotated

import typer

import knowledge
from bot.commands.authors import Folder
from bot.commands.printing import Failure, say
from knowledge.builder import read
from knowledge.differences import differences
from knowledge.drafting import draft
from knowledge.notice import NotANotice, parse

_AS_THEY_ARE = ("policy.yml", "law.yml")
"""What a new folder takes over from Next Connex's."""

NoticeFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="The notice as plain text, UTF-8.")
]


def new(
    notice: NoticeFile,
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder to make; default: the notice's name.")
    ] = None,
) -> None:
    """Make a knowledge folder for another company's notice, as a draft."""
    folder = to or Path(notice.stem)
    text = _text(notice)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(f"{folder} is there already, and not empty.")
    try:
        files = draft(text)
    except NotANotice as refused:
        raise Failure(f"{notice.name} cannot be read as a notice: {refused}.") from refused
    try:
        _write(folder, files, notice)
    except OSError as fault:
        raise Failure(f"{folder} cannot be written: {fault.strerror or fault}.") from fault
    say(f"{folder} is made: {len(files)} files. Now: helpdesk knowledge check --folder {folder}")


def diff(other: NoticeFile, folder: Folder = None) -> None:
    """Say what another version of the notice changes: broken quotes, new and lost passages."""
    written = read(folder or knowledge.DEFAULT).knowledge
    try:
        found = differences(written, parse(_text(other)))
    except NotANotice as refused:
        raise Failure(f"{other.name} cannot be read as a notice: {refused}.") from refused
    say(str(found))


def _write(folder: Path, files: Mapping[str, str], notice: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    copyfile(notice, folder / "notice.txt")
    for name in _AS_THEY_ARE:
        copyfile(knowledge.DEFAULT / name, folder / name)


def _text(notice: Path) -> str:
    try:
        text = notice.read_bytes().decode()
    except UnicodeDecodeError as cause:
        raise Failure(f"{notice.name} is not UTF-8 text; save it as plain text first.") from cause
    if "\0" in text:
        raise Failure(f"{notice.name} is not a text.")
    return text
