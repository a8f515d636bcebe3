from pathlib import Path

import numpy as np
import pytest

from knowledge.arrays import load, save


def test_what_is_broken_off_while_it_is_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "learned.zip"
    save(file, {"heads": np.ones(3)}, {"topics": ["tea"]})

    with pytest.raises(ValueError, match="pickle"):
        save(file, {"heads": np.array([object()])}, {"topics": ["milk"]})

    arrays, texts = load(file, without=("-",))
    assert (arrays["heads"].tolist(), texts) == ([1.0, 1.0, 1.0], {"topics": ["tea"]})
    assert list(tmp_path.iterdir()) == [file]
