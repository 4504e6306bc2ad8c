"""A small discrete-event engine: people as coroutines over one heap of moments.

The same people live in both kinds of time. A `SteppedEngine` jumps from moment to moment and does every call on the
spot; a `RunningEngine` waits for the clock and lets calls overlap. Moments are milliseconds since 1970 on the store's
clock, pauses are simulated seconds. Whatever happens at one moment happens in the order in which it was arranged.
"""

import asyncio
import contextlib
import heapq
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any

Person = Coroutine["Command", Any, None]
Stop = Callable[[], bool]

MOST_CALLS_AT_ONCE = 24
LONGEST_NAP_SECONDS = 0.25


class Command:
    """What a person waits for; awaiting it gives what came of it."""

    @property
    def stirs(self) -> bool:
        """Whether doing it may give the world outside something to do."""
        return True

    def __await__(self) -> Generator["Command", Any, Any]:
        return (yield self)


@dataclass(frozen=True)
class Pause(Command):
    """Let `seconds` of simulated time pass."""

    seconds: float


class Mailbox:
    """What somebody waits for, in the order in which it came; several may wait, each thing reaches one of them."""

    def __init__(self) -> None:
        self.things: deque[Any] = deque()
        self.waiting: deque[tuple[Process, int]] = deque()

    def __len__(self) -> int:
        return len(self.things)


@dataclass(frozen=True)
class Take(Command):
    """The next thing in a mailbox, or None when `within` simulated seconds pass without one."""

    mailbox: Mailbox
    within: float | None = None


class Process:
    """One person at work. `turn` counts its waits, so that a wait that is over cannot be answered twice."""

    __slots__ = ("name", "person", "turn")

    def __init__(self, person: Person, *, name: str) -> None:
        self.person = person
        self.name = name
        self.turn = 0


class Engine(ABC):
    """The heap, and what every kind of time has in common.

    accident: told of a person who broke down, with the error; the others go on.
    """

    def __init__(self, *, now_ms: int, grain_ms: int = 1, accident: Callable[[str, Exception], None]) -> None:
        self.now_ms = now_ms
        self._grain_ms = grain_ms
        self._accident = accident
        self._processes: set[Process] = set()
        self._heap: list[tuple[int, int, Process, int]] = []
        self._arranged = 0

    def start(self, person: Person, *, name: str, at_ms: int | None = None) -> None:
        """Let somebody begin, now or at a later moment."""
        process = Process(person, name=name)
        self._processes.add(process)
        self._arrange(process, at_ms=self.now_ms if at_ms is None else at_ms)

    @property
    def alive(self) -> int:
        """How many people are not done."""
        return len(self._processes)

    def close(self) -> None:
        """Everybody goes home, wherever they are."""
        for process in self._processes:
            process.turn += 1
            process.person.close()
        self._processes.clear()

    def post(self, mailbox: Mailbox, thing: Any) -> None:
        """Put a thing into a mailbox; whoever waits longest there gets it."""
        assert thing is not None
        while mailbox.waiting:
            process, turn = mailbox.waiting.popleft()
            if process.turn == turn:
                process.turn += 1
                self._hand(process, thing)
                return
        mailbox.things.append(thing)

    def _run_due(self) -> None:
        while self._heap and self._heap[0][0] <= self.now_ms:
            _, _, process, turn = heapq.heappop(self._heap)
            if process.turn == turn:
                process.turn += 1
                self._resume(process, None)

    def _resume(self, process: Process, answer: Any, error: Exception | None = None) -> None:
        """Let a process go on, with an answer or an error, until it has to wait."""
        while True:
            try:
                command = process.person.send(answer) if error is None else process.person.throw(error)
            except StopIteration:
                self._processes.discard(process)
                return
            except Exception as broken:
                self._processes.discard(process)
                self._accident(process.name, broken)
                return
            error = None
            if isinstance(command, Pause):
                self._arrange(process, at_ms=self.now_ms + round(command.seconds * 1000))
                return
            if isinstance(command, Take):
                if not command.mailbox.things:
                    self._wait(process, command)
                    return
                answer = command.mailbox.things.popleft()
                continue
            done, answer, error = self._do(process, command)
            if not done:
                return

    def _wait(self, process: Process, take: Take) -> None:
        take.mailbox.waiting.append((process, process.turn))
        if take.within is not None:
            self._arrange(process, at_ms=self.now_ms + round(take.within * 1000))

    def _arrange(self, process: Process, *, at_ms: int) -> None:
        at_ms = -(-max(at_ms, self.now_ms) // self._grain_ms) * self._grain_ms
        self._arranged += 1
        heapq.heappush(self._heap, (at_ms, self._arranged, process, process.turn))

    @property
    def next_ms(self) -> int | None:
        """The next moment at which somebody has something to do."""
        while self._heap and self._heap[0][2].turn != self._heap[0][3]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    @abstractmethod
    def _hand(self, process: Process, thing: Any) -> None:
        """Let a process that waited at a mailbox go on with the thing."""

    @abstractmethod
    def _do(self, process: Process, command: Command) -> tuple[bool, Any, Exception | None]:
        """Do a call: (True, answer, error) when it is done, (False, None, None) when the process is resumed later."""


class SteppedEngine(Engine):
    """Nothing waits for real time.

    advance: moves the world outside to a moment and lets it finish what is due; returns whether it stirred.
    call: does one call at once. grain_ms: people act at multiples of it only, so that fewer moments differ.
    longest_ms: the world is moved at least that often, for what it does by itself.
    """

    def __init__(
        self,
        *,
        now_ms: int,
        call: Callable[[Any], Any],
        advance: Callable[[int], bool],
        accident: Callable[[str, Exception], None],
        grain_ms: int = 10_000,
        longest_ms: int = 120_000,
    ) -> None:
        super().__init__(now_ms=now_ms, grain_ms=grain_ms, accident=accident)
        self._call = call
        self._advance = advance
        self._longest_ms = longest_ms
        self._stirred = True
        self._handed: deque[tuple[Process, Any]] = deque()

    def run(self, *, until: Stop) -> None:
        """Step until `until()`; it is asked before every step."""
        while not until():
            self.now_ms = self._next_moment()
            self._stirred = self._advance(self.now_ms)
            self._run_due()
            while self._handed:
                process, thing = self._handed.popleft()
                self._resume(process, thing)
                self._run_due()

    def _next_moment(self) -> int:
        soonest = self.now_ms + (self._grain_ms if self._stirred else self._longest_ms)
        next_ms = self.next_ms
        return soonest if next_ms is None else min(max(next_ms, self.now_ms), soonest)

    def _hand(self, process: Process, thing: Any) -> None:
        self._handed.append((process, thing))

    def _do(self, process: Process, command: Command) -> tuple[bool, Any, Exception | None]:
        self._stirred = self._stirred or command.stirs
        try:
            return True, self._call(command), None
        except Exception as error:
            return True, None, error


class RunningEngine(Engine):
    """Simulated time runs at `speed` times real time; calls overlap, at most MOST_CALLS_AT_ONCE of them.

    call: does one call and is awaited.
    """

    def __init__(
        self,
        *,
        now_ms: int,
        speed: float,
        call: Callable[[Any], Coroutine[Any, Any, Any]],
        accident: Callable[[str, Exception], None],
    ) -> None:
        super().__init__(now_ms=now_ms, accident=accident)
        self._call = call
        self._news = asyncio.Event()
        self._room = asyncio.Semaphore(MOST_CALLS_AT_ONCE)
        self._calling: set[asyncio.Task[None]] = set()
        self.set_clock(now_ms=now_ms, speed=speed)

    def set_clock(self, *, now_ms: int, speed: float) -> None:
        """Agree with the store's clock again; our own never runs backwards."""
        self._base_ms, self._based, self._speed = now_ms, time.monotonic(), speed

    async def run(self, *, until: Stop) -> None:
        """Live until `until()`; calls that are still under way are then dropped."""
        while not until():
            self._look_at_clock()
            self._run_due()
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._nap_seconds())
        for task in self._calling:
            task.cancel()
        await asyncio.gather(*self._calling, return_exceptions=True)

    def _look_at_clock(self) -> None:
        passed = (time.monotonic() - self._based) * 1000 * self._speed
        self.now_ms = max(self.now_ms, self._base_ms + int(passed))

    def _nap_seconds(self) -> float:
        next_ms = self.next_ms
        if next_ms is None:
            return LONGEST_NAP_SECONDS
        return min(max((next_ms - self.now_ms) / 1000 / self._speed, 0.001), LONGEST_NAP_SECONDS)

    def _hand(self, process: Process, thing: Any) -> None:
        asyncio.get_running_loop().call_soon(self._go_on, process, thing)

    def _go_on(self, process: Process, answer: Any, error: Exception | None = None) -> None:
        self._look_at_clock()
        self._resume(process, answer, error)
        self._news.set()

    def _do(self, process: Process, command: Command) -> tuple[bool, Any, Exception | None]:
        task = asyncio.get_running_loop().create_task(self._perform(process, command))
        self._calling.add(task)
        task.add_done_callback(self._calling.discard)
        return False, None, None

    async def _perform(self, process: Process, command: Command) -> None:
        try:
            async with self._room:
                answer = await self._call(command)
        except Exception as error:
            self._go_on(process, None, error)
        else:
            self._go_on(process, answer)
