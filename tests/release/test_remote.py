"""Releases elsewhere: a folder and an S3 server of its own, the index last, never another release under one name."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]  # annotated in part, unmarked
import pytest
from moto.server import ThreadedMotoServer

from pipeline.release.build import build
from pipeline.release.errors import ReleaseError
from pipeline.release.files import files_below
from pipeline.release.publish import publish
from pipeline.release.remote import get, publish_to
from pipeline.release.shelf import withdraw
from pipeline.release.version import Version
from tests.release.tables import context, package, tables

VISITS = package("visits")


def publish_one(releases: Path, records: int, position: int = 10) -> None:
    staged = build(VISITS, tables(VISITS, records), context(position), releases)
    assert staged is not None
    publish(staged)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    publish_one(folder, 2)
    return folder


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "releases", symlinks=True))


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, Any]]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {"key": "x", "secret": "x", "endpoint_url": f"http://{host}:{port}"}
    fsspec.filesystem("s3", **options).call_s3("create_bucket", Bucket="data")
    yield options
    server.stop()


def test_s3_gets_new_releases_once_and_gives_them_back_checked(
    s3: dict[str, Any], releases: Path, tmp_path: Path
) -> None:
    url = "s3://data/bridge"
    assert publish_to(url, releases, s3) == ["visits/v1.0.0"]
    assert publish_to(url, releases, s3) == []
    publish_one(releases, 3)
    assert publish_to(url, releases, s3) == ["visits/v1.1.0"]

    latest = get("visits", None, url, tmp_path / "got", options=s3)
    assert (latest.version, latest.reason) == (Version(1, 1, 0), None)
    assert files_below(latest.folder) == files_below(releases / "visits" / "v1.1.0")
    assert get("visits", Version(1, 0, 0), url, tmp_path / "got", options=s3).version == Version(1, 0, 0)


def test_a_folder_works_as_well_and_knows_what_was_withdrawn(releases: Path, tmp_path: Path) -> None:
    url = str(tmp_path / "share")
    publish_to(url, releases)
    withdraw(releases, "visits", Version(1, 0, 0), "wrong names")
    assert publish_to(url, releases) == []
    assert json.loads((tmp_path / "share" / "index.json").read_bytes()) == json.loads(
        (releases / "index.json").read_bytes()
    )
    with pytest.raises(ReleaseError, match="has no current release"):
        get("visits", None, url, tmp_path / "got")
    assert get("visits", Version(1, 0, 0), url, tmp_path / "got").reason == "wrong names"


def test_what_breaks_off_is_not_shown_and_done_again(releases: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"
    (share / "visits" / "v1.0.0").mkdir(parents=True)
    (share / "visits" / "v1.0.0" / "README.md").write_text("half", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"index\.json: is not there"):
        get("visits", Version(1, 0, 0), str(share), tmp_path / "got")
    assert publish_to(str(share), releases) == ["visits/v1.0.0"]
    assert get("visits", None, str(share), tmp_path / "got").folder.is_dir()


def test_another_release_of_the_same_version_is_refused_and_ones_unknown_here_are_kept(
    releases: Path, tmp_path: Path
) -> None:
    share = str(tmp_path / "share")
    publish_to(share, releases)
    publish_one(tmp_path / "other", 4)
    with pytest.raises(ReleaseError, match="holds another release of that version"):
        publish_to(share, tmp_path / "other")
    corridors = package("corridors")
    staged = build(corridors, tables(corridors), context(), tmp_path / "third")
    assert staged is not None
    publish(staged)
    assert publish_to(share, tmp_path / "third") == ["corridors/v1.0.0"]
    assert sorted(json.loads((tmp_path / "share" / "index.json").read_bytes())["packages"]) == ["corridors", "visits"]


@pytest.mark.parametrize("name", ["data/visits.csv", "SHA256SUMS", "parquet/visits.parquet"])
def test_what_was_tampered_with_is_not_kept(name: str, releases: Path, tmp_path: Path) -> None:
    share = tmp_path / "share"
    publish_to(str(share), releases)
    content = (share / "visits" / "v1.0.0" / name).read_bytes()
    (share / "visits" / "v1.0.0" / name).write_bytes(content.replace(b"a", b"b", 1))
    with pytest.raises(ReleaseError, match="SHA"):
        get("visits", None, str(share), tmp_path / "got")
    assert files_below(tmp_path / "got") == []


def test_addresses_and_names_that_make_no_sense_are_refused(releases: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="cannot be opened"):
        publish_to("nonsense://x", releases)
    with pytest.raises(ReleaseError, match="is no package name"):
        get("../visits", None, str(tmp_path), tmp_path / "got")
