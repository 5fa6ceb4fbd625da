"""What a report says beside its counts: common themes that were counted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from audit.documents.counted_files import counted_files
from audit.documents.themes import ThemeCount, round_themes
from audit.models import AreaOfPractice, CaseFile, CommonTheme, Round, Theme, User
from audit.permissions import Right, require
from audit.rules.grading import Polarity
from audit.rules.problems import Problem
from audit.services.saving import save_checked


@transaction.atomic
def common_theme_add(
    *, round: Round, area: AreaOfPractice, theme: Theme, polarity: str, by: User
) -> CommonTheme:
    """A theme that was counted in an area becomes a common theme of the report.

    Its text says what was counted; whoever writes the report may change it. The round's row is
    locked, so that two who click at once do not both add it.
    """
    require(by, Right.WRITE_FINDINGS, round)
    Round.objects.select_for_update().get(pk=round.pk)
    count = _counted(round, area, theme)
    own = CommonTheme.objects.filter(round=round, area=area, polarity=polarity)
    last = own.aggregate(last=Max("order"))["last"] or 0
    seen = getattr(count, polarity) if count else 0
    text = f"{theme.title} (seen in {seen} of {count.files} files)" if count else theme.title
    common = CommonTheme(round=round, area=area, polarity=polarity, text=text, order=last + 1)
    problems = _problems(theme, area, polarity, seen, already=own.filter(themes=theme).exists())
    save_checked(common, by=by, right=Right.WRITE_FINDINGS, on=round, problems=problems)
    common.themes.set([theme])
    return common


def _counted(round: Round, area: AreaOfPractice, theme: Theme) -> ThemeCount | None:
    themes = round_themes(round, counted_files(CaseFile.objects.filter(round=round)))
    found = (rows for counted, _, rows in themes.by_area if counted == area)
    return next((row for row in next(found, ()) if row.theme == theme), None)


def _problems(
    theme: Theme, area: AreaOfPractice, polarity: str, seen: int, *, already: bool
) -> list[Problem]:
    name = Polarity(polarity).label.lower()
    if already:
        return [Problem("theme", f"“{theme}” stands in the report as a {name} of this area.")]
    if not seen:
        return [
            Problem("theme", f"“{theme}” was not seen as a {name} in any file of {area.title}.")
        ]
    return []
