"""What every test of the knowledge base needs: a cache and a folder of its own."""

from pathlib import Path

import pytest

from engine import library
from tests.knowledge import small


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, so that no test sees what another kept."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("REMANSO_CACHE", str(folder))
    library._opened.cache_clear()
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The small sound knowledge base, written out."""
    return small.write(tmp_path / "rules")
