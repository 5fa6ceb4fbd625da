import re
from copy import deepcopy
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from audit.documents import fonts
from audit.documents.fonts import FontsMissingError, font_files
from audit.documents.render import render_html, template_sha256
from audit.documents.snapshot import sha256

pytestmark = pytest.mark.django_db  # Durham's rows are made for the snapshot


class Page(HTMLParser):
    """Tags with their attributes, and the text of the body."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html[: html.index("<style>")] + html[html.index("</style>") :])
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, *names):
        return [(tag, attributes) for tag, attributes in self.tags if tag in names]

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def shown(durham_html):
    return Page(durham_html)


def test_the_figures_of_durham_are_on_the_page(shown):
    assert (
        "81 case files were graded: 20 good, 27 requiring improvement and 34 inadequate"
        in shown.text
    )
    assert "All areas 21 27 34 82" in shown.text
    assert "33 of the 81 case files" in shown.text


def test_the_reconciliation_says_what_differs(shown):
    assert "The areas hold one good result more than the headline" in shown.text


def test_the_whole_breakdown_holds_every_area(shown):
    for row in (
        "Section 47 enquiries 6 1 6 13",
        "Domestic abuse referrals 2 3 3 8",
        "Other referrals 3 4 1 8",
        "Child sexual exploitation 4 11 10 25",
        "Missing and absent children 1 2 6 9",
        "Section 46 place of safety 3 2 1 6",
        "Sex offender management 1 3 3 7",
        "Police detention 1 1 4 6",
    ):
        assert row in shown.text


def test_numbers_have_thousands_separators(shown):
    assert "1,816 3,012 60.3% 60 percent" in shown.text


def test_what_is_reported_names_who_said_it(shown):
    assert "What HMICFRS reported, in Casemark’s words" in shown.text
    assert "HMICFRS did not issue it" in shown.text
    assert "HMICFRS, “Durham – National child protection inspection”, March 2020" in shown.text


def test_reconstructed_rows_are_said_to_be(shown):
    assert "reconstructed from the counts that were printed" in shown.text


def test_no_straight_quotation_mark_is_left(shown):
    assert not re.findall(r"""['"]""", shown.text)


def test_the_page_needs_nothing_but_itself(durham_html):
    without_fonts = re.sub(r"url\(data:[^)]*\)", "", durham_html)
    assert "url(" not in without_fonts
    assert "<script" not in durham_html
    assert re.findall(r"""(?:src|href)=["'](?!#|data:)""", durham_html) == []


def test_the_page_has_one_style_sheet_and_no_other_style(durham_html, shown):
    assert durham_html.count("<style>") == 1
    assert shown.values("style") == []


def test_identifiers_are_used_once(shown):
    found = shown.values("id")
    assert len(found) == len(set(found))


def test_every_link_within_the_page_leads_somewhere(shown):
    addresses = shown.values("href") + shown.values("data-to")
    targets = {address[1:] for address in addresses if address.startswith("#")}
    assert targets <= set(shown.values("id"))


def test_headings_are_in_order(shown):
    levels = [int(tag[1]) for tag, _ in shown.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_header_cells_have_a_scope_and_tables_a_caption(shown):
    assert all("scope" in attributes for _, attributes in shown.all("th"))
    assert len(shown.all("caption")) == len(shown.all("table"))


def test_every_chart_has_a_title(shown):
    assert len(shown.all("svg")) == 10
    assert len(shown.all("title")) == 1 + len(shown.all("svg"))


def test_the_language_is_british_english(shown):
    assert shown.all("html")[0][1]["lang"] == "en-GB"


def test_the_foot_names_the_data(shown, durham):
    assert f"Version 1, as at 22 November 2026. Data {sha256(durham)[:12]}." in shown.text


def test_a_draft_says_so(draft):
    assert "Draft: not published, and may change" in Page(render_html(draft)).text


def test_a_final_version_does_not_say_draft(shown):
    assert "Draft" not in shown.text


def test_text_is_escaped(durham):
    snapshot = deepcopy(durham)
    snapshot["areas"][0]["strengths"] = ["<script>alert(1)</script>"]
    snapshot["round"]["title"] = "A & <b>B</b>"
    html = render_html(snapshot)
    assert "<script>" not in html
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in html


def test_ungraded_files_are_on_the_cover_and_in_the_summary(durham):
    snapshot = deepcopy(durham)
    snapshot["headline"]["ungraded_text"] = "5 of the 40 case files have no final grade yet."
    parts = re.split(r'<section[^>]* id="', render_html(snapshot))
    assert "no final grade yet" in parts[0]
    assert "no final grade yet" in next(part for part in parts if part.startswith("summary"))


def test_an_audit_without_any_result_can_be_shown(durham):
    snapshot = deepcopy(durham)
    empty = dict.fromkeys(durham["headline"]["counts"], 0)
    snapshot["headline"] |= {"counts": empty, "finding": "No files have been graded"}
    snapshot["headline"]["percentages"] = dict.fromkeys(durham["headline"]["percentages"])
    snapshot["breakdown"]["total"] = empty
    for area in snapshot["areas"]:
        area |= {"counts": empty, "strengths": [], "weaknesses": []}
    for part in ("supporting_figures", "next_steps", "sources", "local_authorities", "summary"):
        snapshot[part] = []
    snapshot["recommendations"] = {"total": 0, "in_words": "", "groups": []}
    text = Page(render_html(snapshot)).text
    assert "No recommendations have been made." in text
    assert "No common themes have been written yet." in text


def test_without_printed_shares_there_is_no_column_for_them(durham):
    snapshot = deepcopy(durham)
    for chapter in snapshot["supporting_figures"]:
        for figure in chapter["figures"]:
            figure["as_printed"] = ""
    assert "As printed" not in render_html(snapshot)


def test_a_scale_of_five_grades_can_be_shown(durham):
    snapshot = deepcopy(durham)
    codes = [f"step_{n}" for n in range(1, 6)]
    counts = {code: 2 for code in codes} | {"total": 10}
    snapshot["grades"] = [{"code": c, "title": c.title(), "in_report": c} for c in codes]
    snapshot["headline"] |= {"counts": counts, "percentages": dict.fromkeys(codes, 20.0)}
    snapshot["breakdown"]["total"] = counts
    for area in snapshot["areas"]:
        area["counts"] = counts
    text = Page(render_html(snapshot)).text
    assert "All areas 2 2 2 2 2 10" in text
    assert "Step_5 20.0% of 10" in text


def test_the_look_is_named_by_its_files(monkeypatch):
    before = template_sha256("case_file_audit")
    assert len(before) == 64
    monkeypatch.setattr("audit.documents.render.STYLESHEETS", ("base.css",))
    assert template_sha256("case_file_audit") != before


def test_missing_fonts_say_what_to_type(settings, tmp_path):
    settings.BUILD = tmp_path
    with pytest.raises(FontsMissingError, match="type 'make setup'"):
        font_files()


def test_the_page_carries_its_fonts(durham_html):
    assert durham_html.count("src: url(data:font/woff2;base64,") == len(fonts.WEIGHTS)
