"""The supervisor: real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newretail.embedded import supervise
from newretail.embedded.supervise import Program, ProgramFailed, Supervisor

PROJECT = Path(__file__).resolve().parents[2]

# A program with a child of its own, as a web server has: both write down that they live, the parent when it ends.
FAMILY = """
import os, signal, subprocess, sys, time
name, notes = sys.argv[1], sys.argv[2]
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
def end(*_):
    open(notes, "a").write(f"stopped {name}\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
open(notes, "a").write(f"started {name} {os.getpid()} {child.pid}\\n")
time.sleep(120)
"""

UNTIL_SECOND_START = """
import sys, time
from pathlib import Path
while Path(sys.argv[1]).read_text().count("started") < 2:
    time.sleep(0.02)
"""

SERVER = """
import http.server, sys, time
time.sleep(0.3)
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, told: list[str]) -> Iterator[Supervisor]:
    with Supervisor(tmp_path / "logs", tell=told.append) as made:
        yield made


def python(name: str, code: str, *words: object, **options: object) -> Program:
    return Program(name=name, command=[sys.executable, "-c", code, *map(str, words)], **options)  # type: ignore[arg-type]


def test_all_are_stopped_in_reverse_with_their_children_and_nobody_else(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    script = (
        "import sys; from pathlib import Path; from newretail.embedded.supervise import *\n"
        "with Supervisor(Path(sys.argv[1])) as supervisor:\n"
        "    for name in ('first', 'second'):\n"
        "        supervisor.start(Program(name=name, command=[sys.executable, '-c', sys.argv[3], name, sys.argv[2]]))\n"
        "    supervisor.run()"
    )
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    supervising = subprocess.Popen([sys.executable, "-c", script, tmp_path, notes, FAMILY], cwd=PROJECT)
    try:
        wait_for(lambda: notes.exists() and notes.read_text().count("started") == 2)
        pids = [int(word) for line in notes.read_text().splitlines() for word in line.split()[2:]]
        assert len(pids) == 4
        supervising.send_signal(signal.SIGINT)
        assert supervising.wait(timeout=15) == 0
        stopped = [line for line in notes.read_text().splitlines() if line.startswith("stopped")]
        assert stopped == ["stopped second", "stopped first"]
        wait_for(lambda: not any(map(alive, pids)))
        assert stranger.poll() is None
    finally:
        for process in (supervising, stranger):
            process.kill()
            process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_programs_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    script = (
        "import sys; from pathlib import Path; from newretail.embedded.supervise import *\n"
        "with Supervisor(Path(sys.argv[1])) as supervisor:\n"
        "    supervisor.start(Program(name='only', command=[sys.executable, '-c', sys.argv[3], 'only', sys.argv[2]]))\n"
        "    supervisor.run()"
    )
    supervising = subprocess.Popen([sys.executable, "-c", script, tmp_path, notes, FAMILY], cwd=PROJECT)
    wait_for(lambda: notes.exists() and "started" in notes.read_text())
    leader, grandchild = (int(word) for word in notes.read_text().split()[2:4])
    supervising.kill()
    supervising.wait()
    wait_for(lambda: not alive(leader))
    assert "stopped only" in notes.read_text()
    os.kill(grandchild, signal.SIGKILL)  # this one's end is its own parent's business, which was asked to end


def test_readiness_is_an_answer_over_http(supervisor: Supervisor) -> None:
    port = free_port()
    supervisor.start(python("web", SERVER, port, ready_url=f"http://127.0.0.1:{port}/"))
    assert not supervise.answers(f"http://127.0.0.1:{port}/")
    assert supervisor.wait_until_ready()
    assert supervise.answers(f"http://127.0.0.1:{port}/")


def test_one_that_ends_while_starting_is_named_with_its_last_words(supervisor: Supervisor) -> None:
    code = "import sys; sys.exit('no such catalogue')"
    supervisor.start(python("web", code, ready_url=f"http://127.0.0.1:{free_port()}/"))
    with pytest.raises(ProgramFailed, match="web ended while starting") as failure:
        supervisor.wait_until_ready()
    assert failure.value.last_words == "no such catalogue"


def test_one_that_never_answers_is_given_up(supervisor: Supervisor) -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    supervisor.start(python("web", "import time; time.sleep(60)", ready_url=url, ready_within_seconds=0.5))
    with pytest.raises(ProgramFailed, match=r"did not answer at .* within 0.5 s"):
        supervisor.wait_until_ready()


def test_a_fallen_program_is_started_again_within_limits(
    supervisor: Supervisor, tmp_path: Path, told: list[str]
) -> None:
    notes = tmp_path / "notes"
    code = "import sys; open(sys.argv[1], 'a').write('.'); sys.exit(3)"
    supervisor.start(python("jobs", code, notes, restarts=2))
    with pytest.raises(ProgramFailed, match="jobs ended with exit code 3"):
        supervisor.run()
    assert notes.read_text() == "..."
    assert len(told) == 2


def test_a_killed_program_is_replaced_by_a_new_one(supervisor: Supervisor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    supervisor.start(python("jobs", FAMILY, "jobs", notes))
    wait_for(notes.exists)
    first = supervisor.pid("jobs")
    os.kill(first, signal.SIGKILL)
    assert supervisor.finish(python("wait", UNTIL_SECOND_START, notes, finishes=True, restarts=0))
    assert supervisor.pid("jobs") != first
    assert notes.read_text().count("started") == 2


def test_a_program_that_finishes_is_not_started_again(supervisor: Supervisor, told: list[str]) -> None:
    done = python(
        "seed", "print('600 products')", finishes=True, restarts=0, show=lambda line: "products" in line
    )
    assert supervisor.finish(done)
    assert told == ["seed | 600 products"]


def test_a_program_that_should_finish_and_fails_is_reported(supervisor: Supervisor) -> None:
    failing = python("seed", "raise SystemExit('no database')", finishes=True, restarts=0)
    with pytest.raises(ProgramFailed, match="no database"):
        supervisor.finish(failing)


def test_one_that_does_not_listen_is_killed_after_its_time(supervisor: Supervisor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    deaf = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w').write('x'); time.sleep(60)"
    supervisor.start(python("deaf", deaf, notes, stop_within_seconds=0.3))
    wait_for(notes.exists)
    pid = supervisor.pid("deaf")
    begun = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - begun < 8
    assert not alive(pid)


def test_logs_do_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "LOG_LIMIT_BYTES", 10)
    log = tmp_path / "web.log"
    log.write_text("0123456789ABC")
    supervise.limit_log(log)
    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "0123456789ABC"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(true: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
