"""The embedded database: real servers in folders of their own."""

import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import time
import traceback
from pathlib import Path

import psycopg
import pytest

from newretail.embedded import Cluster, StopMode, account, processes
from newretail.embedded.account import Account
from newretail.embedded.binaries import installed_programs, server_programs
from newretail.embedded.errors import (
    ForeignFolder,
    NotRunning,
    PostgresError,
    StartFailed,
    WrongVersion,
)

ROOT = os.geteuid() == 0
PROJECT = Path(__file__).resolve().parents[2]
QUICK_SECONDS = 15
"""A start takes one or two; a machine that is busy with other things takes longer."""


def test_first_start_is_quick_and_the_second_finds_the_data(cluster: Cluster) -> None:
    begun = time.monotonic()
    assert cluster.start()
    assert time.monotonic() - begun < QUICK_SECONDS
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE lots (code text)")
        connection.execute("INSERT INTO lots VALUES ('어제')")
    url = cluster.url
    assert cluster.stop()
    begun = time.monotonic()
    assert cluster.start()
    assert time.monotonic() - begun < QUICK_SECONDS
    assert cluster.url == url
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT code FROM lots").fetchall() == [("어제",)]


def test_a_running_server_is_recognised(cluster: Cluster) -> None:
    assert not cluster.stop()
    assert cluster.running() is None
    with pytest.raises(NotRunning):
        _ = cluster.url
    assert cluster.start()
    assert not cluster.start()
    assert not Cluster(cluster.folder).start()


def test_acknowledged_rows_survive_an_immediate_stop(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE sales (number int)")
        for number in range(50):
            connection.execute("INSERT INTO sales VALUES (%s)", [number])
        cluster.stop(mode=StopMode.IMMEDIATE)
    begun = time.monotonic()
    cluster.start()
    assert time.monotonic() - begun < QUICK_SECONDS
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT count(*), max(number) FROM sales").fetchone() == (50, 49)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)


def test_only_the_password_opens_it(cluster: Cluster) -> None:
    cluster.start()
    found = cluster.running()
    assert found
    for password in ("", "newretail"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                host="127.0.0.1", port=found.port, user="newretail", password=password, dbname="newretail"
            )
    assert stat.S_IMODE((cluster.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(cluster.cluster.stat().st_mode) == 0o700
    assert "scram-sha-256" in (cluster.home / "pg_hba.conf").read_text()


def test_a_pid_file_naming_a_stranger_does_not_stop_the_start(cluster: Cluster) -> None:
    cluster.start()
    pid_file = cluster.cluster / "postmaster.pid"
    kept = pid_file.read_text()
    cluster.stop()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file.write_text(kept.replace(kept.splitlines()[0], str(stranger.pid), 1))
        if ROOT:
            os.chown(pid_file, cluster.cluster.stat().st_uid, cluster.cluster.stat().st_gid)
        pid_file.chmod(0o600)
        assert cluster.running() is None
        assert not cluster.stop()
        assert cluster.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_port_taken_meanwhile_is_replaced(cluster: Cluster, open_folder: Path) -> None:
    cluster.start()
    found = cluster.running()
    assert found
    cluster.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", found.port))
        taken.listen()
        cluster.start()
        again = cluster.running()
    assert again and again.port != found.port


def test_the_last_user_stops_it_unless_it_was_asked_to_stay(cluster: Cluster) -> None:
    with cluster.in_use():
        with Cluster(cluster.folder).in_use() as url:
            psycopg.connect(url).close()
        assert cluster.running()
    assert not cluster.running()
    assert cluster.keep()
    with cluster.in_use():
        pass
    assert cluster.running()
    assert cluster.release()
    assert not cluster.running()


def test_a_user_that_was_killed_is_not_waited_for(cluster: Cluster) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from newretail.embedded import Cluster\n"
        "with Cluster(Path(sys.argv[1])).in_use(): print('in', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen([sys.executable, "-c", hold, cluster.folder], stdout=subprocess.PIPE, cwd=PROJECT)
    assert user.stdout and user.stdout.readline() == b"in\n"
    user.kill()
    user.wait()
    user.stdout.close()
    assert cluster.running()
    with cluster.in_use():
        pass
    assert not cluster.running()


def test_a_broken_cluster_says_why(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.cluster / "global" / "pg_control").unlink()
    with pytest.raises(StartFailed, match="pg_control"):
        cluster.start()


def test_a_cluster_of_another_version_is_refused(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(WrongVersion):
        cluster.start()


def test_destroying_leaves_what_lies_beside(cluster: Cluster) -> None:
    cluster.start()
    beside = cluster.folder / "notes.txt"
    beside.write_text("mine")
    cluster.destroy()
    assert list(cluster.folder.iterdir()) == [beside]


def test_two_starts_at_once_make_one_server(cluster: Cluster) -> None:
    begin = "import sys; from pathlib import Path; from newretail.embedded import Cluster; print(Cluster(Path(sys.argv[1])).start())"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", begin, cluster.folder], stdout=subprocess.PIPE, text=True, cwd=PROJECT
        )
        for _ in range(2)
    ]
    assert sorted(process.communicate()[0].strip() for process in both) == ["False", "True"]


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_every_error_speaks_the_language(language: str) -> None:
    for error in PostgresError.__subclasses__():
        facts = dict.fromkeys(
            [
                "reason",
                "tried",
                "folder",
                "owner",
                "found",
                "ours",
                "output",
                "log",
                "pid",
                "port",
                "seconds",
            ],
            "X",
        )
        text = error(**facts).text(language=language)
        assert "X" in text
        assert (text == error(**facts).text(language="en")) == (language == "en")


@pytest.mark.skipif(not ROOT, reason="only root can become another account")
class TestAsRoot:
    def test_the_server_is_not_root_and_no_folder_above_is_touched(
        self, cluster: Cluster, open_folder: Path
    ) -> None:
        before = described(open_folder)
        cluster.start()
        found = cluster.running()
        assert found
        assert Path(f"/proc/{found.pid}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        assert described(open_folder) == before
        assert (cluster.folder / "password").stat().st_uid == 0

    def test_below_a_closed_folder_it_lies_elsewhere_and_goes_away_whole(self, open_folder: Path) -> None:
        open_folder.chmod(0o700)
        cluster = Cluster(open_folder / "postgres")
        try:
            cluster.start()
            assert open_folder not in cluster.home.parents
            assert stat.S_IMODE(open_folder.stat().st_mode) == 0o700
            psycopg.connect(cluster.url).close()
        finally:
            home = cluster.home
            cluster.destroy()
        assert not home.exists()

    def test_programs_are_copied_where_the_account_cannot_read_them(
        self, open_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = installed_programs().parent.parent
        closed = open_folder / "closed"
        shutil.copytree(package.parent / package.name, closed / package.name)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, closed / libraries.name)
        closed.chmod(0o700)
        monkeypatch.setattr(
            "newretail.embedded.binaries.installed_programs",
            lambda: closed / package.name / "pginstall" / "bin",
        )
        cluster = Cluster(open_folder / "postgres")
        try:
            cluster.start()
            assert list((cluster.home / "programs").rglob("bin/postgres"))
            nobody = account.choose_account(cluster=cluster.cluster)
            before = max(path.stat().st_ctime_ns for path in (cluster.home / "programs").rglob("*"))
            server_programs(account=nobody, copy_folder=cluster.home / "programs")
            assert max(path.stat().st_ctime_ns for path in (cluster.home / "programs").rglob("*")) == before
        finally:
            cluster.destroy()

    def test_an_ordinary_user_has_a_cluster_too_and_others_are_refused(self, open_folder: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        home = open_folder / "theirs"
        home.mkdir()
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        child = (
            os.fork()
        )  # not a new interpreter: the test's own may lie in a folder that is closed to the account
        if child == 0:
            os._exit(start_and_stop_as(nobody, folder=home / "postgres"))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert (home / "postgres" / "password").stat().st_uid == nobody.pw_uid
        roots = Cluster(home / "postgres")
        assert roots.start()  # root takes the folder's owner
        assert roots.stop()

    def test_a_folder_of_another_account_is_refused(
        self, open_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 4711)
        with pytest.raises(ForeignFolder):
            account.choose_account(cluster=open_folder)


def start_and_stop_as(owner: pwd.struct_passwd, *, folder: Path) -> int:
    """Become an ordinary user for good and use a cluster; the exit code of the process that does so."""
    try:
        os.setgroups([])
        os.setgid(owner.pw_gid)
        os.setuid(owner.pw_uid)
        cluster = Cluster(folder)
        cluster.start()
        psycopg.connect(cluster.url).close()
        assert cluster.home == folder
        assert cluster.stop()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def described(folder: Path) -> list[tuple[int, int, int]]:
    """Owner, group and mode of a folder and of those above it."""
    return [
        (place.stat().st_uid, place.stat().st_gid, place.stat().st_mode)
        for place in (folder, *folder.parents)
    ]


def test_a_process_that_has_ended_counts_as_gone() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and nobody has asked how
    assert not processes.is_alive(ended.pid)
    ended.wait()
    assert processes.is_alive(os.getpid())
    assert Account(name="me", uid=os.geteuid(), gid=os.getegid(), switches=False).reaches(PROJECT)
