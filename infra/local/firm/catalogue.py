"""What the firm sells and buys: descriptions, the account of each, prices and quantities. Only data.

Prices are in cents and quantities in quarters, so that both are drawn as whole numbers.
"""

from typing import NamedTuple


class Item(NamedTuple):
    description: str  # {month} and {place} are filled in
    account_code: str
    cents: tuple[int, int]
    quarters: tuple[int, int] = (4, 4)


_HOURS = (16, 480)
_PIECES = (4, 48)

SALES = (
    Item("Concept design, {place}, {month}", "200", (8500, 19500), _HOURS),
    Item("Detailed design and drawings, {place}", "200", (9500, 21000), _HOURS),
    Item("Structural engineering, {month}", "205", (9000, 23500), _HOURS),
    Item("Drainage & flood modelling, {place}", "205", (9900, 22700), _HOURS),
    Item("Consent application: preparation, filing and hearing", "210", (8700, 19900), _HOURS),
    Item('Planning statement "as agreed", {place}', "210", (120000, 680000)),
    Item("Topographical survey, {place}", "215", (45000, 390000), (4, 12)),
    Item("Site inspection, per visit", "215", (33333, 74999), _PIECES),
    Item("Data licence, {month}", "220", (9900, 249900), (4, 20)),
    Item("Field guide, printed", "220", (1875, 4295), (4, 240)),
    Item("Travel and lodging at cost, {month}", "230", (1234, 98765)),
    Item("Training day, Leith", "240", (65000, 125000), (4, 8)),
    Item("Use of meeting room, no charge", "230", (0, 0)),
)

PURCHASES = (
    Item("Subcontracted drafting, {month}", "310", (4500, 9800), _HOURS),
    Item("Ecologist, {place}", "310", (38000, 62000), (4, 40)),
    Item("Ground investigation, {place}", "310", (180000, 960000)),
    Item("Scale model 1:200, {place}", "315", (95000, 420000)),
    Item("Plotter paper & ink", "315", (1899, 8650), _PIECES),
    Item("Soil samples, testing", "320", (7450, 21330), _PIECES),
    Item("Bid support", "400", (60000, 180000), (4, 12)),
    Item("Card terminal fee, {month}", "404", (995, 6200)),
    Item("Legal advice: collateral warranties", "412", (22000, 34000), (4, 60)),
    Item("Train fares, {month}", "420", (2350, 48990)),
    Item("Lunch with client, 4 persons", "420", (6200, 24000)),
    Item("Kitchen supplies", "429", (333, 9999), _PIECES),
    Item("Insurance premium, instalment {month}", "433", (140000, 520000)),
    Item("CAD seats, {month}", "441", (3399, 15900), (4, 320)),
    Item("Électricité & heating, {month}", "445", (24000, 310000)),
    Item("Lease of van", "449", (28900, 41900), (4, 8)),
    Item("Standards and journals", "461", (1295, 18900), (4, 24)),
    Item("Studio rent, {month}", "469", (450000, 1890000)),
    Item("Repair of plotter", "473", (9900, 88000)),
    Item("Telephone and fibre, {month}", "489", (8900, 76000)),
    Item("Flights, {place}", "494", (14900, 186500), (4, 12)),
    Item("Workstations", "710", (98999, 342000), (4, 32)),
)
