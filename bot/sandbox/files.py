"""The files of a pretend workspace: announced, filled, and then finished, as Slack takes them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.sandbox.values import File


class NoSuchFile(LookupError):
    """There is no file of that id, or its bytes have not come."""


class Files:
    """What was uploaded, by id."""

    def __init__(self, *, new_id: Callable[[str], str]) -> None:
        self._new_id = new_id
        self._announced: dict[str, int] = {}
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """Expect a file of so many bytes."""
        file = File(self._new_id("F"), name)
        self._files[file.id], self._announced[file.id] = file, length
        return file

    def fill(self, file_id: str, content: bytes) -> File:
        """Take a file's bytes; raises `NoSuchFile` for what was not announced so."""
        file = self._files.get(file_id)
        if file is None or self._announced.get(file_id) != len(content):
            raise NoSuchFile(file_id)
        self._files[file_id] = replace(file, content=content)
        return self._files[file_id]

    def finish(self, titles: Mapping[str, str]) -> tuple[File, ...]:
        """End the uploads of these ids, all or none; raises `NoSuchFile`."""
        found = [self.find(file_id) for file_id in titles if file_id in self._announced]
        if len(found) < len(titles):
            raise NoSuchFile(*titles)
        for file in found:
            del self._announced[file.id]
            self._files[file.id] = replace(file, title=titles[file.id] or file.name)
        return tuple(self._files[file.id] for file in found)

    def find(self, file_id: str) -> File:
        """Return a file whose bytes have come; raises `NoSuchFile`."""
        file = self._files.get(file_id)
        if file is None or not file.content:
            raise NoSuchFile(file_id)
        return file
