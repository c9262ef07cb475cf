"""What readings of sensors are held to (``data/catalogue/sensors.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.errors import CatalogueError
from pipelines.policy_file import sections


@dataclass(frozen=True, kw_only=True)
class SensorPolicy:
    """Constants of sensors (``data/catalogue/sensors.toml``)."""

    above: float
    below: float
    stuck_hours: int
    stuck_readings: int
    hours_of_day: int
    days_of_month: int
    share_of_year: float
    times_apart: float
    other_sites: int
    share_of_days: float

    @classmethod
    def read(cls, path: Path) -> SensorPolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        of = sections(path, names=("reading", "period", "site"))
        reading, period, site = of["reading"], of["period"], of["site"]
        above = reading.number("above", above=-1)
        hours = period.whole("hours_of_day", at_least=1)
        if hours > 24:
            raise CatalogueError(
                file=path.name, entry="[period.hours_of_day]", found=hours, allowed=range(1, 25)
            )
        return cls(
            above=above,
            below=reading.number("below", above=above),
            stuck_hours=reading.whole("stuck_hours", at_least=1),
            stuck_readings=reading.whole("stuck_readings", at_least=2),
            hours_of_day=hours,
            days_of_month=period.whole("days_of_month", at_least=1),
            share_of_year=period.number("share_of_year", above=0, up_to=1),
            times_apart=site.number("times_apart", above=1),
            other_sites=site.whole("other_sites", at_least=1),
            share_of_days=site.number("share_of_days", above=0, up_to=1),
        )
