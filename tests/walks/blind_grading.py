"""Forty case files graded by two auditors, most by both, neither knowing the other's grade."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.walks.four_people import AMINA, BEN, FourPeople

GRADES = ("good", "requires_improvement", "inadequate")
WORDS = dict(zip(GRADES, ("Good", "Requires improvement", "Inadequate"), strict=True))
KNOWN = datetime(2025, 10, 6, 9, 30)
HOURS = (1, 4, 13, 30)
"""From knowing of the risk to sharing it, by turns of the files."""
PHRASES = {AMINA: "Written at the first desk.", BEN: "Written at the second desk."}
"""By which either would know what the other wrote."""


class BlindGrading(FourPeople):
    def grade_all(self) -> None:
        """By turns, so that each grades files that the other has handed in, and is blind."""
        early, late = [self.files[n::2] for n in (0, 1)]
        for name, files in ((AMINA, early), (BEN, self.files), (AMINA, late)):
            self.look_around(name)
            for reference in files:
                if reference in self.asked[name]:
                    self.grade(name, reference)

    def grade(self, name: str, reference: str) -> None:
        by, grade = self.auditors[name], self.grade_of(name, reference)
        seen = len(by.seen)
        by.open(f"/case-files/{reference}/grade/")
        by.send("Check your answers", **self.found_in(reference, name, grade))
        self.note_leaks(name, by.seen[seen:])
        by.send("Submit")
        self.given.setdefault(reference, {})[name] = grade

    def grade_of(self, name: str, reference: str) -> str:
        """The two differ by one grade in every fifth file."""
        place = self.files.index(reference)
        differs = name == BEN and place % 5 == 0 and reference in self.asked[AMINA]
        return GRADES[(place + differs) % len(GRADES)]

    def found_in(self, reference: str, name: str, grade: str) -> dict[str, object]:
        place = self.files.index(reference)
        known = KNOWN + timedelta(days=place % 15)
        saw = {"weaknesses": ["Recording of decisions and actions"]}
        if grade == "good":
            saw = {"strengths": ["Engaging with the child"]}
        return saw | {
            "answer-child-spoken-to": "Yes" if place % 4 else "Not recorded",
            "answer-risk-known-at": known,
            "answer-risk-shared-at": known + timedelta(hours=HOURS[place % len(HOURS)]),
            "stage-investigation-grade": WORDS[grade],
            "stage-trusted-adult-grade": "Not applicable",
            "stage-investigation-well": "The first hour was used.",
            "grade": WORDS[grade],
            "rationale": f"The file shows it. {PHRASES[name]}",
            "systems_looked_at": "The crime record",
        }

    # --- what they must not see

    def look_around(self, name: str) -> None:
        """Lists and counts, before they grade: all that leads anywhere from the audit's page."""
        by, seen = self.auditors[name], len(self.auditors[name].seen)
        self.cases_of(by)
        by.open("/case-files/")
        self.note_listed(name)
        while "Next page" in by.page.links:
            by.follow("Next page")
            self.note_listed(name)
        by.open(self.audit)
        for address in sorted(by.page.addresses):
            if address.startswith(self.audit) and "." not in address:
                by.open(address)
        for reference in [one for one in self.given if self.is_blind(name, one)][:3]:
            by.open(f"/case-files/{reference}/")
            by.follow("History of this case file")
        self.note_leaks(name, by.seen[seen:])

    def note_listed(self, name: str) -> None:
        """Of a file that both grade no list shows a grade before the reader's own is in."""
        for row in self.auditors[name].page.rows:
            reference = row[0].split()[0] if row and row[0] else ""
            if set(row) & set(WORDS.values()):
                self.listed += 1
                self.leaks += [f"{name}: {row}"] if self.is_blind(name, reference) else []

    def is_blind(self, name: str, reference: str) -> bool:
        mine = name in self.given.get(reference, {})
        return not mine and all(reference in files for files in self.asked.values())

    def note_leaks(self, name: str, seen: list[tuple[str, str]]) -> None:
        [other] = set(PHRASES) - {name}
        self.blind_pages += len(seen)
        self.leaks += [f"{name}: {address}" for address, text in seen if PHRASES[other] in text]
