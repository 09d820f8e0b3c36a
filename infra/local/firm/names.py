"""Names of customers and suppliers, all made up: some by hand to be awkward, the rest put together. Only data."""

from typing import NamedTuple


class Named(NamedTuple):
    name: str
    role: str  # customer, supplier or both
    currency: str | None = None  # None: the organisation's own
    status: str = "ACTIVE"


AWKWARD = {
    "GB": (
        Named("Müller & Söhne Landschaftsbau GmbH", "both", "EUR"),
        Named("Gießerei Köln-Süd AG", "supplier", "EUR"),
        Named("Łódź Modelmakers sp. z o.o.", "supplier", "EUR"),
        Named("株式会社みなと設計", "customer", "USD"),
        Named("Pennant Point Holdings Inc.", "customer", "USD"),
        Named("Quillback Cloud, Inc.", "supplier", "USD"),
        Named("Brightwater Café 🌊", "both"),
        Named('The "Old Mill" Trust, Trustees of', "customer"),
        Named("O'Dwyer, Fitch & Partners LLP", "both"),
        Named("Board of Trustees of the Lower Saltmarsh Estuary and Harbour Conservation Partnership", "customer"),
        Named("Guild of Regional Surveyors, Cartographers and Geospatial Practitioners (Services) Ltd", "supplier"),
        Named("Fernhollow Estates", "customer"),
        Named("Fernhollow Estates", "customer", None, "ARCHIVED"),  # two of one name: a name is no key
    ),
    "NZ": (
        Named("Tōtara & Tūī Nurseries Limited", "both"),
        Named("Kāinga Pōhutukawa Housing Trust", "customer"),
        Named("Whārangi Books & Maps", "supplier"),
        Named("Kōwhai Coffee ☕", "supplier"),
        Named("海岸规划顾问有限公司", "supplier", "USD"),
        Named("Wattle Bay Council", "customer", "AUD"),
        Named("Bluegum Surveying Pty Ltd", "supplier", "AUD"),
        Named("Long Reef Resorts LLC", "customer", "USD"),
        Named('"Southerly" Joint Venture, Stage 2', "customer"),
        Named("Combined Community Boards of the Upper Valley, the Coast and the Outer Islands", "customer"),
        Named("Rātā Rentals", "supplier", None, "ARCHIVED"),
    ),
}

PLACES = (
    "Alderbrook", "Barrowmere", "Caldwick", "Dunmarsh", "Eastholm", "Foxcombe", "Glenarrow", "Hartsmoor", "Inverlyn",
    "Juniper Hill", "Kestrelford", "Larkwater", "Millrace", "Northgate Quay", "Oakhanger", "Penrillow", "Ravensby",
    "Silverdene", "Thornwick", "Westerfold",
)  # fmt: skip
CUSTOMER_TRADES = ("Council", "Developments", "Homes", "Housing Association", "Hospital Trust", "Water", "Schools")
SUPPLIER_TRADES = ("Surveys", "Print & Model", "Laboratories", "Travel", "Energy", "Telecom", "Interiors", "Software")
