"""An internal audit of forty case files by four people of the cast, step by step, from the list of
cases to the published report. Every word, name and number in it is invented."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from audit.clock import today
from tests.walks.blind_grading import PHRASES, WORDS, BlindGrading
from tests.walks.four_people import AMINA, BEN

TITLE = "Internal audit of forty case files"
AREAS = ("s47", "missing", "cse")
FRAME, SAMPLE, SHARE = 300, 40, 70


def frame() -> bytes:
    lines = ["local number,area,team,period,excluded because"]
    lines += [
        f"WXC/25/{n:05},{AREAS[n % 3]},Team {n % 4},October 2025,"
        + ("Still before the court" if n % 100 == 7 else "")
        for n in range(FRAME)
    ]
    return "\n".join(lines).encode()


class FortyFiles(BlindGrading):
    def walk(self) -> None:
        self.open_the_audit()
        self.name_the_contact()
        self.draw_the_sample()
        self.exclude_one()
        self.start_the_fieldwork()
        self.allocate_all()
        self.declare_a_conflict()
        self.raise_a_concern_from_a_draft()
        self.answer_and_close_the_concern()
        self.grade_all()
        self.put_one_case_right()
        self.ask_a_query()
        self.try_to_sign_off()
        self.resolve_the_query()
        self.agree_those_alike()
        self.settle_one_by_one()
        self.sign_off()
        self.publish()

    # --- before the grading

    def open_the_audit(self) -> None:
        by = self.moderator
        by.follow("Inspections and audits")
        by.follow("Open an inspection or audit")
        by.send("Open it", title=TITLE, fieldwork_started=today())
        self.audit = by.address

    def name_the_contact(self) -> None:
        by = self.at(self.moderator, "Contacts for immediate concerns")
        by.send("Save the contacts", contact="Priya Nair", telephone="01632 960123")

    def draw_the_sample(self) -> None:
        by = self.at(self.moderator, "Draw a sample")
        file = SimpleUploadedFile("list.csv", frame(), "text/csv")
        by.send("Continue", frame=file, number_kind="crime", columns=["Area"], total=str(SAMPLE))
        by.send("Draw the sample")
        self.drawn = by.page.text

    def exclude_one(self) -> None:
        by = self.at(self.moderator, "Sample")
        by.follow("Exclude ")
        by.send("Exclude the case", reason="The file is a test record.")
        self.replaced = by.page.text
        self.files = sorted(
            words for words, to in by.page.links.items() if to == f"/case-files/{words}/"
        )

    def start_the_fieldwork(self) -> None:
        self.at(self.moderator, "Change status").send("Change the status", status="fieldwork")

    def allocate_all(self) -> None:
        by = self.at(self.moderator, f"Give out {SAMPLE} case files")
        both, due = list(self.auditors), today() + timedelta(days=14)
        by.send("Check what this would do", first=both, second=both, share=str(SHARE), due_on=due)
        by.send(f"Allocate {SAMPLE} case files")

    def declare_a_conflict(self) -> None:
        by = self.auditors[BEN]
        cases = self.cases_of(by).items()
        self.conflicted = next(one for one, which in cases if which == "Second of two")
        by.open(f"/case-files/{self.conflicted}/")
        by.follow("Declare a conflict of interest")
        by.send("Declare it", reason="I supervised the officer in this case.")
        self.asked = {name: self.cases_of(one) for name, one in self.auditors.items()}

    # --- an immediate concern, a case action, a query

    def raise_a_concern_from_a_draft(self) -> None:
        by = self.auditors[AMINA]
        self.worrying = min(self.asked[AMINA])
        by.open("/")
        by.follow("My cases")
        by.follow(self.worrying)
        by.follow("Grade this case file")
        by.send("Raise an immediate concern", rationale="Half read. " + PHRASES[AMINA])
        assert "01632 960123" in by.page.text
        by.send(
            "Raise the concern",
            told_whom="The duty inspector",
            rang_on=today(),
            rang_time="00:00",
            kind="child_at_risk",
            what="The child goes home to the suspect tonight.",
        )
        self.concern = by.address

    def answer_and_close_the_concern(self) -> None:
        self.manager.open("/")
        self.manager.open(self.concern)
        self.manager.send("I have seen it and act on it")
        self.manager.follow("Say what was done")
        self.manager.send(
            "Send the answer",
            done="Officers went there at once.",
            child_safe="A sergeant has seen the child at the grandmother's home.",
        )
        by = self.auditors[AMINA]
        by.open(self.concern)
        by.follow("Close the concern")
        by.send("Close the concern")

    def put_one_case_right(self) -> None:
        by = self.auditors[AMINA]
        file = f"/case-files/{self.worrying}/"
        by.open(file)
        by.follow("Add a case action")
        by.send(
            "Add the case action",
            what="Write down why the child went home.",
            owner="The supervisor of the child abuse team",
            due_on=today(),
        )
        by.open(file)
        by.follow("Mark as done")
        by.send("Mark it as done", note="It is written down.")
        self.moderator.open(file)
        self.moderator.follow("Check case action 1")
        self.moderator.send("Save the check", is_done="Yes", note="It is in the record.")

    def ask_a_query(self) -> None:
        by = self.moderator
        self.queried = next(one for one in self.files if len(self.given[one]) == 1)
        by.open(f"/case-files/{self.queried}/")
        by.follow("Ask investigation")
        by.send("Ask", text="Who saw the child?")
        self.query = by.address

    def resolve_the_query(self) -> None:
        [name] = self.given[self.queried]
        by = self.auditors[name]
        by.open("/")
        by.follow(f"Case file {self.queried}")
        by.send("Send", text="A teacher saw the child at school.")
        self.moderator.open(self.query)
        self.moderator.send("Resolve the query")

    # --- settling, signing off, publishing

    def try_to_sign_off(self) -> None:
        by = self.at(self.moderator, "Sign-off")
        assert all("Sign off" not in form.buttons for form in by.forms())
        self.refused = by.page.text

    def agree_those_alike(self) -> None:
        by = self.at(self.moderator, "Moderation")
        alike = [one for one in self.files if self.matches(one)]
        by.follow(f"Agree {len(alike)} where assessors match")
        by.send("Agree these case files", why="The assessors gave the same grades.")
        self.agreed |= {one: min(self.given[one].values()) for one in alike}

    def settle_one_by_one(self) -> None:
        """Each at the grade that Ben gave."""
        by = self.moderator
        for reference in [one for one in self.files if not self.matches(one)]:
            self.at(by, "Moderation").follow(reference)
            [asked] = [
                name
                for name in by.form_with("Agree this grade").offered
                if name.startswith("grade-")
            ]
            grade = self.given[reference][BEN]
            by.send("Agree this grade", **{asked: WORDS[grade], "why": "Read both, and the file."})
            self.agreed[reference] = grade

    def sign_off(self) -> None:
        by = self.at(self.moderator, "Sign it off")
        by.send("Sign off")

    def publish(self) -> None:
        by = self.at(self.moderator, "Publish a version of the report")
        by.send("Publish version 1")
        by.follow("Page of version 1")
