"""The kinds of work: reading, auditing, freezing a release and publishing a report on one."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from waqia.model import QuestionError
from waqia.register import Upload
from waqia.web.work import apart, steps
from waqia.web.work.confined import Bounds, confined
from waqia.web.work.documents import read
from waqia.web.work.working import (
    Done,
    Record,
    Say,
    Work,
    check_address,
    placed,
    say_reading,
    told_apart,
)

_REPORTING = Bounds(memory=4_000_000_000)


def audit(work: Work) -> Done:
    """Check the numbers of documents; parameters: release, the name of one to ask."""
    name = work.parameter("release")
    view, files = audited(
        work.inputs,
        codebook=work.register.codebook.to_json(),
        release=work.frozen(str(name)) if name else None,
        say=work.say,
        stopped=work.stopped,
    )
    summary = {key: view[key] for key in ("read", "severities", "checked")}
    kept = json.dumps(view, ensure_ascii=False).encode()
    return Done(
        summary | {"documents": [one["name"] for one in view["documents"]]},
        [Upload("view.json", "application/json", kept), *files],
    )


def audited(
    documents: Sequence[Upload],
    *,
    codebook: str,
    release: Path | None,
    say: Say = lambda *_, **__: None,
    stopped: Callable[[], bool] = lambda: False,
    bounds: Bounds | None = None,
) -> tuple[Record, list[Upload]]:
    """An audit as a page shows it, and as files; `codebook` is JSON.

    Raises:
        ConfinedError: no document holds text, or they take more than they may.
        StoppedError: it was wanted to stop.
    """
    files = placed(documents)
    names = told_apart([file.name for file in documents])
    arguments = {
        "names": names, "codebook": codebook, "release": str(release) if release else None,
        "release_name": release.name if release else "",
    }  # fmt: skip
    contents = {name: file.content for name, file in files.items()}
    view: Record = {}
    made: list[Upload] = []
    readable = [release] if release else []
    running = confined(
        apart.audit, contents, arguments, readable=readable, stopped=stopped, bounds=bounds
    )
    for said in running:
        if "at" in said:
            say_reading(say, said["at"], names, steps.CHECKING)
        elif "view" in said:
            say(0.9, steps.LAYING_OUT)
            view = said["view"]
        else:
            made.append(_file(said))
    return view, made


def freeze(work: Work) -> Done:
    """Write a release; parameters: name of its folder, title, description, only_confirmed, reason.

    One that this job wrote before it was interrupted is written again, not a second time.

    Raises:
        QuestionError: there is a release of this name, or there is no incident to release.
    """
    name = str(work.parameter("name"))
    target = work.release_path(name)
    begun_before = work.job.tries > 1
    known = {str(one["name"]): one for one in work.register.releases()}
    if begun_before and target.exists() and name in known:
        return Done({"release": name, "hash": known[name]["hash"]})
    if target.exists() and not begun_before:
        # of another job, and maybe of other choices: it is not what was asked for
        raise QuestionError(f"There is a release {name!r} already; freeze under another name.")
    work.releases.mkdir(parents=True, exist_ok=True)

    def tell(what: str) -> None:
        work.say(None, steps.WRITING, what=what)

    release = work.register.freeze(
        target,
        title=work.parameter("title"),
        description=work.parameter("description"),
        only_confirmed=bool(work.parameter("only_confirmed")),
        reason=work.parameter("reason"),
        overwrite=begun_before,
        progress=tell,
    )
    return Done({"release": name, "hash": release.hash})


def report(work: Work) -> Done:
    """Publish a report on a release; the template is the file, if there is one, else by its name.

    Parameters: release, template, period, compare, rule, pdf; address of the pages of incidents.

    Raises:
        QuestionError: the address is none of a page.
    """
    from waqia.release import open_release

    check_address(work.parameter("address"))
    release = open_release(work.frozen(str(work.parameter("release"))))
    asked = {name: work.parameter(name) for name in ("period", "compare", "rule", "address")}
    arguments = {
        "release": str(release.path), "template": work.parameter("template") or "",
        "pdf": bool(work.parameter("pdf")),
    }  # fmt: skip
    template = {"template.md": work.inputs[0].content} if work.inputs else {}
    about: Record = {}
    made: list[Upload] = []
    for said in confined(
        apart.report,
        template,
        arguments | asked,
        readable=[release.path],
        stopped=work.stopped,
        bounds=_REPORTING,
    ):
        if "step" in said:
            work.say(said["share"], said["step"])
        elif "about" in said:
            about = said["about"]
        else:
            made.append(_file(said))
    about |= {
        "release": release.path.name,
        "release_hash": release.hash,
        "template": work.parameter("template") or "",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "made_by": work.register.user.name,
        "pdf": arguments["pdf"],
    }
    kept = work.reports.keep(work.job.id, about, made)
    return Done({"report": kept.id, "title": kept.title, "pdf": kept.pdf})


KINDS: Mapping[str, Callable[[Work], Done]] = {
    "read": read, "audit": audit, "freeze": freeze, "report": report,
}  # fmt: skip


def _file(said: Record) -> Upload:
    return Upload(said["file"], said["media_type"], base64.b64decode(said["content"]))
