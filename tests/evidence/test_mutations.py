from __future__ import annotations

from tests.soak.length import tell, times
from tests.spreadsheets.test_mutations import ended_how

COUNT = times(20_000)


def test_whatever_is_changed_in_a_file_it_is_cleaned_or_refused(tmp_path, capsys):
    ended = ended_how("tests.evidence.mutations", COUNT, tmp_path)
    tell(capsys, f"{COUNT} changed files: {ended}")
