"""Releases and the site over them, made once."""

from pathlib import Path

import pytest

from tests.catalogue.making import build_site, shared_releases


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared_releases(tmp_path_factory)


@pytest.fixture(scope="session")
def site(releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "catalogue"
    build_site(releases, folder)
    return folder
