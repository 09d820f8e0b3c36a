"""A small model with one of everything: both kinds of list, all formats, calculated items, each kind of action."""

from infra.local.vendors.anaplan.declaration import Declaration

WORKSPACE = "0123456789abcdef0123456789abcdef"
MODEL = "FEDCBA9876543210FEDCBA9876543210"
ANNA = ("anna@example.test", "anna's password")
BEN = ("ben@example.test", "ben's password")

SMALL = Declaration.model_validate(
    {
        "users": [
            {"email": ANNA[0], "password": ANNA[1], "first_name": "Anna", "last_name": "A"},
            {"email": BEN[0], "password": BEN[1], "first_name": "Ben", "last_name": "B"},
        ],
        "workspace": {"id": WORKSPACE, "name": "Finance"},
        "model": {"id": MODEL, "name": "Small", "calendar": {"first": "2026-01", "last": "2026-12"}},
        "lists": [
            {
                "name": "Regions",
                "properties": {"Manager": "TEXT", "Heads": "NUMBER", "Twin": "LIST Regions"},
                "items": [{"code": "N", "name": "North"}, {"code": "S", "name": "South"}],
            },
            {
                "name": "Lines",
                "numbered": True,
                "properties": {"Kind": "TEXT"},
                "items": [{"code": "L1"}, {"code": "L2"}],
            },
            {"name": "Offices", "parents": "Regions"},
            {"name": "Tree", "items": [{"code": "T", "name": "Top"}]},
        ],
        "modules": [
            {
                "name": "Sales",
                "dimension": "Lines",
                "line_items": {
                    "Line": "TEXT = CODE(ITEM(Lines))",
                    "Region": "LIST Regions",
                    "Day": "DATE",
                    "Month": "TIME PERIOD",
                    "Net": "NUMBER",
                    "Tax": "NUMBER",
                    "Gross": "NUMBER = Net + Tax",
                    "Note": "TEXT",
                    "Open": "BOOLEAN",
                },
            }
        ],
        "files": [
            {"name": "regions.csv", "columns": ["Code", "Name", "Manager", "Heads", "Twin"]},
            {
                "name": "sales.csv",
                "columns": ["Line", "Region", "Day", "Month", "Net", "Tax", "Gross", "Note", "Open", "Unused"],
            },
            {"name": "net.csv", "columns": ["Line", "Net"]},
            {"name": "tree.csv", "columns": ["Code", "Name", "Parent"]},
        ],
        "imports": [
            {
                "name": "Regions",
                "file": "regions.csv",
                "list": "Regions",
                "key": "Code",
                "columns": ["Name", "Manager", "Heads", "Twin"],
            },
            {"name": "Lines", "file": "sales.csv", "list": "Lines", "key": "Line", "columns": {"Note": "Kind"}},
            {
                "name": "Sales",
                "file": "sales.csv",
                "module": "Sales",
                "key": "Line",
                "columns": ["Region", "Day", "Month", "Net", "Tax", "Gross", "Note", "Open"],
            },
            {"name": "Net", "file": "net.csv", "module": "Sales", "key": "Line", "columns": ["Net"]},
            {"name": "Tree", "file": "tree.csv", "list": "Tree", "key": "Code", "columns": ["Name", "Parent"]},
            {"name": "Offices", "file": "tree.csv", "list": "Offices", "key": "Code", "columns": ["Name", "Parent"]},
            {"name": "Named lines", "file": "sales.csv", "list": "Lines", "key": "Line", "columns": {"Note": "Name"}},
        ],
        "views": [{"name": "Sales in short", "module": "Sales", "line_items": ["Line", "Net"]}],
        "exports": [{"name": "Sales export", "module": "Sales"}],
        "deletions": [{"name": "Clear lines", "list": "Lines"}],
        "processes": [
            {"name": "Load sales", "actions": ["Lines", "Sales"]},
            {"name": "Names, then net", "actions": ["Named lines", "Net"]},
            {"name": "Net, then names", "actions": ["Net", "Named lines"]},
        ],
    }
)
