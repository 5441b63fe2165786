"""Report templates: Markdown with expressions, rendered in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import QuestionError, TemplateError
from waqia.publish.numbers import period_label
from waqia.publish.text import as_markdown, visible
from waqia.publish.values import Number

if TYPE_CHECKING:
    from waqia.publish.questions import Questions
    from waqia.release import Release

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Template:
    """A template's name and Markdown text."""

    name: str
    text: str

    @classmethod
    def load(cls, name: str | Path) -> Template:
        """A template by the name of a shipped one (`security-report`) or from a file.

        Raises:
            TemplateError: there is no such template or file, or it is not text.
        """
        path = Path(name)
        if not path.is_file():
            path = _TEMPLATES / f"{name}.md"
        if not path.is_file():
            raise TemplateError(
                f"No template called {str(name)!r}: expected {', '.join(cls.shipped())} or a "
                "Markdown file."
            )
        try:
            return cls(path.stem, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise TemplateError(f"{path} is not text in UTF-8: {error}") from error

    @classmethod
    def shipped(cls) -> list[str]:
        """Names of the templates that come with waqia."""
        return sorted(path.stem for path in _TEMPLATES.glob("*.md"))


def fill(template: Template, questions: Questions) -> str:
    """The template's Markdown with every expression answered.

    Numbers, tables, pictures and lists stand in the text as marks that `questions.parts`
    resolves. The template runs sandboxed: it can ask `questions`, loop and choose, but reaches no
    file, module or attribute that is private.

    Raises:
        TemplateError: the template is malformed, reaches for something unsafe, or asks a question
            that has no answer; the message names the template and the line.
    """
    from jinja2 import StrictUndefined
    from jinja2 import TemplateError as JinjaError
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_written
    )
    release = questions.release
    manifest = release.manifest
    try:
        return environment.from_string(template.text).render(
            title=visible(manifest["title"]),
            description=visible(manifest.get("description") or _covered(manifest)),
            set_aside=_set_aside(release),
            release=manifest,
            codebook={"title": release.codebook.title, "version": release.codebook.version},
            period=period_label(questions.period),
            days=questions.period.days,
            compare=period_label(questions.compare) if questions.compare else None,
            compare_start=questions.compare.start if questions.compare else None,
            counting_rule=questions.counting_rule,
            counting_rules=list(release.codebook.counting_rules.values()),
            adjudication=release.codebook.rules["adjudication"],
            vague_counts=release.codebook.vague_counts,
            coverage=release.coverage,
            **{
                name: getattr(questions, name)
                for name in (
                    "count", "table", "crosstable", "chart", "map", "top", "incidents", "has",
                    "elections", "published", "quality", "sensitivity", "label", "knows",
                )
            },
        )  # fmt: skip
    except SecurityError as error:
        unsafe = str(error).rstrip(".")
        raise TemplateError(f"{template.name}: {unsafe}; templates run in a sandbox.") from error
    except QuestionError as error:
        raise TemplateError(f"{template.name}, line {_line(error)}: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise TemplateError(f"{template.name}: it asks for more than memory holds.") from error
    except (JinjaError, ArithmeticError, TypeError, ValueError, AttributeError, KeyError) as error:
        line = getattr(error, "lineno", None) or _line(error)
        raise TemplateError(f"{template.name}, line {line}: {error}") from error


def _set_aside(release: Release) -> int:
    """How many rows of the files that the release was made from could not be used."""
    found = release.connection().execute(
        """SELECT count(DISTINCT ("table", row)) FROM findings
        WHERE severity = 'error' AND row IS NOT NULL"""
    )
    return int(found.fetchall()[0][0])


def _covered(manifest: Mapping[str, Any]) -> str:
    """What a release that says nothing of itself covers: how much it holds."""
    rows = {resource["name"]: resource.get("rows", 0) for resource in manifest["resources"]}
    incidents, accounts, sources = (rows[name] for name in ("incidents", "accounts", "sources"))
    return (
        f"The release holds {incidents:,} incidents, told in {accounts:,} accounts, "
        f"and names {sources:,} sources; it does not say how complete it is."
    )


def _written(value: Any) -> Any:
    """Numbers print as marks; text of the data loses its power as Markdown."""
    return str(value) if isinstance(value, Number | int | float) else as_markdown(str(value))


def _line(error: BaseException) -> int | str:
    frames, line = error.__traceback__, None
    while frames is not None:
        if frames.tb_frame.f_code.co_filename == "<template>":
            line = frames.tb_lineno
        frames = frames.tb_next
    return line or "unknown"
