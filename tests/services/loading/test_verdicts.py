"""A later round's verdicts on what its folder says that it follows."""

from __future__ import annotations

import pytest

from audit.models import Verdict
from audit.services.loading.folder import LoadError
from audit.services.loading.service import round_load
from tests.services.loading.small_folder import FILES

HEADER = "document,recommendation,sub_point,movement,state_now,text\n"
WHOLE = "small-document,1,,improved,satisfactory,Reasons stand in most files.\n"
POINT = "small-document,1,2,not_reported,not_reported,\n"


@pytest.fixture
def follow(load, service, tmp_path):
    """Loads what follows the small audit, with these lines in verdicts.csv."""
    load()
    folder = tmp_path / "later"
    folder.mkdir()
    changed = {"code,small-audit": "code,later", "previous,": "previous,small-audit"}
    content = FILES["round.csv"]
    for old, new in changed.items():
        content = content.replace(old, new)
    (folder / "round.csv").write_text(content, "utf-8")

    def act(*lines: str):
        (folder / "verdicts.csv").write_text(HEADER + "".join(lines), "utf-8")
        return round_load(path=folder, by=service)

    return act


def test_verdicts_on_the_whole_and_on_points_are_loaded(follow):
    follow(WHOLE, POINT)
    whole, point = (
        Verdict.objects.get(sub_point=None),
        Verdict.objects.exclude(sub_point=None).get(),
    )
    assert (whole.movement, whole.state_now) == ("improved", "satisfactory")
    assert point.sub_point.text == "Why"
    assert point.is_silent


def test_a_second_loading_changes_nothing_and_what_is_gone_is_removed(follow):
    follow(WHOLE, POINT)
    assert not follow(WHOLE, POINT).wrote
    assert follow(WHOLE).outcome["removed"] == 1
    assert Verdict.objects.get().sub_point is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (WHOLE.replace(",1,", ",9,"), "small-document has no number 9 in what this one follows"),
        (WHOLE.replace("small-document", "other"), "other has no number 1"),
        (WHOLE.replace(",1,,", ",,,"), "recommendation is empty"),
        (POINT.replace(",2,", ",7,"), "recommendation 1 has no point 7"),
        (WHOLE.replace("improved", "better"), "“better” is not known"),
        (WHOLE.replace("Reasons stand in most files.", ""), "Say what you found"),
        (WHOLE + WHOLE, "this is there already, on line 2"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(follow, line, said):
    with pytest.raises(LoadError) as refused:
        follow(line)
    [problem] = refused.value.problems
    assert problem.startswith("verdicts.csv, line ")
    assert said in problem
    assert not Verdict.objects.exists()
