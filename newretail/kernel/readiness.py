"""Can this process serve people now? What a load balancer asks, and what an operator reads when the answer is no."""

from dataclasses import dataclass
from datetime import datetime

import django.db
import psycopg

from newretail.kernel import clock, jobs, queries
from newretail.kernel.http.occupancy import Occupancy, occupancy
from newretail.kernel.models import DutyRun
from newretail.kernel.recent import Recent
from newretail.kernel.schema import SchemaStanding, schema_standing
from newretail.kernel.text import Text

PATIENCE_SECONDS = 60.0
"""Real seconds that facts may wait and duties be late before the house counts as not working. The shortest duties are due every other
second, so that a jobs process that has stopped is told within this time."""

AWAY = Text(en="The database does not answer.", ko="데이터베이스가 응답하지 않습니다.", zh="数据库没有响应。")
JOBS_NEVER_RAN = Text(
    en="The jobs process has never run on this database. Start it: newretail jobs",
    ko="이 데이터베이스에서 작업 프로세스가 실행된 적이 없습니다. 시작하세요: newretail jobs",
    zh="任务进程从未在此数据库上运行。请启动：newretail jobs",
)
JOBS_STOPPED = Text(
    en="No duty has run for {seconds} s: the jobs process has stopped or hangs. Start it: newretail jobs",
    ko="{seconds}초 동안 정기 작업이 실행되지 않았습니다. 작업 프로세스가 멈췄습니다. 시작하세요: newretail jobs",
    zh="已有 {seconds} 秒没有执行任何定期任务：任务进程已停止或卡住。请启动：newretail jobs",
)
FACTS_WAIT = Text(
    en="The oldest fact has waited {seconds} s to be handed on ({waiting} wait): what should follow from them does not happen.",
    ko="가장 오래된 사실이 {seconds}초 동안 전달을 기다립니다({waiting}개 대기). 그에 따른 일이 진행되지 않습니다.",
    zh="最早的事件已等待 {seconds} 秒（共 {waiting} 个）：后续的事情没有进行。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyStanding:
    """A duty: how often it is due and when it ran, on the store's clock; `late`: real seconds since it should have run again."""

    name: str
    every_seconds: float
    ran_at: datetime | None
    took_seconds: float
    failed: bool
    late_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """ready: whether requests may come here. troubles: what is wrong, in words; the rest is what they were read from.

    pools: how full those of the process that answers are. That is no trouble by itself: an overload passes, and whoever has no room
    refuses at once.
    """

    ready: bool
    troubles: list[str]
    schema: SchemaStanding | None = None
    facts: queries.Standing | None = None
    facts_wait_seconds: float = 0.0
    duties: tuple[DutyStanding, ...] = ()
    pools: tuple[Occupancy, ...] = ()


_told: Recent[str, tuple[SchemaStanding, queries.Standing, tuple[DutyStanding, ...]]] = Recent(
    seconds=1, most=1
)


def readiness() -> Readiness:
    """How this house stands, at most a second old."""
    try:
        schema = schema_standing()
        if schema.missing:
            return Readiness(ready=False, troubles=[schema.trouble], schema=schema, pools=occupancy())
        schema, facts, duties = _told.get("now") or _told.keep(
            "now", (schema, queries.standing(), duty_standings())
        )
    except (django.db.OperationalError, django.db.InterfaceError, psycopg.OperationalError):
        django.db.connection.close()
        return Readiness(ready=False, troubles=[AWAY.say()], pools=occupancy())
    waited = real_seconds(facts.lag_seconds)
    troubles = [
        each for each in (schema.trouble, _jobs_trouble(duties), _facts_trouble(facts, waited)) if each
    ]
    return Readiness(
        ready=not troubles,
        troubles=troubles,
        schema=schema,
        facts=facts,
        facts_wait_seconds=round(waited, 3),
        duties=duties,
        pools=occupancy(),
    )


def duty_standings() -> tuple[DutyStanding, ...]:
    """Every duty of this program, by name."""
    ran = {run.name: run for run in DutyRun.objects.all()}
    return tuple(_standing(each, ran.get(each.name)) for each in jobs.duties())


def real_seconds(seconds: float) -> float:
    """Seconds of the store's clock as somebody waits them; none while it is stepped by hand."""
    speed = clock.reading().speed
    return seconds / speed if speed else 0.0


def _standing(duty: jobs.Duty, run: DutyRun | None) -> DutyStanding:
    late = real_seconds((clock.now() - run.ran_at - duty.every).total_seconds()) if run else 0.0
    return DutyStanding(
        name=duty.name,
        every_seconds=duty.every.total_seconds(),
        ran_at=run.ran_at if run else None,
        took_seconds=run.took_milliseconds / 1000 if run else 0.0,
        failed=bool(run and run.failed),
        late_seconds=round(max(late, 0.0), 3),
    )


def _jobs_trouble(duties: tuple[DutyStanding, ...]) -> str:
    """The duty that is late the longest tells: one process sweeps all of them, and each in its turn."""
    if not clock.reading().speed:
        return ""
    ran = [each for each in duties if each.ran_at]
    if not ran:
        return JOBS_NEVER_RAN.say()
    late = max(each.late_seconds for each in ran)
    return JOBS_STOPPED.say(seconds=round(late)) if late > PATIENCE_SECONDS else ""


def _facts_trouble(facts: queries.Standing, waited: float) -> str:
    return FACTS_WAIT.say(seconds=round(waited), waiting=facts.waiting) if waited > PATIENCE_SECONDS else ""
