"""Does the database have the schema that this program expects?

Upgrades widen first and narrow later: a version's migrations leave everything in place that the version before uses, so that its
programs go on at work meanwhile. What a version no longer needs is taken away by the next one, which then raises `RUNS_WITH`.
"""

from dataclasses import dataclass
from functools import cache

from django.db import ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader

import newretail
from newretail.kernel.models import SchemaMark
from newretail.kernel.text import Text

RUNS_WITH = "0.1.0"
"""The oldest version whose programs run on the schema of this one."""

BEHIND = Text(
    en="The database lacks {count} migrations of this version (the first: {first}). Run: newretail migrate",
    ko="데이터베이스에 이 버전의 마이그레이션 {count}개가 없습니다(첫 번째: {first}). 실행하세요: newretail migrate",
    zh="数据库缺少此版本的 {count} 个迁移（第一个：{first}）。请运行：newretail migrate",
)
AHEAD = Text(
    en="The database was brought to version {theirs}, whose schema this version ({ours}) does not know. Start version {theirs} or newer.",
    ko="데이터베이스는 버전 {theirs}의 것이며, 이 버전({ours})은 그 구조를 모릅니다. 버전 {theirs} 이상을 시작하세요.",
    zh="数据库已升级到版本 {theirs}，此版本（{ours}）不认识其结构。请启动版本 {theirs} 或更新的版本。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStanding:
    """missing: migrations of this program that the database has not; unknown: those of a newer one that it has. written_by: the
    version that migrated it last; runs_with: the oldest version whose programs run on it."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    written_by: str
    runs_with: str

    @property
    def trouble(self) -> str:
        """Why this program cannot work with it, in the reader's language; blank when it can."""
        if self.missing:
            return BEHIND.say(count=len(self.missing), first=self.missing[0])
        if self.unknown and _numbers(newretail.__version__) < _numbers(self.runs_with):
            return AHEAD.say(theirs=self.written_by, ours=newretail.__version__)
        return ""


def schema_standing() -> SchemaStanding:
    """What the database has been brought to, asked of it now."""
    applied, (written_by, runs_with) = _applied(), _mark()
    known = _known()
    ours = {room for room, _ in known}
    return SchemaStanding(
        missing=tuple(".".join(each) for each in known if each not in applied),
        unknown=tuple(sorted(".".join(each) for each in applied - set(known) if each[0] in ours)),
        written_by=written_by,
        runs_with=runs_with,
    )


def leave_mark() -> None:
    """Note that this version has migrated the database. A newer one's word stands."""
    if not schema_standing().unknown:
        SchemaMark.objects.update_or_create(
            id=1, defaults={"written_by": newretail.__version__, "runs_with": RUNS_WITH}
        )


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """This program's migrations, in the order in which they would be applied."""
    graph = MigrationLoader(None).graph
    plan: dict[tuple[str, str], None] = {}
    for leaf in graph.leaf_nodes():
        plan |= dict.fromkeys(graph.forwards_plan(leaf))
    return tuple((room, name) for room, name in plan)


def _applied() -> set[tuple[str, str]]:
    rows = _rows("SELECT app, name FROM django_migrations")
    return {(room, name) for room, name in rows}


def _mark() -> tuple[str, str]:
    rows = _rows("SELECT written_by, runs_with FROM kernel_schemamark")
    return (rows[0][0], rows[0][1]) if rows else ("", "")


def _rows(statement: str) -> list[tuple[str, str]]:
    """What it finds; nothing where the table is not there yet."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())
    except ProgrammingError:
        return []


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
