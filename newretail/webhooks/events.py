"""What has happened to webhooks themselves. Such a fact goes to no receiver but the one it is about."""

from dataclasses import dataclass

from newretail.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EndpointTested(Event):
    """Somebody wants to see a message arrive."""

    name = "webhook.tested"

    label: str


@dataclass(frozen=True, kw_only=True)
class EndpointSwitchedOff(Event):
    """reason: failing | gone."""

    name = "webhook.switched_off"

    label: str
    reason: str
