"""Settings: what a person gets told."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from ml_connector.errors import SettingsWrong
from ml_connector.hosts import Endpoints
from ml_connector.settings import Settings, load, parse, parse_compiled
from ml_connector.settings.tables import stored_tables, with_stored
from ml_connector.xero.scopes import needed

DEMO = Path(__file__).parents[2] / "infra/settings/demo.yaml"
UPPER, LOWER = "8A81B01068D4B6820168D4B682016800", "8a81b01068d4b6820168d4b682016800"


@pytest.fixture
def content() -> dict[str, Any]:
    """The demo firm's settings, to be spoilt."""
    content: dict[str, Any] = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    return content


def spoilt(content: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    changed = copy.deepcopy(content)
    *parents, name = path.split("/")
    part = changed
    for parent in parents:
        part = part[parent]
    if value is None:
        del part[name]
    else:
        part[name] = value
    return changed


def test_the_demo_settings_are_right() -> None:
    """They are what a newcomer starts from."""
    assert list(load(DEMO).entities) == ["UK", "NZ"]


def test_compiled_settings_say_the_same() -> None:
    """Functions read the compiled form."""
    settings = load(DEMO)

    assert parse_compiled(settings.compiled().encode(), "s3://bucket/key") == settings


def test_settings_need_not_load_every_dataset(content: dict[str, Any]) -> None:
    """Those of a firm that loads its invoices only stay right, ask Xero for no more, and keep their signs."""
    few = ("organisation", "accounts", "tracking_categories", "invoices", "payments")
    content["loads"] = {name: content["loads"][name] for name in few}
    del content["signs"], content["dimensions"]["contacts"], content["dimensions"]["currencies"]
    content["dimensions"]["accounts"]["columns"] = ["Account"]
    settings = parse(content, "here")

    assert settings.signs == "document"
    assert needed(settings.loads) == tuple(f"accounting.{part}.read" for part in ("invoices", "payments", "settings"))


def test_journals_are_asked_for_where_settings_say_that_the_app_may(content: dict[str, Any]) -> None:
    """A new app that asks for the scope is refused altogether. Source: Xero, Granular scopes FAQ."""
    assert "accounting.journals.read" not in needed(parse(content, "here").read_at_xero)

    content["proof"] = {"books": True, "journals": True}
    assert "accounting.journals.read" in needed(parse(content, "here").read_at_xero)

    content["proof"] = {"books": False, "journals": True}
    assert "accounting.journals.read" not in needed(parse(content, "here").read_at_xero)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("entities/UK/base_currency", "Pounds", "'Pounds' - must be three capital letters such as GBP"),
        ("entities/UK/tenant_id", None, "entities.UK.tenant_id: missing"),
        ("entities/UK/conection", "group", "entities.UK.conection: no such setting; did you mean connection?"),
        ("entities/UK/model", "hubb", "entities.UK.model: 'hubb' is not one of hub"),
        ("entities/United Kingdom", {}, "1 to 12 letters, digits or _"),
        ("anaplan/models/hub/workspace", UPPER, f"workspace ids in lower case: {LOWER}"),
        ("anaplan/models/hub/model", LOWER, f"model ids in upper case: {UPPER}"),
        ("anaplan/connections/planning/secret", "a b", "the name of a secret such as"),
        ("loads/invoices/import", "Invoices", "needs one of import, process and list"),
        ("loads/accounts/file", None, "needs the file that an import or a process reads"),
        ("loads/accounts", {"list": "Accounts", "columns": {"Name": "label"}}, "needs a column 'Code'"),
        (
            "loads/accounts",
            {"list": "Chart", "columns": {"Code": "id"}},
            "loads.accounts keeps the list 'Chart' with its columns Code and Name",
        ),
        ("loads/payments", {"list": "Payments", "columns": {"Code": "line_key"}}, "payments are documents"),
        ("loads/invoices/columns/Cost centre", "{entity}:{centre}", "invoices have no field 'centre'"),
        ("loads/invoices/columns/Rate", {"table": "rates.csv"}, "loads.invoices.columns.Rate.of: missing"),
        ("loads/payroll", {"file": "f", "import": "i", "columns": {"A": "entity"}}, "'payroll' is not one of"),
        ("dimensions/accounts/columns", ["Acount"], "no load of facts has a column 'Acount'"),
        ("dimensions/accounts/columns", ["Region"], "'Region' belongs to more than one dimension"),
        ("dimensions/accounts/filled_by", "invoices", "invoices are documents and fill no list"),
        ("dimensions/accounts/filled_by", None, "create needs filled_by"),
        ("dimensions/accounts/parent", "Above", "loads.accounts has no column 'Above'"),
        ("dimensions/accounts/code", "Key", "loads.accounts has no column 'Key'"),
        ("dimensions/accounts/unknown", "suspense", "needs the member to use under suspense"),
        ("dimensions/contacts/filled_by", None, "needs columns that name the members, or filled_by"),
        ("dimensions/contacts/filled_by", "accounts", "accounts fill more than one dimension"),
        ("dimensions/Cost centres", {"list": "x", "columns": ["Account"]}, "1 to 30 small letters"),
        ("calendar/period", "{mnth} {yy}", "mnth is none of them"),
        ("flows/actuals/schedule", "every morning", "an EventBridge Scheduler expression such as"),
        ("flows/actuals/time_zone", "Europe/Londn", "an IANA time zone such as"),
        ("endpoints", {"xero_api": "api.xero.com"}, "must be a URL such as"),
        ("xero/page_size", 5000, "less than or equal to 1000"),
    ],
)
def test_a_mistake_is_told_with_its_path_and_what_would_be_right(
    content: dict[str, Any], path: str, value: object, told: str
) -> None:
    """Whoever writes settings has nobody to ask."""
    with pytest.raises(SettingsWrong) as caught:
        parse(spoilt(content, path, value), "firm.yaml")

    assert told in str(caught.value)
    assert "firm.yaml" in str(caught.value)


def test_all_mistakes_are_told_at_once(content: dict[str, Any]) -> None:
    """A deploy takes minutes; finding them one by one takes an afternoon."""
    twice = spoilt(spoilt(content, "entities/UK/base_currency", "x"), "entities/NZ/tenant_id", None)
    with pytest.raises(SettingsWrong) as caught:
        parse(twice, "firm.yaml")

    assert "entities.UK.base_currency" in str(caught.value)
    assert "entities.NZ.tenant_id" in str(caught.value)


def test_a_hosts_own_path_may_be_given_and_is_cut_off(content: dict[str, Any]) -> None:
    """Both forms are printed in the vendors' pages."""
    hosts = {"xero_api": "http://127.0.0.1:1/api.xro/2.0/", "anaplan_api": "http://127.0.0.1:2/2/0"}
    endpoints = Settings.model_validate(content | {"endpoints": hosts}).endpoints

    assert (endpoints.xero_api, endpoints.anaplan_api) == ("http://127.0.0.1:1", "http://127.0.0.1:2")


def test_a_table_beside_the_settings_is_read_with_them(tmp_path: Path, content: dict[str, Any]) -> None:
    """Functions have no such file; the compiled settings carry it."""
    (tmp_path / "centres.csv").write_text("from,to\n200,CC-1\n", encoding="utf-8")
    column = {"table": "centres.csv", "of": "account_code"}
    path = tmp_path / "firm.yaml"
    path.write_text(yaml.safe_dump(spoilt(content, "loads/invoices/columns/Centre", column)), encoding="utf-8")

    assert '"values":{"200":"CC-1"}' in load(path).compiled()


def test_a_missing_or_headless_table_is_told(tmp_path: Path, content: dict[str, Any]) -> None:
    """An empty table would quarantine every row."""
    path = tmp_path / "firm.yaml"
    column = {"table": "centres.csv", "of": "account_code"}
    path.write_text(yaml.safe_dump(spoilt(content, "loads/invoices/columns/Centre", column)), encoding="utf-8")
    with pytest.raises(SettingsWrong, match=r"centres\.csv cannot be read"):
        load(path)

    (tmp_path / "centres.csv").write_text("code,centre\n200,CC-1\n", encoding="utf-8")
    with pytest.raises(SettingsWrong, match="headers from,to"):
        load(path)


def test_a_table_that_gives_one_value_two_members_is_told(tmp_path: Path, content: dict[str, Any]) -> None:
    """The last line would win in silence, and nobody would know which that is."""
    path = tmp_path / "firm.yaml"
    (tmp_path / "centres.csv").write_text("from,to\n200,CC-1\n300,CC-3\n200,CC-2\n300,CC-3\n", encoding="utf-8")
    column = {"table": "centres.csv", "of": "account_code"}
    path.write_text(yaml.safe_dump(spoilt(content, "loads/invoices/columns/Centre", column)), encoding="utf-8")

    with pytest.raises(SettingsWrong, match=r"'200' is 'CC-1' and 'CC-2'\)") as wrong:
        load(path)
    assert "'300'" not in str(wrong.value)


def test_a_table_in_the_bucket_is_filled_in_where_it_is_used_and_nowhere_else(
    tmp_path: Path, content: dict[str, Any]
) -> None:
    """It is read when a run begins; what is deployed only names it."""
    path = tmp_path / "firm.yaml"
    column = {"table": "s3:centres.csv", "of": "account_code"}
    path.write_text(yaml.safe_dump(spoilt(content, "loads/invoices/columns/Centre", column)), encoding="utf-8")
    settings = load(path)

    assert stored_tables(settings, ["invoices"]) == {"centres.csv": "loads.invoices.columns.Centre"}
    assert stored_tables(settings, ["payments"]) == {}
    filled = with_stored(settings, ["invoices"], lambda name: {"200": name})
    assert filled.loads["invoices"].columns["Centre"].model_dump()["values"] == {"200": "centres.csv"}
    assert with_stored(settings, ["payments"], lambda name: {"200": name}) == settings


@pytest.mark.parametrize("name", ["s3:", "s3:../x.csv", "s3:a/b.csv", "s3:a b.csv"])
def test_a_table_in_the_bucket_has_a_plain_name(name: str, content: dict[str, Any]) -> None:
    """A path would lead a function to objects that are none of its business."""
    column = {"table": name, "of": "account_code"}
    with pytest.raises(SettingsWrong, match="a table in the bucket has a name"):
        parse(spoilt(content, "loads/invoices/columns/Centre", column), "test")


@pytest.mark.parametrize("text", ["", "just words", "a: [1", "- 1\n"])
def test_a_file_that_is_no_settings_at_all_is_told(tmp_path: Path, text: str) -> None:
    """The wrong file is a common mistake."""
    path = tmp_path / "firm.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsWrong, match=r"firm\.yaml"):
        load(path)


@pytest.mark.parametrize(
    ("hosts", "page"),
    [
        ({}, "https://login.xero.com"),
        ({"xero_identity": "http://127.0.0.1:1"}, "http://127.0.0.1:1"),
        ({"xero_identity": "http://127.0.0.1:1", "xero_login": "http://127.0.0.1:2"}, "http://127.0.0.1:2"),
    ],
)
def test_people_consent_where_xero_or_its_stand_in_has_the_page(hosts: dict[str, str], page: str) -> None:
    """Also when the settings come back from a home, where every host is written out."""
    endpoints = Endpoints.model_validate(hosts)

    assert endpoints.xero_consent == page
    assert Endpoints.model_validate_json(endpoints.model_dump_json()).xero_consent == page
