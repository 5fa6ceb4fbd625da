"""Four people of Wexshire's cast at their browsers, and what they remember of their audit."""

from __future__ import annotations

from tests.walks.visitor import Visitor

AMINA, BEN = "Amina Hall", "Ben Otieno"


class FourPeople:
    def __init__(self) -> None:
        self.moderator = Visitor("moderator@wexshire.example")
        self.manager = Visitor("manager@wexshire.example")
        self.auditors = {
            AMINA: Visitor("auditor@wexshire.example"),
            BEN: Visitor("auditor2@wexshire.example"),
        }
        self.files: list[str] = []
        """References; a file's place in the list decides what is found in it."""
        self.asked: dict[str, dict[str, str]] = {AMINA: {}, BEN: {}}
        """Name → reference → which of the gradings it is."""
        self.given: dict[str, dict[str, str]] = {}
        """Reference → name → grade."""
        self.agreed: dict[str, str] = {}
        self.leaks: list[str] = []
        self.blind_pages = 0
        """So many pages were looked at for what they must not show."""
        self.listed = 0
        """So many rows of lists showed a grade, as they may of a file that one person graded."""

    @property
    def everybody(self) -> list[Visitor]:
        return [self.moderator, *self.auditors.values(), self.manager]

    def at(self, by: Visitor, words: str) -> Visitor:
        """Gone to a page of the audit from the audit's own."""
        by.open(self.audit)
        by.follow(words)
        return by

    def cases_of(self, by: Visitor) -> dict[str, str]:
        """Their own cases: reference → which of the gradings, from every page of the list."""
        by.open("/")
        by.follow("My cases")
        found = {row[0]: row[3] for row in by.page.rows[1:]}
        while "Next page" in by.page.links:
            by.follow("Next page")
            found |= {row[0]: row[3] for row in by.page.rows[1:]}
        return found

    def matches(self, reference: str) -> bool:
        return len(set(self.given[reference].values())) == 1
