"""Publishing a version of a report."""

from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Textarea


class PublishForm(GuardedForm):
    """A first version needs nothing said; a later one says what it changes."""

    correction = GuardedTextareaField(
        label="What does this version change?",
        help_text="It is printed in the report, so that readers of the last version can see it.",
        what="what this version changes",
        max_length=500,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args, is_first: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["correction"]
