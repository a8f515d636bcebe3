"""Put the encoder into the bill of materials: no index knows it, since we made it."""

import json
import sys
from pathlib import Path
from typing import Any, Final

MODEL: Final = Path(__file__).parents[2] / "knowledge/model"
APACHE: Final = [{"license": {"id": "Apache-2.0"}}]
BASE: Final = "all-MiniLM-L6-v2"


def with_encoder(bill: dict[str, Any]) -> dict[str, Any]:
    """Return a CycloneDX bill with the encoder and its vocabulary in it, and us needing both."""
    root = bill["metadata"]["component"]["bom-ref"]
    parts = [_part(line) for line in (MODEL / "SHA256SUMS").read_text("ascii").splitlines()]
    needs = [part["bom-ref"] for part in parts]
    return bill | {
        "components": [*bill["components"], *parts],
        "dependencies": [
            it | {"dependsOn": [*it.get("dependsOn", ()), *needs]} if it["ref"] == root else it
            for it in bill["dependencies"]
        ],
    }


def _part(line: str) -> dict[str, Any]:
    """Return the component that a line of checksums is about."""
    digest, file = line.split()
    is_model = file.endswith(".onnx")
    return {
        "type": "machine-learning-model" if is_model else "file",
        "bom-ref": f"knowledge/model/{file}",
        "name": f"knowledge/model/{file}",
        "description": f"{BASE}, tuned and quantised by us" if is_model else f"{BASE}, vocabulary",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": APACHE,
        "pedigree": {"ancestors": [{"type": "machine-learning-model", "name": BASE}]},
    }


if __name__ == "__main__":
    written = Path(sys.argv[1])
    whole = with_encoder(json.loads(written.read_text("utf-8")))
    written.write_text(json.dumps(whole, indent=2) + "\n", "utf-8")
