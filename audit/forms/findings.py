"""Taking a counted theme into the report."""

from __future__ import annotations

from typing import Any

from audit.forms.fields import ChoiceField, GovukForm, RowField
from audit.forms.widgets import Radios
from audit.models import AreaOfPractice, Round, Theme, User
from audit.rules.grading import Polarity


class CommonThemeForm(GovukForm):
    """Areas and themes are those of the framework, by their codes."""

    area = RowField(
        queryset=None, to_field_name="code", label="Which area of practice?", what="the area"
    )
    theme = RowField(queryset=None, to_field_name="code", label="Which theme?", what="the theme")
    polarity = ChoiceField(
        label="Seen as what?", what="a strength or a weakness", choices=Polarity, widget=Radios
    )

    def __init__(self, *args: Any, round: Round, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {"framework": round.framework_id}
        self.fields["area"].queryset = AreaOfPractice.objects.visible_to(user).filter(**own)
        self.fields["theme"].queryset = Theme.objects.visible_to(user).filter(**own)
