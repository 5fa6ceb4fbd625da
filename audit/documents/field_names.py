"""What the fields of a case file are called, by the codes that queries name them with."""

from __future__ import annotations

from collections.abc import Collection

from audit.models import AreaOfPractice, Framework, Question, Stage

WHOLE_FILE = ""
PLAIN = {
    WHOLE_FILE: "The whole of it",
    "overall": "Overall grade",
    "rationale": "Reason for the grade",
    "systems": "Systems looked at",
}
AREA, STAGE, ANSWER = "area", "stage", "answer"


def field_names(framework: Framework, within: Collection[AreaOfPractice] = ()) -> dict[str, str]:
    """Code → name, of every field that a file under this framework can have, or that one under
    these areas has. Three queries."""
    of = {"framework": framework}
    areas = [(one.code, one.title) for one in within] or AreaOfPractice.objects.filter(
        **of
    ).values_list("code", "title")
    stages, questions = Stage.objects.filter(**of, is_stage=True), Question.objects.filter(**of)
    if within:
        stages, questions = stages.for_areas(within), questions.for_areas(within)
    stages = stages.values_list("code", "title")
    questions = questions.order_by("stage__order", "order")
    return {
        **PLAIN,
        **{f"{AREA}:{code}": f"Grade: {title}" for code, title in areas},
        **{f"{STAGE}:{code}": title for code, title in stages},
        **{f"{ANSWER}:{code}": text for code, text in questions.values_list("code", "text")},
    }
