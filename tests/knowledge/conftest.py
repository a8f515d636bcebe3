"""Knowledge folders that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from knowledge.base import DEFAULT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DEFAULT, tmp_path / "next_connex")
