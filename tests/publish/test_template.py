from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish.conftest import HOSTILE, Fill, read
from waqia.model import QuestionError, TemplateError
from waqia.publish import Template, compose
from waqia.publish.tables import Table
from waqia.publish.text import as_markdown, visible
from waqia.publish.values import IncidentList
from waqia.release import Release


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("count().incidents", "4"),
        ("count().killed", "13"),
        ("count().killed.ranged", "13 (12–15)"),
        ('count(type="armed_clash").killed', "0"),
        ('count(type="armed_clash").arrested', "3"),
        ('count(region="balochistan", type="terrorist_attack").killed', "an unknown number of"),
        ('count(actor="ttp").incidents', "2"),
        ('count(type=["terrorist_attack", "armed_clash"]).incidents', "4"),
        ('count(rule="all_without_attackers").killed', "12"),
        ('count(period="2022").killed', "6"),
        ("count().incidents.previous", "2"),
        ("count().incidents.change", "+2"),
        ("count().killed.change_percent", "+117%"),
        ('count(actor="ttp").killed.change_percent', "–"),
        ('count(actor="ttp").incidents.share_of(count().incidents)', "50%"),
        ('count(region="punjab").incidents.share_of(count(region="islamabad").incidents)', "–"),
        ('label("type", "armed_clash")', "Armed clash or encounter"),
        ('has("district")', "True"),
        ('has("tag")', "False"),
        ('has("killed", region="balochistan")', "False"),
        ('knows("type", "armed_clash", "foiled_plot")', "True"),
        ('knows("type", "no_such_type")', "False"),
        ("period", "2023"),
        ("compare", "2022"),
        ("days", "365"),
        ("counting_rule.label", "All violence, every casualty"),
        ("codebook.title", "Security incidents in Pakistan"),
        ("title", "Small"),
    ],
)
def test_an_expression_gives_its_answer(filled: Fill, expression: str, text: str) -> None:
    assert read(filled("{{ " + expression + " }}")) == text


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("count().incidents > 3", True),
        ("count().incidents >= 5", False),
        ("count().incidents == 4", True),
        ("count().killed < count().incidents", False),
        ('count(region="punjab").incidents', False),
        ('count(region="balochistan", type="terrorist_attack").killed == 0', False),
        ('count(region="balochistan", type="terrorist_attack").killed > 0', False),
        ('count(region="balochistan", type="terrorist_attack").killed.known', False),
        ('count(type="armed_clash").killed == 0', True),
        ('count(type="armed_clash").killed.known', True),
        ("count().incidents.change > 0", True),
    ],
)
def test_numbers_compare_by_their_value_and_an_unknown_one_is_not_zero(
    filled: Fill, condition: str, holds: bool
) -> None:
    assert read(filled("{% if " + condition + " %}yes{% else %}no{% endif %}")) == (
        "yes" if holds else "no"
    )


def test_a_loop_over_the_values_with_most_incidents(filled: Fill) -> None:
    text = '{% for one in top("actor", 2) %}{{ one }}: {{ one.count.incidents }}. {% endfor %}'
    assert read(filled(text)) == "Tehreek-e-Taliban Pakistan: 2. Balochistan Liberation Army: 1."


def test_a_list_of_incidents_is_in_the_order_asked_for(filled: Fill) -> None:
    document = filled('{{ incidents() }} {{ incidents(limit=1, order="killed") }}')
    by_date, deadliest = (p for p in document.parts.items if isinstance(p, IncidentList))
    days = [row["date_start"] for row in by_date.rows]
    assert days == sorted(days)
    assert [row["killed"] for row in deadliest.rows] == [10]


def test_every_number_enters_the_book_of_evidence(filled: Fill) -> None:
    document = filled('{{ count(actor="ttp").killed }}')
    (number,) = document.parts.items
    entry = document.book.entries[number.evidence - 1]  # type: ignore[union-attr,operator]
    assert entry.question == (
        "2023; actor Tehreek-e-Taliban Pakistan [All violence, every casualty]"
    )
    assert len(entry.incidents) == 2


def test_a_change_names_the_incidents_of_both_periods_and_the_base_its_own(filled: Fill) -> None:
    document = filled("{{ count().killed.change }} {{ count().killed.previous }}")
    held = [
        len(document.book.entries[part.evidence - 1].incidents)  # type: ignore[union-attr,operator]
        for part in document.parts.items
    ]
    assert held == [6, 2]


def test_no_evidence_is_entered_for_a_comparison_that_is_not_printed(filled: Fill) -> None:
    assert len(filled("{{ count().killed }}").book.entries) == 1


def test_the_same_question_has_one_entry(filled: Fill) -> None:
    assert len(filled("{{ count().killed }} {{ count().injured }}").book.entries) == 1


def test_without_a_period_everything_is_counted_and_nothing_compared(filled: Fill) -> None:
    document = filled("{{ count().incidents }} {{ compare }} {{ period }}", period=None)
    assert read(document) == "6 None 10 May 2022 – 5 May 2023"
    assert document.period == document.release.coverage


def test_a_comparison_can_be_left_out_or_chosen(filled: Fill) -> None:
    text = "{{ compare }}: {{ count().incidents.change }}"
    assert read(filled(text, compare=None)) == "None: –"
    assert read(filled(text, compare="2022-11")) == "2022-11: +3"


def test_the_rule_of_the_report_holds_where_a_question_names_none(filled: Fill) -> None:
    text = '{{ count().incidents }} {{ count(rule="all_violence").incidents }}'
    assert read(filled(text, rule="attacks")) == "3 4"


def test_a_table_compares_with_the_period_before_unless_told_otherwise(filled: Fill) -> None:
    document = filled(
        '{{ table(by="region", measure=["incidents"]) }}'
        '{{ table(by="region", measure=["incidents"], comparing=false) }}'
    )
    headers = [part.headers for part in document.parts.items if isinstance(part, Table)]
    assert headers == [("Region", "Incidents", "before", "change"), ("Region", "Incidents")]


def test_a_question_asked_twice_is_answered_once(
    filled: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waqia import analysis

    asked = []
    real = analysis.count
    monkeypatch.setattr(analysis, "count", lambda *a, **k: asked.append(k) or real(*a, **k))
    filled("{{ count().killed }} {{ count().incidents }} {{ count().injured }}", compare=None)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("one\n\n{{ nothing }}", "line 3: 'nothing' is undefined"),
        ("{{ count().dead }}", "line 1: A count has no 'dead'"),
        ('\n{{ count(colour="red") }}', "line 2: "),
        ('{{ count(type="no_such_type").killed }}', "line 1: "),
        ('{{ table(by="colour") }}', "line 1: "),
        ("{{ table() }}", "line 1: "),
        ('{{ incidents(order="size") }}', "line 1: No order 'size'"),
        ("a\n{% if %}", "line 2: "),
        ("{% for x in y %}", "line 1: "),
        ("{{ 1 / 0 }}", "line 1: division by zero"),
        ('{{ label("type", "x").missing.deeper }}', "line 1: "),
        ('{{ count().killed.change + "x" }}', "line 1: "),
        ('{{ count(rule="no_rule") }}', "line 1: "),
        ('{{ count(period="yesterday") }}', "line 1: "),
    ],
)
def test_an_error_names_the_template_and_the_line(filled: Fill, text: str, says: str) -> None:
    with pytest.raises(TemplateError, match="mine, ") as error:
        filled(text)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ count.__globals__ }}",
        "{{ count.__self__.release }}",
        "{{ count.__func__ }}",
        "{{ count.im_self }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ count().incidents.parts.items.clear() }}",
        "{{ count()._numbers.clear() }}",
        "{{ self.__init__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ label.__code__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'security-report' %}",
        "{{ release.open('/etc/passwd') }}",
        "{{ release.path.read_text() }}",
        "{{ open('/etc/passwd') }}",
        "{{ release.update({'title': 'x'}) }}",
        "{{ counting_rules.append(1) }}",
        "{{ adjudication.clear() }}",
        "{{ '%s' | format(''.__class__) }}",
        "{{ '{0.__class__}'.format('') }}",
        "{% set x = count().incidents %}{{ x.parts.mark.__func__ }}",
    ],
)
def test_a_template_reaches_no_file_module_or_private_attribute(filled: Fill, text: str) -> None:
    with pytest.raises(TemplateError):
        filled(text)


def test_a_template_cannot_spin_for_ever(filled: Fill) -> None:
    with pytest.raises(TemplateError, match="Range too big"):
        filled("{% for i in range(10 ** 12) %}{% endfor %}")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_data_is_no_markdown(text: str) -> None:
    from waqia.publish.document import parser

    (_, inline, _) = parser().parse(as_markdown(text))
    assert {child.type for child in inline.children or ()} == {"text"}
    assert inline.children[0].content == text if inline.children else False


@pytest.mark.parametrize(
    "text", ["# heading", "- item", "+ item", "1. item", "12) item", "> quote", "===", "    code",
             "a\n\n# b", "a\n- b", "~~~\ncode", "***", "| a |\n| - |"],
)  # fmt: skip
def test_text_of_the_data_makes_no_block_of_its_own(text: str) -> None:
    from waqia.publish.document import parser

    tokens = parser().parse(as_markdown(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


def test_what_turns_or_hides_text_is_taken_out_and_urdu_is_kept() -> None:
    assert visible("ab\u202ecd\u2066\x07e\x00f\ue0001\ue001") == "abcdef1"
    assert visible("پشاور، ۳۰ جنوری\u200c\n\t") == "پشاور، ۳۰ جنوری\u200c\n\t"


def test_data_cannot_pass_for_a_number_of_the_report(hostile: Release, filled: Fill) -> None:
    document = filled("{{ count().killed }}\n\n{{ description }}", release=hostile)
    assert document.markdown.count("\ue000") == 1


def test_text_of_the_data_is_not_run_as_a_template(hostile: Release, filled: Fill) -> None:
    assert "{{ 7 * 7 }}" in read(filled("{{ description }}", release=hostile))


def test_the_title_reads_as_it_was_written(filled: Fill, hostile: Release) -> None:
    text = "intro\n\n# On {{ title }}: {{ count().incidents }} *incidents*\n\n# Another"
    assert filled(text).title == "On Small: 4 incidents"
    assert filled("# {{ title }}", release=hostile).title == f"{HOSTILE[0]} {HOSTILE[2]}"
    assert filled("no heading").title == "Small"


def test_the_shipped_templates_have_names() -> None:
    assert "security-report" in Template.shipped()
    assert Template.load("security-report").text.startswith("# {{ title }}")


def test_a_template_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"No template called 'no-report'.*security-report"):
        Template.load("no-report")
    with pytest.raises(TemplateError, match="No template"):
        Template.load(tmp_path)


def test_a_template_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.md"
    path.write_bytes(b"# \xff\xfe\x00")
    with pytest.raises(TemplateError, match=r"binary\.md is not text in UTF-8"):
        Template.load(path)


@pytest.mark.parametrize(
    "options", [{"rule": "no_rule"}, {"period": "yesterday"}, {"compare": "the day after"}]
)
def test_a_rule_or_period_that_does_not_exist_is_refused(
    small: Release, options: dict[str, str]
) -> None:
    with pytest.raises(QuestionError):
        compose(small, "security-report", **({"period": "2023"} | options))
