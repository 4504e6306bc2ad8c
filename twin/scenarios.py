"""The sample chains that the city can set up for itself: where their clocks stand, and the store where most happens."""

import json
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Scenario:
    """`chain`: as `newretail seed --chain` knows it."""

    chain: str
    zone: ZoneInfo
    store: str


def scenarios() -> dict[str, Scenario]:
    """By the name of the chain, the first one being meant where none is named."""
    told = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {
        chain: Scenario(chain=chain, zone=ZoneInfo(each["time_zone"]), store=each["store"])
        for chain, each in told.items()
    }
