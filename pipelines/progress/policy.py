"""The years and cut-offs of the four methods of progress, read from ``progress.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.errors import CatalogueError
from pipelines.policy_file import sections


@dataclass(frozen=True, kw_only=True)
class ProgressPolicy:
    """Constants of progress (``data/catalogue/progress.toml``)."""

    base_year: int
    base_after: int
    target_year: int
    years_apart: int
    linear_stagnating: float
    linear_on_track: float
    unsd_on_track: float
    unsd_fair: float
    unsd_growth_on_track: float
    unsd_growth_fair: float
    cagr_on_track: float
    cagr_acceleration: float
    escap_first_year: int
    escap_maintain: float
    escap_accelerate: float

    @classmethod
    def read(cls, path: Path) -> ProgressPolicy:
        """Read the policy; raise ``CatalogueError`` naming the entry that cannot be used."""
        of = sections(path, names=("years", "linear", "unsd", "cagr_ratio", "escap"))
        policy = cls(
            base_year=of["years"].whole("base", at_least=1990),
            base_after=of["years"].whole("base_after", at_least=1990),
            target_year=of["years"].whole("target", at_least=1990),
            years_apart=of["years"].whole("apart", at_least=1),
            linear_stagnating=of["linear"].number("stagnating_below", above=0, up_to=1),
            linear_on_track=of["linear"].number("on_track_from", above=0),
            unsd_on_track=of["unsd"].number("on_track_from", above=0, up_to=1),
            unsd_fair=of["unsd"].number("fair_from", above=0, up_to=1),
            unsd_growth_on_track=of["unsd"].number("growth_on_track_from", above=0, up_to=1),
            unsd_growth_fair=of["unsd"].number("growth_fair_from", above=0, up_to=1),
            cagr_on_track=of["cagr_ratio"].number("on_track_from", above=0, up_to=1),
            cagr_acceleration=of["cagr_ratio"].number("acceleration_from", above=0, up_to=1),
            escap_first_year=of["escap"].whole("first_year", at_least=1950),
            escap_maintain=of["escap"].number("maintain_up_to", above=0, up_to=100),
            escap_accelerate=of["escap"].number("accelerate_up_to", above=0),
        )
        for entry, order in (
            ("[years]", (policy.base_after, policy.base_year, policy.target_year)),
            ("[linear]", (policy.linear_stagnating, policy.linear_on_track)),
            ("[unsd]", (policy.unsd_fair, policy.unsd_on_track)),
            ("[unsd] growth", (policy.unsd_growth_fair, policy.unsd_growth_on_track)),
            ("[cagr_ratio]", (policy.cagr_acceleration, policy.cagr_on_track)),
            ("[escap]", (policy.escap_maintain, policy.escap_accelerate)),
        ):
            if sorted(set(order)) != list(order):
                raise CatalogueError(
                    file=path.name, entry=entry, found=order, reason="must rise in this order"
                )
        return policy
