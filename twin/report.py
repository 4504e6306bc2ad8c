"""The table at the end of a day, and the same as JSON."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta

from twin.calls import CallTally
from twin.daybook import CLOCKS, DELIVER, PICK_UP, DayBook, quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the store's own audit says after the day."""

    oversold: int
    differences: int
    ledger_hash: str
    details: list[object] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One day in figures. `clocks`: minutes as {clock: {"p50", "p90", "n"}}; shares are None without anything to share.

    http_milliseconds: by kind of call, how many and how long one took on average.
    """

    orders: int
    seed: int
    mode: str
    counts: dict[str, int]
    refused: dict[str, int]
    delivered_on_time: float | None
    ready_on_time: float | None
    late_by_cause: dict[str, int]
    clocks: dict[str, dict[str, float | int | None]]
    oversold: int
    ledger_differences: int
    audit_details: list[object]
    http_calls: int
    http_milliseconds: dict[str, list[float]]
    http_repeats: int
    http_refusals: dict[str, int]
    http_errors: int
    http_error_list: list[str]
    accidents: list[str]
    simulated_hours: float
    real_minutes: float
    ledger_hash: str

    @property
    def hours_a_minute(self) -> float:
        """Simulated hours per real minute."""
        return self.simulated_hours / self.real_minutes if self.real_minutes else 0.0

    @property
    def is_clean(self) -> bool:
        """Whether everything that must be zero is zero."""
        return not (self.oversold or self.ledger_differences or self.http_errors or self.accidents)

    def document(self) -> dict[str, object]:
        """For --report."""
        return {
            **asdict(self),
            "simulated_hours_per_real_minute": round(self.hours_a_minute, 2),
            "clean": self.is_clean,
        }


def make_report(
    *,
    book: DayBook,
    tally: CallTally,
    verdict: Verdict,
    orders: int,
    seed: int,
    mode: str,
    simulated: timedelta,
    real_seconds: float,
) -> Report:
    """Put a day into figures."""
    return Report(
        orders=orders,
        seed=seed,
        mode=mode,
        counts=dict(sorted(book.counts.items())),
        refused=dict(sorted(book.refused.items())),
        delivered_on_time=share_on_time(book, DELIVER),
        ready_on_time=share_on_time(book, PICK_UP),
        late_by_cause=dict(sorted(book.late_causes.items())),
        clocks={clock: _clock(book.minutes(clock)) for clock in CLOCKS},
        oversold=verdict.oversold,
        ledger_differences=verdict.differences,
        audit_details=verdict.details,
        http_calls=tally.calls,
        http_milliseconds={
            what: [made, round(tally.seconds[what] / made * 1000, 2)]
            for what, made in sorted(tally.made.items())
        },
        http_repeats=tally.repeated,
        http_refusals=dict(sorted(tally.refused.items())),
        http_errors=tally.error_count,
        http_error_list=list(tally.errors),
        accidents=list(book.accidents),
        simulated_hours=round(simulated / timedelta(hours=1), 3),
        real_minutes=round(real_seconds / 60, 3),
        ledger_hash=verdict.ledger_hash,
    )


def share_on_time(book: DayBook, way: str) -> float | None:
    """The share of finished legs of a way that kept their promise."""
    ended = [leg for leg in book.legs(way) if leg.ended_at is not None]
    if not ended:
        return None
    kept = sum(1 for leg in ended if leg.ended_at is not None and leg.ended_at <= leg.due_at)
    return round(kept / len(ended), 4)


def table(report: Report) -> str:
    """The report for people, two columns."""
    counts = report.counts
    rows: list[tuple[str, str]] = [
        ("orders wished", f"{report.orders}"),
        ("placed", f"{counts.get('placed', 0)}"),
        ("refused", _listed(report.refused)),
        ("paid", f"{counts.get('paid', 0)}"),
        ("delivered", f"{counts.get('delivered', 0)}"),
        ("  on time", _percent(report.delivered_on_time)),
        ("collected in the store", f"{counts.get('collected', 0)}"),
        ("  ready on time", _percent(report.ready_on_time)),
        ("carried out", f"{counts.get('carried out', 0)}"),
        ("  audited at the door", f"{counts.get('audits', 0)}"),
        ("late by cause", _listed(report.late_by_cause)),
        *((f"{clock}, minutes", _clock_words(each)) for clock, each in report.clocks.items()),
        ("substitutions", f"{counts.get('substitutions', 0)}"),
        ("missing lines", f"{counts.get('missing', 0)}"),
        ("cancelled, expired", f"{counts.get('cancelled', 0)}, {counts.get('expired', 0)}"),
        (
            "refunds settled",
            f"{counts.get('refunds settled', 0)} ({counts.get('refunds by the counter', 0)} by the counter)",
        ),
        ("units oversold (must be 0)", f"{report.oversold}"),
        ("ledger differences (must be 0)", f"{report.ledger_differences}"),
        (
            "HTTP errors (must be 0)",
            f"{report.http_errors} of {report.http_calls} calls, {report.http_repeats} repeated",
        ),
        ("accidents in the city (must be 0)", f"{len(report.accidents)}"),
        (
            "simulated hours per real minute",
            f"{report.hours_a_minute:.1f} ({report.simulated_hours:.1f} h in {report.real_minutes:.1f} min, {report.mode})",
        ),
        ("ledger hash", report.ledger_hash or "-"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    lines += [
        f"  ! {problem}"
        for problem in [*report.http_error_list, *report.accidents, *map(str, report.audit_details)]
    ]
    return "\n".join(lines)


def _clock(ascending: list[float]) -> dict[str, float | int | None]:
    p50, p90 = quantile(ascending, 0.5), quantile(ascending, 0.9)
    return {
        "p50": None if p50 is None else round(p50, 2),
        "p90": None if p90 is None else round(p90, 2),
        "n": len(ascending),
    }


def _clock_words(clock: dict[str, float | int | None]) -> str:
    if clock["p50"] is None:
        return "-"
    return f"P50 {clock['p50']:.1f}  P90 {clock['p90']:.1f}  ({clock['n']})"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share * 100:.1f} %"


def _listed(counts: dict[str, int]) -> str:
    if not counts:
        return "0"
    total = sum(counts.values())
    return f"{total} ({', '.join(f'{name} {count}' for name, count in counts.items())})"
