"""Who does the work of a desk: threads of the serving process that take jobs from the register."""

from __future__ import annotations

import logging
import secrets
import threading
import traceback
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from waqia.model import WaqiaError
from waqia.register import Entrance, Job, Upload
from waqia.web.work import folders, steps
from waqia.web.work.confined import StoppedError
from waqia.web.work.kinds import KINDS
from waqia.web.work.published import Reports
from waqia.web.work.working import Work

_LOOK = 2.0
"""Seconds after which it is looked again whether a job waits that another process was given."""
_BEAT = 10.0
"""Seconds between signs of life."""
_LOST = timedelta(minutes=1)
_TIDY = 20.0
"""Seconds between looks for what is lost or old."""
_FAREWELL = 10.0
"""Seconds for a job to notice that the desk ends, before it is left as one that was lost."""
_KEPT = timedelta(days=30)
"""How long jobs that ended are kept, with what they made."""
_log = logging.getLogger("waqia.web")


class Workshop:
    """The jobs of a register being done, one after the other in each process that serves it.

    Releases are written into the folder `releases`, reports into `reports` within it.
    """

    def __init__(self, entrance: Entrance, releases: Path) -> None:
        self.reports = Reports(releases / "reports")
        self._entrance = entrance
        self._releases = releases
        self._name = secrets.token_hex(8)
        self._wanted = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread = threading.Thread(target=self._run, name="waqia-work", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Look at once whether a job waits."""
        self._wanted.set()

    def close(self) -> None:
        """Stop: a job that is being done waits again, for whoever serves the register next.

        One that does not stop in time is left: when its process is gone it is taken up as lost.
        """
        self._ended.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(_FAREWELL)
            self._thread = None

    def work_off(self) -> int:
        """Do all jobs that wait, in this thread; gives how many."""
        done = 0
        while not self._ended.is_set() and (job := self._entrance.jobs.claim(self._name, KINDS)):
            self._do(job)
            done += 1
        return done

    def _run(self) -> None:
        tidied = 0.0
        while not self._ended.is_set():
            self._wanted.clear()
            try:
                if tidied <= 0:
                    self._entrance.jobs.requeue_lost(_LOST)
                    self._entrance.jobs.sweep(_KEPT)
                    self._entrance.forget()
                    folders.sweep()
                    tidied = _TIDY
                self.work_off()
            except Exception as error:  # the database is busy or gone, say: it may come back
                _log.error("Background work: %s", type(error).__name__)
            self._wanted.wait(_LOOK)
            tidied -= _LOOK

    def _do(self, job: Job) -> None:
        with _Holding(self._entrance, job, self._ended) as held:
            try:
                register = self._entrance.acting(job)
                given = [
                    Upload(file.name, file.media_type, file.content or b"")
                    for file in self._entrance.jobs.inputs(job)
                ]
                work = Work(
                    job, register, given, self._releases, self.reports, held.say, held.stopped
                )
                held.say(None, steps.STARTING)
                done = KINDS[job.kind](work)
            except StoppedError:
                # cancelled, or another has it: nothing is to be told; else it waits again
                if self._ended.is_set():
                    self._entrance.jobs.give_back(job)
            except WaqiaError as error:
                said = steps.without_places(str(error), self._releases)
                self._entrance.jobs.fail(job, said)
            except Exception as error:
                why = type(error).__name__
                # where it went wrong, without its text: what a document says is not for the log
                where = traceback.extract_tb(error.__traceback__)[-1]
                _log.error("The job %s (%s) failed: %s in %s, line %s",
                           job.id, job.kind, why, where.filename, where.lineno)  # fmt: skip
                self._entrance.jobs.fail(job, steps.DEFECT % {"why": why})
            else:
                self._entrance.jobs.finish(job, done.result, done.files)


class _Holding:
    """A job that is being done: signs of life while it is, and whether it is to go on."""

    def __init__(self, entrance: Entrance, job: Job, ended: threading.Event) -> None:
        self._jobs = entrance.jobs
        self._job = job
        self._ended = ended
        self._lost = threading.Event()
        self._over = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> _Holding:
        self._beating.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._beating.join()

    def say(self, share: float | None, text: str, **values: Any) -> None:
        """Keep how far the job is, where it is still ours.

        Raises:
            StoppedError: it is not, or the desk ends.
        """
        if not self._jobs.progress(self._job, share, text % values if values else text):
            self._lost.set()
        if self.stopped():
            raise StoppedError(steps.STOPPED)

    def stopped(self) -> bool:
        """Whether the work is to be stopped."""
        return self._lost.is_set() or self._ended.is_set()

    def _beat(self) -> None:
        while not self._over.wait(_BEAT):
            with suppress(WaqiaError):
                if not self._jobs.beat(self._job):
                    self._lost.set()
                    return
