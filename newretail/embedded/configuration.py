"""What the embedded database is told: sized for a small machine, nothing traded away that a crash would show."""

import contextlib
import locale
import os
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024

ACCESS = """\
# type  database  user  address        method
host    all       all   127.0.0.1/32   scram-sha-256
"""


@dataclass(frozen=True, slots=True)
class Size:
    """What the machine offers."""

    memory_megabytes: int
    cores: int


def machine_size() -> Size:
    pages, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return Size(memory_megabytes=pages * page_bytes // MEGABYTE, cores=os.cpu_count() or 1)


def configuration(*, cluster: Path, access: Path, port: int, size: Size) -> str:
    """The text of postgresql.conf; it starts from the one that initdb fitted to the machine.

    Durability is left whole (fsync, synchronous_commit, full_page_writes). Statements and row values stay out of the
    log, because they carry personal data.
    """
    shared_megabytes = min(512, max(64, size.memory_megabytes // 16))
    settings: dict[str, object] = {
        "data_directory": cluster,
        "hba_file": access,
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 200,
        "password_encryption": "scram-sha-256",
        "shared_buffers": f"{shared_megabytes}MB",
        "effective_cache_size": f"{max(256, size.memory_megabytes // 2)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "max_wal_size": "1GB",
        "min_wal_size": "160MB",
        "checkpoint_timeout": "10min",
        "random_page_cost": 1.1,
        "jit": "off",
        "max_parallel_workers_per_gather": 0 if size.cores <= 4 else 2,
        "autovacuum_max_workers": 2,
        "autovacuum_vacuum_scale_factor": 0.05,
        "autovacuum_analyze_scale_factor": 0.05,
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
        "update_process_title": "off",
        "cluster_name": "newretail",
    }
    lines = [f"include {quoted(cluster / 'postgresql.conf')}"]
    lines += [f"{name} = {quoted(value)}" for name, value in settings.items()]
    return "\n".join(lines) + "\n"


def character_locale() -> str:
    """A UTF-8 character type where the system has one, so that upper, lower and ILIKE know more than ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def quoted(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
