"""ZIP files that say what is in them: the same files make the same bytes (pure)."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def as_json(part: object) -> bytes:
    """Return a part as a JSON file that people can read."""
    return (json.dumps(part, ensure_ascii=False, indent=2) + "\n").encode()


def packed(files: Mapping[str, bytes], *, about: Mapping[str, object], at: datetime) -> bytes:
    """Return the files as a ZIP, with a manifest that has the SHA-256 of each."""
    hashes = {name: sha256(content).hexdigest() for name, content in files.items()}
    manifest = as_json({**about, "made_at": at.isoformat(timespec="seconds"), "files": hashes})
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as pack:
        for name, content in {**files, "manifest.json": manifest}.items():
            entry = ZipInfo(name, date_time=at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            pack.writestr(entry, content)
    return whole.getvalue()
