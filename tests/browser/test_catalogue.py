"""The catalogue as people use it, in a real browser: every page, every control, hostile texts, and axe-core."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.catalogue.making import HOSTILE

AXE = (Path(__file__).parent / "vendored" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"


def found_records(folder: Path) -> Iterator[tuple[str, str]]:
    """Identifiers and contents of all records."""
    for path in sorted((folder / "data" / "records").iterdir()):
        text = path.read_text(encoding="utf-8")
        content = json.loads(text[text.index("{") : text.rindex("}") + 1])
        yield from ((identifier, json.dumps(page, ensure_ascii=False)) for identifier, page in content.items())


def record_with(folder: Path, words: str) -> str:
    return next(identifier for identifier, content in found_records(folder) if words in content)


def main_pages(folder: Path) -> list[str]:
    disputed = record_with(folder, '"disputed": true')
    return [
        "index.html",
        "package/trade-flows.html",
        f"record.html?id={disputed}",
        "party/RUS.html",
        "corridor/middle-corridor.html",
        "corridors.html",
        "partners.html",
        "articles.html",
        "console.html",
    ]


def drawn(page: Page) -> None:
    """Wait until what a page draws by itself is there."""
    if page.locator("#drawn").count():
        expect(page.locator("#drawn")).to_have_attribute("data-done", re.compile("drawn|missing"))
    if page.locator("[data-result]").count():
        expect(page.locator("[data-result]")).to_have_attribute("data-done", re.compile(r"\d"))


def test_every_page_draws_without_complaint(site: Site) -> None:
    pages = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.glob("ru/**/*.html"))
    paths = [path for path in pages if path.split("/")[-1] not in ("record.html", "article.html", "person.html")]
    page = site.open("index.html")
    expect(page).to_have_url(re.compile("/(en|ru|kk)/index.html"))
    for path in paths:
        page.goto(site.address + path)
        expect(page.locator("h1")).to_be_visible()
        drawn(page)


def test_records_of_every_kind_draw(site: Site) -> None:
    page = site.open("en/index.html")
    one_each = {identifier[:3]: identifier for identifier, _ in found_records(site.folder)}
    assert len(one_each) == 5
    for identifier in (*one_each.values(), record_with(site.folder, '"gone":')):
        page.goto(f"{site.address}en/record.html?id={identifier}")
        expect(page.locator("#drawn")).to_have_attribute("data-done", "drawn")


@pytest.mark.parametrize("identifier", ["", "trd_ffffffffffff", "../../x", "toString", "trd_zz"])
def test_an_unknown_record_says_so(site: Site, identifier: str) -> None:
    page = site.browser.new_page()
    page.goto(f"{site.address}en/record.html?id={identifier}")
    expect(page.locator("h1")).to_have_text("There is no record with this identifier.")


def test_search_finds_as_one_types_and_the_keyboard_leads_on(site: Site) -> None:
    page = site.open("ru/index.html")
    page.get_by_role("searchbox").fill("таджик")
    expect(page.locator("#found li").first).to_contain_text("Таджикистан")
    page.get_by_role("searchbox").fill("Таджикистан товарооборот")
    expect(page.locator("#found li").first).to_contain_text("запись")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Таджикистан")
    page.goto(f"{site.address}ru/index.html?q=щщщ")
    expect(page.locator("[data-told]")).to_contain_text("Ничего не найдено")


def test_the_language_switch_stays_on_the_page(site: Site) -> None:
    identifier = record_with(site.folder, '"disputed": true')
    page = site.open(f"en/record.html?id={identifier}")
    page.get_by_role("link", name="РУ").click()
    expect(page).to_have_url(f"{site.address}ru/record.html?id={identifier}")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", name="Кто это говорит")).to_be_visible()
    page.goto(f"{site.address}index.html")
    expect(page).to_have_url(f"{site.address}ru/index.html")


def test_tables_sort_and_filter(site: Site) -> None:
    page = site.open("en/package/trade-flows.html")
    table = page.locator("[data-list]").first
    rows = table.locator("tbody tr:visible")
    amounts = table.locator("tbody td.figure")
    count = rows.count()
    table.get_by_role("button", name="Figure").click()
    values = [float(cell.get_attribute("data-value") or 0) for cell in amounts.all()]
    assert values == sorted(values)
    assert len(values) == count > 3
    table.get_by_role("button", name="Figure").click()
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)
    assert [float(cell.get_attribute("data-value") or 0) for cell in amounts.all()] == values[::-1]
    table.get_by_role("searchbox").fill("tajik")
    expect(rows).to_have_count(1)
    expect(table.locator("[data-shown]")).to_have_text(f"1 of {count} rows")


def test_the_console_answers_in_table_chart_and_csv(site: Site) -> None:
    page = site.open("en/console.html?q=10")
    drawn(page)
    expect(page.locator("[data-result] tbody tr").first).to_be_visible()
    expect(page.locator("[data-result] svg rect").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "who,amount,unit,qualifier,disputed,lowest_amount,highest_amount"
    assert len(lines) > 3
    page.get_by_label("Query", exact=True).fill("SELECT '=1+1' AS formula, count(*) AS n FROM trade_flows")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-result] thead")).to_contain_text("formula")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.path().read_text(encoding="utf-8").startswith("formula,n\n'=1+1,")
    page.get_by_label("Query", exact=True).fill("SELECT * FROM no_such_table")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".error")).to_contain_text("no such table")


def test_every_question_can_be_clicked(site: Site) -> None:
    page = site.open("kk/console.html")
    drawn(page)
    for number, button in enumerate(page.locator("[data-question]").all(), 2):
        button.click()
        expect(page.locator("[data-result]")).to_have_attribute("data-done", str(number))
        expect(page.locator(".error")).to_have_count(0)
    assert number == 21


def test_the_map_tells_a_route_by_keyboard_and_by_pointing(site: Site) -> None:
    page = site.open("en/index.html")
    route = page.locator("[data-route=middle-corridor]")
    route.focus()
    told = page.locator("#route-middle-corridor")
    expect(told).to_be_visible()
    expect(told).to_contain_text("4.5\u202fm t")
    page.locator("[data-route=cpc]").dispatch_event("mouseenter")
    expect(page.locator("#route-cpc")).to_be_visible()
    expect(told).to_be_hidden()
    route.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("corridor/middle-corridor.html"))


def test_dark_follows_the_system_and_the_button_is_remembered(site: Site) -> None:
    page = site.open("en/index.html", color_scheme="dark")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(background) == "rgb(18, 23, 29)"
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(background) == "rgb(252, 252, 250)"
    page.goto(f"{site.address}en/partners.html")
    assert page.evaluate(background) == "rgb(252, 252, 250)"


def test_hostile_texts_stay_text(site: Site) -> None:
    words = HOSTILE[2:20]
    identifiers = [name for name, content in found_records(site.folder) if "window.hacked" in content]
    assert len(identifiers) == 2
    page = site.open("en/index.html?q=hacked")
    expect(page.locator("#found li").first).to_be_visible()
    paths = [f"en/record.html?id={identifier}" for identifier in identifiers]
    lists = ("articles.html", "package/agreements.html", "package/visits.html", "party/KAZ.html")
    for path in [*paths, *(f"en/{path}" for path in lists)]:
        page.goto(site.address + path)
        drawn(page)
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("window.hacked") is None
        assert page.locator("main img, main script").count() == 0
    page.goto(site.address + paths[0])
    assert page.locator("a[href^=javascript]").count() == 0


def test_it_works_opened_as_files(site: Site) -> None:
    identifier = record_with(site.folder, '"disputed": true')
    base = f"{site.folder.as_uri()}/"
    page = site.open(f"ru/record.html?id={identifier}", base)
    expect(page.locator("#drawn")).to_have_attribute("data-done", "drawn")
    page.goto(f"{base}ru/index.html")
    page.get_by_role("searchbox").fill("таджик")
    expect(page.locator("#found li").first).to_contain_text("Таджикистан")
    page.goto(f"{base}en/console.html")
    expect(page.locator("[data-by-hand]")).to_be_visible()
    folder = max((site.folder / "releases" / "visits").glob("v*"))
    page.locator("input[type=file]").set_input_files(folder / "visits.sqlite")
    expect(page.locator("[data-result] tbody tr").first).to_be_visible()


# in the dark only colours are others
@pytest.mark.parametrize(("scheme", "rules"), [("light", {}), ("dark", {"runOnly": ["color-contrast"]})])
def test_axe_finds_no_serious_violation(site: Site, scheme: str, rules: dict[str, list[str]]) -> None:
    page = site.open("en/index.html", color_scheme=scheme, viewport=DESKTOP, bypass_csp=True)
    for path in main_pages(site.folder):
        page.goto(f"{site.address}ru/{path}")
        drawn(page)
        page.evaluate(AXE)
        report = page.evaluate("rules => axe.run(document, {resultTypes: ['violations'], ...rules})", rules)
        serious = [
            f"{path}: {rule['id']}: {[node['html'][:120] + str(node['any'][:1])[:300] for node in rule['nodes'][:2]]}"
            for rule in report["violations"]
            if rule["impact"] in ("serious", "critical")
        ]
        assert serious == []


@pytest.mark.parametrize(("name", "viewport"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_pages_fit_the_screen_and_are_there_to_look_at(site: Site, name: str, viewport: dict[str, int]) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page = site.open("en/index.html", viewport=viewport)
    for path in main_pages(site.folder):
        page.goto(f"{site.address}ru/{path}")
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.screenshot(path=SCREENSHOTS / f"{name}-{re.split(r'[/?.]', path)[0]}.png", full_page=True)
