"""Several programs as one: started in order, watched, restarted within limits, stopped together in reverse.

Each program leads a process group of its own. A Ctrl-C at the terminal therefore reaches only us, and we signal only
groups that we made and whose leader we have not reaped yet, so a number can never have passed on to a stranger. On Linux
a program is also told to end should we be killed outright.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LOG_LIMIT_BYTES = 20_000_000
LAST_WORDS_BYTES = 4_000
TICK_SECONDS = 1.0
PR_SET_PDEATHSIG = 1
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # what runs here is not behind a proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program to keep running.

    ready_url: answers below 500 once the program serves. finishes: it is meant to end by itself, with exit code 0.
    show: picks the lines of its log that people at the terminal should see.
    """

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    ready_url: str | None = None
    ready_within_seconds: float = 90
    restarts: int = 3
    restart_window_seconds: float = 60
    finishes: bool = False
    stop_within_seconds: float = 10
    show: Callable[[str], bool] | None = None


class ProgramFailed(Exception):
    """A program ended for good, or never became ready; `log` holds what it said, `last_words` the end of it."""

    def __init__(self, *, name: str, reason: str, log: Path) -> None:
        self.name, self.reason, self.log = name, reason, log
        self.last_words = last_words(log)
        super().__init__(f"{name} {reason}. The end of {log}:\n{self.last_words}")


@dataclass(slots=True)
class Child:
    """A program as it runs now."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path
    shown_until: int
    starts: deque[float]
    finished: bool = False
    restart_at: float | None = None


class Supervisor:
    """Keeps programs running; their output goes to `{log_folder}/{name}.log`. Use it as a context from the main thread."""

    def __init__(self, log_folder: Path, *, tell: Callable[[str], None] = print) -> None:
        self._log_folder = log_folder
        self._tell = tell
        self._children: list[Child] = []
        self._woken = threading.Event()
        self._asked_to_stop = 0
        self._handlers: dict[int, object] = {}

    def __enter__(self) -> "Supervisor":
        self._log_folder.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._stop_asked)
        self._handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: self._woken.set())
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.stop()
        finally:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]

    def start(self, program: Program) -> None:
        """Start `program`; see `wait_until_ready`."""
        assert all(child.program.name != program.name for child in self._children), program.name
        log = self._log_folder / f"{program.name}.log"
        limit_log(log)
        log.touch(mode=0o600)
        child = Child(program, self._spawn(program, log), log, log.stat().st_size, deque([time.monotonic()]))
        self._children.append(child)

    def wait_until_ready(self) -> bool:
        """Wait until every program with a `ready_url` serves; False when we were asked to stop before that.

        Raises ProgramFailed when one ends or takes longer than it may.
        """
        for child in self._children:
            program = child.program
            deadline = time.monotonic() + program.ready_within_seconds
            while program.ready_url and not answers(program.ready_url):
                if self._asked_to_stop:
                    return False
                if has_ended(child.process):
                    raise ProgramFailed(name=program.name, reason="ended while starting", log=child.log)
                if time.monotonic() > deadline:
                    late = f"did not answer at {program.ready_url} within {program.ready_within_seconds:g} s"
                    raise ProgramFailed(name=program.name, reason=late, log=child.log)
                time.sleep(0.05)
        return not self._asked_to_stop

    def run(self, *, until_finished: str | None = None) -> None:
        """Watch over the programs until Ctrl-C, SIGTERM or SIGHUP, or until the program of that name has finished.

        Raises ProgramFailed when one ends oftener than it may.
        """
        while not self._asked_to_stop:
            for child in self._children:
                self._look_after(child)
                if child.finished and child.program.name == until_finished:
                    self._show(child)
                    return
            if not self._asked_to_stop:
                self._woken.wait(TICK_SECONDS)
                self._woken.clear()

    def finish(self, program: Program) -> bool:
        """Run a program that `finishes` to its end, among the others; False when we were asked to stop meanwhile.

        Raises ProgramFailed when it, or one of the others, fails.
        """
        assert program.finishes and not program.restarts
        self.start(program)
        self.run(until_finished=program.name)
        done = self._children.pop()
        if not done.finished:
            self._children.append(done)
        return done.finished

    def stop(self) -> None:
        """Stop what we started, the last first; a second Ctrl-C kills what is left at once."""
        while self._children:
            child = self._children[-1]
            self._show(child)
            self._end(child)
            self._show(child)
            self._children.pop()

    def pid(self, name: str) -> int:
        """The process number of the program called `name`."""
        return next(child.process.pid for child in self._children if child.program.name == name)

    def _spawn(self, program: Program, log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                [str(part) for part in program.command],
                cwd=program.folder,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=end_with(os.getpid()),
            )

    def _look_after(self, child: Child) -> None:
        self._show(child)
        limit_log(child.log)
        if child.finished:
            return
        if child.restart_at is not None:
            if time.monotonic() >= child.restart_at:
                child.restart_at = None
                child.starts.append(time.monotonic())
                child.process = self._spawn(child.program, child.log)
            return
        if not has_ended(child.process):
            return
        self._end(child)
        code = child.process.returncode
        if child.program.finishes and code == 0:
            child.finished = True
            return
        self._plan_restart(child, code)

    def _plan_restart(self, child: Child, code: int) -> None:
        program = child.program
        reason = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        while child.starts and child.starts[0] < time.monotonic() - program.restart_window_seconds:
            child.starts.popleft()
        if len(child.starts) > program.restarts:
            raise ProgramFailed(name=program.name, reason=reason, log=child.log)
        pause_seconds = min(5.0, 0.25 * 2 ** len(child.starts))
        self._tell(f"{program.name} {reason}; starting it again in {pause_seconds:g} s (log: {child.log})")
        child.restart_at = time.monotonic() + pause_seconds

    def _end(self, child: Child) -> None:
        """End the program's whole group, first by asking. Its leader is reaped last: until then the number is ours."""
        process = child.process
        if process.returncode is not None:
            return
        if not has_ended(process):
            os.killpg(process.pid, signal.SIGTERM)
            deadline = time.monotonic() + child.program.stop_within_seconds
            while not has_ended(process) and time.monotonic() < deadline and self._asked_to_stop < 2:
                self._woken.wait(0.05)
                self._woken.clear()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _show(self, child: Child) -> None:
        if child.program.show is None:
            return
        size = child.log.stat().st_size
        if size < child.shown_until:
            child.shown_until = 0
        with child.log.open("rb") as log:
            log.seek(child.shown_until)
            text = log.read(1_000_000)
        whole = text[: text.rfind(b"\n") + 1]
        child.shown_until += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            if child.program.show(line):
                self._tell(f"{child.program.name} | {line}")

    def _stop_asked(self, *_: object) -> None:
        self._asked_to_stop += 1
        self._woken.set()


def end_with(parent: int) -> Callable[[], None] | None:
    """What a child runs before its program: be told to end when `parent` dies, however that happens (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the program has ended, without reaping it: its number, and its group's, stay taken."""
    if process.returncode is not None:
        return True
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def answers(url: str) -> bool:
    """Whether a server at `url` answers with anything but a failure of its own."""
    try:
        with OPENER.open(url, timeout=5):
            return True
    except urllib.error.HTTPError as refused:
        return refused.code < 500
    except (OSError, ValueError):
        return False


def limit_log(log: Path) -> None:
    """Keep a log below the limit: what is too long moves to `.1`. Programs append, so they go on at the new end."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT_BYTES:
            log.with_suffix(".log.1").write_bytes(log.read_bytes())
            os.truncate(log, 0)


def last_words(log: Path) -> str:
    """The end of a log, in whole lines."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - LAST_WORDS_BYTES))
            return file.read().decode(errors="replace").strip()
    except FileNotFoundError:
        return ""
