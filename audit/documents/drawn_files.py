"""The graded files that Casemark drew at random, for setting any count of them beside another."""

from __future__ import annotations

from collections.abc import Set

from audit.documents.sampling import drawn_sample
from audit.models import CaseFile, Round
from audit.rules.comparison import Drawn
from audit.rules.intervals import Stratum


class DrawnFiles:
    """Of each stratum of a round's draw: how many cases it holds, and its files that have a final
    assessment (the key of that). `drawn` is False where Casemark drew nothing. Four queries."""

    def __init__(self, round: Round) -> None:
        sample = drawn_sample(round)
        self.title, self.drawn = round.title, sample is not None
        files = CaseFile.objects.filter(round=round, final_assessment__isnull=False)
        rows = files.drawn_by_casemark().order_by()
        finals: dict[int, set[int]] = {}
        for stratum, final in rows.values_list("sampled_case__stratum", "final_assessment"):
            finals.setdefault(stratum, set()).add(final)
        strata = sample.strata if sample else ()
        self._strata = [(row.eligible, finals.get(row.pk, set())) for row in strata]

    def share(self, base: Set[int], good: Set[int]) -> Drawn:
        """How many of the drawn files in `base` are in `good`; both hold final assessments.

        Where `base` is a part of all files (those of one area, those in which something is known)
        each stratum stands for as many of its cases as that part has among its graded files: the
        usual estimate for a domain (Cochran 1977, Sampling Techniques, section 5A.14).
        """
        strata = [
            Stratum(
                population=eligible * len(finals & base) / len(finals) if finals else eligible,
                graded=len(finals & base),
                good=len(finals & good),
            )
            for eligible, finals in self._strata
        ]
        return Drawn(self.title, tuple(row for row in strata if row.population))
