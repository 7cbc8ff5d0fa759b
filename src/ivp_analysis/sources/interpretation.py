"""Whether the duiding of deliveries is about themes and villages that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ivp_analysis.errors import DeliveryError, nearest
from ivp_analysis.sources.delivery import Delivery
from ivp_analysis.vocabulary.kernbeleid import Kernbeleid
from ivp_analysis.vocabulary.municipality import Municipality


def check_duiding(found: Iterable[Delivery], municipality: Municipality, kernbeleid: Kernbeleid) -> None:
    """Refuse a duiding that would stand on no page because its theme or village is mistyped.

    Parameters
    ----------
    found : iterable of Delivery
        The deliveries of the municipality.
    municipality : Municipality
        Its villages.
    kernbeleid : Kernbeleid
        The themes.

    Raises
    ------
    DeliveryError
        With the delivery, the entry (counted from 0, as in other errors about delivery.yaml) and the nearest name that exists.
    """
    for delivery in found:
        for number, item in enumerate(delivery.card.duiding):
            entry = f"duiding.{number}"
            for theme in item.themas:
                _known(theme, kernbeleid.themes, {"delivery": delivery.name, "field": f"{entry}.themas"}, "theme")
            _known(item.kern, municipality.area_names, {"delivery": delivery.name, "field": f"{entry}.kern"}, "village")


def _known(value: str, valid: Collection[str], where: dict[str, object], what: str) -> None:
    if value not in valid:
        raise DeliveryError(f"a duiding is about a {what} that does not exist, '{value}'", where, nearest(value, valid))
