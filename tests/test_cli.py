"""The commands as a user types them, on the sample article."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline.ledger.store import Ledger
from tests.sample import BRIDGEPOWER, SAMPLE, bridgepower


def test_a_second_run_says_that_nothing_is_new(root: Path) -> None:
    before = Ledger(root / "ledger").head()
    done = bridgepower(root, "run")
    assert "0 new, 0 changed, 1 unchanged, 0 rejected; 0 read" in done.stdout
    assert done.stdout.count("(unchanged") == 5
    assert Ledger(root / "ledger").head() == before


def test_extract_prints_the_codebooks_columns_with_exact_quotes(root: Path) -> None:
    article = root / "raw" / f"{SAMPLE}.txt"
    (line,) = bridgepower(root, "extract", str(article)).stdout.splitlines()
    found = json.loads(line)
    text = article.read_text()
    assert set(found) == {"file", "article", "visits", "agreements", "trade", "corridors", "investments"}
    claims = [
        claim for table in ("visits", "agreements", "trade", "corridors", "investments") for claim in found[table]
    ]
    assert len(claims) > 20
    for claim in claims:
        assert text[claim["start_char"] : claim["end_char"]] == claim["quote"]
        assert claim["rule"].startswith("ru.")
    assert {"reporter", "partner", "flow", "measure", "amount", "unit", "qualifier"} <= set(found["trade"][0])


def test_extract_goes_on_after_a_file_it_cannot_take(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    done = bridgepower(root, "extract", str(tmp_path / "bad.txt"), str(root / "raw" / f"{SAMPLE}.txt"))
    bad, good = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert bad["rejected"]["reason"] == "binary"
    assert good["trade"]
    assert "bad.txt" in done.stderr


def test_extract_of_a_missing_file_fails_with_its_name(root: Path) -> None:
    done = bridgepower(root, "extract", "missing.txt")
    assert done.returncode == 1
    assert "missing.txt: there is no such file" in done.stderr


def test_extract_tells_of_a_language_that_it_has_no_grammar_for(root: Path, tmp_path: Path) -> None:
    article = tmp_path / "english.txt"
    article.write_text("The president met the prime minister in London on Monday.")
    for words in ((), ("--explain",)):
        done = bridgepower(root, "extract", *words, str(article))
        assert done.returncode == 0
        assert f"{article}: its language is en, and there is a grammar for ru only" in done.stderr


def test_every_record_can_be_explained(root: Path) -> None:
    with duckdb.connect(root / "warehouse.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "SELECT visit_id, quote FROM visit_claims UNION ALL SELECT trade_flow_id, quote FROM trade_claims"
        ).fetchall()
    for identifier, quote in rows[:3] + rows[-1:]:
        done = bridgepower(root, "explain", identifier)
        assert quote in done.stdout
        assert f"{SAMPLE}.txt" in done.stdout or "inform.kz" in done.stdout
        assert "ru." in done.stdout


def test_explain_of_an_unknown_id_says_what_to_do(root: Path) -> None:
    done = bridgepower(root, "explain", "vis_000000000000")
    assert done.returncode == 1
    assert "vis_000000000000" in done.stderr
    assert "Traceback" not in done.stderr


def test_sql_answers_as_table_and_as_csv_and_refuses_to_write(root: Path) -> None:
    assert "Tokayev" in bridgepower(root, "sql", "SELECT visitor FROM visits").stdout
    assert bridgepower(root, "sql", "--csv", "SELECT 1 AS one").stdout == "one\n1\n"
    assert bridgepower(root, "sql", "DELETE FROM visits").returncode == 1
    assert "nonsense" in bridgepower(root, "sql", "FROM nonsense").stderr


def test_csv_goes_where_the_output_goes_with_lists_as_json(root: Path, tmp_path: Path) -> None:
    into = tmp_path / "out.csv"
    into.write_text("before\n")
    statement = "SELECT ['x', 'ы'] AS words, 1.50 AS amount, NULL AS none, 2 AS amount"
    with into.open("a") as stream:
        command = [str(BRIDGEPOWER), "--root", str(root), "sql", "--csv", statement]
        subprocess.run(command, stdout=stream, check=True)
    assert into.read_text() == 'before\nwords,amount,none,amount\n"[""x"",""ы""]",1.50,,2\n'


def test_output_that_nobody_reads_on_is_no_failure(root: Path) -> None:
    for statement in ("SELECT 1", "FROM range(1000000)"):
        command = [str(BRIDGEPOWER), "--root", str(root), "sql", "--csv", statement]
        reader, writer = os.pipe()
        os.close(reader)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False)
        os.close(writer)
        assert (done.returncode, done.stderr) == (0, b"")


def test_everything_verifies_and_rebuilds_to_the_same_bytes(root: Path) -> None:
    done = bridgepower(root, "verify", "--rebuild")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("no files differ") == 4


def test_verify_names_a_changed_release(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(root, copy, symlinks=True)
    table = copy / "releases" / "visits" / "v1.0.0" / "data" / "visits.csv"
    table.chmod(0o644)
    table.write_text(table.read_text().replace("Tokayev", "Nobody"))
    done = bridgepower(copy, "verify")
    assert done.returncode == 1
    assert "data/visits.csv" in done.stdout


def test_the_warehouse_of_before_the_releases_can_be_built(root: Path, tmp_path: Path) -> None:
    into = tmp_path / "before.duckdb"
    assert bridgepower(root, "as-of", "--entry", "1", "--into", str(into)).returncode == 0
    with duckdb.connect(into, read_only=True) as connection:
        assert connection.execute("SELECT (SELECT count(*) FROM articles), count(*) FROM visits").fetchall() == [(1, 0)]


def test_as_of_says_when_nothing_was_known_and_what_is_no_time(root: Path, tmp_path: Path) -> None:
    into = ("--into", str(tmp_path / "then.duckdb"))
    done = bridgepower(root, "as-of", "2020-01-31", *into)
    first = next(iter(Ledger(root / "ledger").read(0, 1))).recorded_at
    assert (done.returncode, "nothing was known then" in done.stderr) == (0, True)
    assert first.isoformat() in done.stderr
    today = bridgepower(root, "as-of", f"{datetime.now(UTC):%Y-%m-%d}", *into)
    assert f"ledger entry {Ledger(root / 'ledger').head().position}\n" in today.stdout
    assert today.stderr == ""
    for words in (("yesterday",), ("--entry", "0")):
        done = bridgepower(root, "as-of", *words, *into)
        assert (done.returncode, repr(words[-1]) in done.stderr, "_moment" in done.stderr) == (2, True, False)


def test_what_lies_at_a_path_to_write_to_is_replaced_only_where_it_is_of_the_same_kind(
    root: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("Mine.")
    article = str(root / "raw" / f"{SAMPLE}.txt")
    for words in (("as-of", "--entry", "1", "--into"), ("extract", article, "--html")):
        done = bridgepower(root, *words, str(mine))
        assert (done.returncode, f"{mine}: is there already" in done.stderr) == (1, True)
        assert mine.read_text() == "Mine."
        again = [bridgepower(root, *words, str(tmp_path / words[0])).returncode for _ in range(2)]
        assert again == [0, 0]
    done = bridgepower(root, "as-of", "--entry", "1", "--into", "warehouse.duckdb")
    assert (done.returncode, "known now" in done.stderr) == (1, True)


def test_the_warehouse_can_be_rebuilt(root: Path) -> None:
    before = bridgepower(root, "sql", "--csv", "FROM visits ORDER BY ALL").stdout
    assert bridgepower(root, "rebuild").returncode == 0
    assert bridgepower(root, "sql", "--csv", "FROM visits ORDER BY ALL").stdout == before


def test_status_tells_the_newest_release_of_each_package_at_once(root: Path) -> None:
    said = bridgepower(root, "status").stdout
    assert "ledger_position" in said
    for package in ("agreements", "corridors", "trade-flows", "visits"):
        assert f"{package:<18}v1.0.0, current, made of ledger entry " in said


def test_without_a_warehouse_the_next_step_is_named(tmp_path: Path) -> None:
    done = bridgepower(tmp_path, "sql", "SELECT 1")
    assert done.returncode == 1
    assert "make run" in done.stderr


def test_without_raw_the_run_says_what_to_do_and_makes_nothing(tmp_path: Path) -> None:
    done = bridgepower(tmp_path, "run")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / "raw") in line
    assert "--root" in line
    assert list(tmp_path.iterdir()) == []


def test_releases_are_published_elsewhere_fetched_and_withdrawn(root: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(root, tmp_path / "copy", symlinks=True)
    share = str(tmp_path / "share")
    assert "copied visits/v1.0.0\n" in bridgepower(copy, "publish", "--to", share).stdout
    assert "every release was there already" in bridgepower(copy, "publish", "--to", share).stdout
    into = ("--from", share, "--into", str(tmp_path / "got"))
    assert "visits v1.0.0, nothing wrong" in bridgepower(copy, "get", "visits", *into).stdout
    refused = bridgepower(copy, "get", "visits@v1.0.0", *into, "--public-key", "nonsense")
    assert refused.returncode == 1
    assert "is no minisign key" in refused.stderr

    assert bridgepower(copy, "withdraw", "visits@v1.0.0", "--reason", "Wrong names.").returncode == 0
    assert "v1.0.0, withdrawn, " in bridgepower(copy, "status").stdout
    bridgepower(copy, "publish", "--to", share)
    assert "has no current release" in bridgepower(copy, "get", "visits", *into).stderr
    assert "was withdrawn: Wrong names." in bridgepower(copy, "get", "visits@v1.0.0", *into).stderr


def test_diff_takes_releases_by_name_and_refuses_two_packages(root: Path) -> None:
    by_name = bridgepower(root, "diff", "visits@v1.0.0", "releases/visits/v1.0.0")
    assert (by_name.returncode, by_name.stdout) == (0, "v1.0.0 -> v1.0.0: none\n")
    done = bridgepower(root, "diff", "visits@1.0.0", "corridors@v1.0.0")
    assert (done.returncode, "is of the package corridors" in done.stderr) == (1, True)
    missing = bridgepower(root, "diff", "visits@v1.0.0", "visits@v9.0.0")
    assert (missing.returncode, "visits/v9.0.0: there is no such release" in missing.stderr) == (1, True)


def test_get_and_publish_name_what_is_wrong_with_a_place(root: Path, tmp_path: Path) -> None:
    into = ("--into", str(tmp_path / "got"))
    nowhere = bridgepower(root, "get", "visits", "--from", str(tmp_path / "nowhere"), *into)
    assert (nowhere.returncode, "nowhere/index.json: is not there" in nowhere.stderr) == (1, True)
    other = bridgepower(root, "get", "journeys", "--from", "releases", *into)
    assert "There are the packages agreements, corridors, trade-flows, visits" in other.stderr
    assert "visits v1.0.0, nothing wrong" in bridgepower(root, "get", "visits", "--from", "releases", *into).stdout
    web = bridgepower(root, "publish", "--to", "http://127.0.0.1:9/packages")
    assert (web.returncode, "cannot be written to" in web.stderr) == (1, True)


def test_commands_about_releases_say_what_they_lack(root: Path, tmp_path: Path) -> None:
    assert "there is no release yet" in bridgepower(tmp_path, "publish", "--to", str(tmp_path / "share")).stderr
    assert "there is no such release" in bridgepower(root, "withdraw", "visits@v9.0.0", "--reason", "x").stderr
    assert bridgepower(root, "withdraw", "visits", "--reason", "x").returncode == 2
    for words, message in (
        (("--bump", "visits=huge"), "is none of patch, minor, major"),
        (("--notes", "journeys=More."), "names no package"),
        (("--notes", f"visits=@{tmp_path / 'missing.md'}"), f"{tmp_path / 'missing.md'}: cannot be read"),
    ):
        done = bridgepower(root, "run", *words)
        assert (done.returncode, message in done.stderr) == (2, True)
