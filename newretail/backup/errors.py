"""Why a backup was not made or not brought back. Nothing was changed then."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class NoBackup(Refusal):
    code = "no_backup"
    text = Text(
        en="{folder} holds no backup: it has no manifest.json. Name the folder of one backup.",
        ko="{folder}에는 백업이 없습니다(manifest.json 없음). 백업 하나의 폴더를 지정하세요.",
        zh="{folder} 中没有备份（缺少 manifest.json）。请指定单个备份的文件夹。",
    )


class BackupDamaged(Refusal):
    code = "backup_damaged"
    text = Text(
        en="{file} of the backup is missing or not what it was when the backup was made.",
        ko="백업의 {file}이(가) 없거나 백업 당시와 다릅니다.",
        zh="备份中的 {file} 缺失或与备份时不同。",
    )


class BackupTooNew(Refusal):
    code = "backup_too_new"
    text = Text(
        en="The backup was made by version {theirs}; this is {ours}. Restore it with that version or a newer one.",
        ko="백업은 버전 {theirs}에서 만들어졌고 여기는 {ours}입니다. 그 버전 이상으로 복원하세요.",
        zh="备份由版本 {theirs} 制作，而这里是 {ours}。请用该版本或更新的版本恢复。",
    )


class ShopIsThere(Refusal):
    code = "shop_is_there"
    text = Text(
        en="There is a shop already ({what}). Restore into an empty place, or say --force to replace it for good.",
        ko="이미 매장이 있습니다({what}). 빈 곳에 복원하거나, 완전히 바꾸려면 --force를 쓰세요.",
        zh="这里已经有一个店（{what}）。请恢复到空的地方，或用 --force 彻底替换。",
    )


class ShopIsOpen(Refusal):
    code = "shop_is_open"
    text = Text(
        en="{count} programs are at work on the database. Stop serve and jobs first.",
        ko="프로그램 {count}개가 데이터베이스를 사용 중입니다. 먼저 serve와 jobs를 멈추세요.",
        zh="有 {count} 个程序正在使用数据库。请先停止 serve 和 jobs。",
    )


class ToolMissing(Refusal):
    code = "tool_missing"
    text = Text(
        en="{program} for PostgreSQL {version} or newer is needed and was not found. Install PostgreSQL's client programs.",
        ko="PostgreSQL {version} 이상의 {program}이(가) 필요하지만 찾지 못했습니다. PostgreSQL 클라이언트를 설치하세요.",
        zh="需要 PostgreSQL {version} 或更新版本的 {program}，但没有找到。请安装 PostgreSQL 客户端程序。",
    )


class ToolFailed(Refusal):
    code = "tool_failed"
    text = Text(
        en="{program} failed: {output}",
        ko="{program} 실패: {output}",
        zh="{program} 失败：{output}",
    )
