"""How long what runs leave behind is kept."""

from pydantic import Field

from ml_connector.hosts import Part


class Keep(Part):
    """Years, counted from the day on which something was stored; what the law asks for differs by country.

    runs    raw pages and everything that was made of them; a replay reaches as far back as they do
    audit   what happened to every record
    """

    runs: int = Field(7, ge=1, le=30)
    audit: int = Field(10, ge=1, le=30)
