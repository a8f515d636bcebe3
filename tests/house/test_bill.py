"""What `poe bill` adds to the packages that uv lists: the model that is shipped."""

import tomllib
from hashlib import sha256
from typing import Any

from tests.house.bill import MODEL, with_encoder
from tests.house.papers import ROOT

US = "privacy-helpdesk-1@0.1.0"
AS_UV_WRITES_IT = {
    "metadata": {"component": {"bom-ref": US}},
    "components": [{"type": "library", "bom-ref": "numpy-2@2.4"}],
    "dependencies": [{"ref": US, "dependsOn": ["numpy-2@2.4"]}, {"ref": "numpy-2@2.4"}],
}


def model_in(bill: dict[str, Any]) -> dict[str, Any]:
    """Return the one model that the bill lists."""
    (found,) = (it for it in bill["components"] if it["type"] == "machine-learning-model")
    component: dict[str, Any] = found
    return component


def test_the_bill_lists_the_encoder_that_is_shipped_with_its_checksum_and_licence() -> None:
    model = model_in(with_encoder(AS_UV_WRITES_IT))

    shipped = sha256((MODEL / "encoder.onnx").read_bytes()).hexdigest()
    assert model["hashes"] == [{"alg": "SHA-256", "content": shipped}]
    assert model["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert "Apache License" in (MODEL / "LICENSE").read_text(encoding="utf-8")


def test_the_bill_says_that_we_need_it_beside_the_packages_and_keeps_them() -> None:
    bill = with_encoder(AS_UV_WRITES_IT)

    ours, numpys = bill["dependencies"]
    assert {"numpy-2@2.4", model_in(bill)["bom-ref"]} <= set(ours["dependsOn"])
    assert numpys == {"ref": "numpy-2@2.4"}
    assert bill["components"][0] == {"type": "library", "bom-ref": "numpy-2@2.4"}


def test_the_encoder_is_put_in_whenever_the_bill_is_made() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    listed, put_in = (it["cmd"] for it in project["tool"]["poe"]["tasks"]["bill"]["sequence"])
    assert listed.endswith("-o dist/sbom.json")
    assert put_in == "python -m tests.house.bill dist/sbom.json"
