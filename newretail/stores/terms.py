"""How one store is set, kept by the room that goes by it: a row of its own there, so that `Store` does not grow with every room.

A room declares its row (`TermsRow`), what is read of it (a frozen dataclass whose fields are called as the row's) and joins both in
a `Terms`. What head office changes is a fact, with what stood before.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from newretail.kernel import clock
from newretail.kernel.events import publish
from newretail.kernel.recent import Recent
from newretail.stores.events import StoreTermsChanged
from newretail.stores.queries import store


class TermsRow(models.Model):
    """A store without a row goes by the fields' own defaults."""

    store = models.OneToOneField(
        "stores.Store", models.CASCADE, primary_key=True, db_constraint=False, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.store_id}"


@dataclass(frozen=True, slots=True)
class TermsView:
    """Base of what a room reads of its row; amounts in minor units of the store's currency."""


View = TypeVar("View", bound=TermsView)


class Terms(Generic[View]):
    """One kind of terms: read on every promise, so remembered for two seconds. `name` stands in the fact of a change."""

    def __init__(self, name: str, row: type[TermsRow], view: type[View]) -> None:
        self._name, self._row, self._view = name, row, view
        self._recent: Recent[str, View] = Recent(seconds=2, most=5_000)

    def of(self, store_id: str) -> View:
        """A store's, at most two seconds old."""
        known = self._recent.get(store_id)
        if known is not None:
            return known
        row = self._row._default_manager.filter(store_id=store_id).first()
        return self._recent.keep(store_id, self.read(row or self._row(store_id=store_id)))

    def read(self, row: TermsRow) -> View:
        """What this row says, saved or not."""
        return self._view(**{each.name: getattr(row, each.name) for each in fields(self._view)})

    @transaction.atomic
    def set(self, terms: View, *, store_id: str, by: str) -> View:
        """Go by these from now on: what was promised keeps what was true then. The same again changes nothing. Raises StoreUnknown."""
        store(store_id)
        row = self._row._default_manager.select_for_update().filter(store_id=store_id).first()
        before, after = asdict(self.read(row or self._row(store_id=store_id))), asdict(terms)
        changed = [name for name in after if before[name] != after[name]]
        if row is None or changed:
            self._row._default_manager.update_or_create(
                store_id=store_id, defaults=after | {"changed_at": clock.now(), "changed_by": by}
            )
        if changed:
            publish(
                StoreTermsChanged(
                    store_id=store_id,
                    terms=self._name,
                    before=_only(changed, before),
                    after=_only(changed, after),
                    by=by,
                )
            )
        transaction.on_commit(lambda: self.forget(store_id))
        return terms

    def forget(self, store_id: str) -> None:
        """Read this store's anew next time."""
        self._recent.forget(store_id)


def _only(names: list[str], said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in names}
