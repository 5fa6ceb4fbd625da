"""What the audit trail's events are called in plain English, after the name of whoever did it."""

from __future__ import annotations

WORDS = {
    "case_file.added": "added the case file",
    "case_file.imported": "imported the case file",
    "case_file.changed": "changed the case file",
    "case_file.allocated": "allocated the case file",
    "case_file.drawn": "drew the case file at random",
    "sample.drawn": "drew the sample",
    "sample.voided": "voided the sample",
    "sample.read": "looked at the sample",
    "sample.numbers_revealed": "looked at the local numbers of the sample",
    "sample.record_downloaded": "downloaded the sampling record",
    "sampled_case.excluded": "excluded the case from the sample",
    "sampled_case.brought_in": "brought the case in from the reserve",
    "case_file.read": "read the case file",
    "case_files.searched": "searched the case files",
    "casefile.searched": "searched the case files in the administration pages",
    "assessment.searched": "searched the assessments in the administration pages",
    "local_number.added": "added a local number",
    "local_numbers.revealed": "looked at the local numbers",
    "assessment.read": "read the assessment",
    "assessment.saved": "saved a draft of the assessment",
    "assessment.submitted": "submitted the assessment",
    "assessment.reopened": "reopened their assessment",
    "assessment.returned": "returned the assessment",
    "assessment.set_aside": "set the assessment aside",
    "assessment.restored": "gave the assessment back to its assessor as a draft",
    "conflict.declared": "declared a conflict of interest",
    "conflict.deleted": "removed a conflict of interest",
    "assessment.agreed": "agreed the grade",
    "assessment.agreement_reopened": "reopened the agreed grade",
    "query.asked": "asked a query",
    "query.answered": "wrote to a query",
    "query.resolved": "resolved a query",
    "query.reopened": "opened a query again",
    "query.read": "read a query",
    "round.dip_checked": "drew agreed files for a dip check",
    "dip_check.done": "checked an agreed file",
    "concern.raised": "raised the immediate concern",
    "concern.acknowledged": "acknowledged the immediate concern",
    "concern.answered": "said what was done about the immediate concern",
    "concern.sent_back": "sent the immediate concern back",
    "concern.escalated": "told more people of the immediate concern, because it was late",
    "concern.closed": "closed the immediate concern",
    "concern.read": "read the immediate concern",
    "round.contacts_named": "named the contacts for immediate concerns",
    "case_action.added": "added the case action",
    "case_action.changed": "changed the case action",
    "case_action.done": "marked the case action as done",
    "case_action.checked": "checked the case action",
    "case_action.returned": "found the case action not done, and returned it",
    "case_action.removed": "removed the case action",
    "case_actions.read": "read the case actions",
    "feedback_note.read": "read the feedback note",
    "feedback_note.printed": "printed the feedback note",
    "import_run.started": "chose a spreadsheet to import",
    "import_run.matched": "said what the columns of a spreadsheet are",
    "import_run.checked": "had the rows of a spreadsheet checked",
    "import_run.queued": "confirmed the import of a spreadsheet",
    "import_run.changed_since": "confirmed an import that was no longer what had been shown",
    "import_run.done": "imported a spreadsheet",
    "import_run.undone": "undid the import of a spreadsheet",
    "import_run.cancelled": "cancelled the import of a spreadsheet",
    "import_run.lapsed": "ended an import that nobody had confirmed in 7 days",
    "import_run.read": "read what an import would do",
    "import_run.returned": "took a spreadsheet back with its errors",
    "response.opened": "put the recommendation to the force",
    "round.opened": "opened the inspection or audit",
    "round.questions_chosen": "chose the questions of the dip sample",
    "round.loaded": "loaded the inspection or audit from files",
    "round.planned": "moved the inspection or audit back to planned",
    "round.fieldwork": "began the fieldwork",
    "round.signed_off": "signed the inspection or audit off",
    "round.reopened": "opened the inspection or audit again",
    "round.published": "published the results",
    "round.answers_read": "read the answers of their own case files",
    "round.figures_exported": "exported the figures",
    "round.workbook_taken_out": "took the whole inspection or audit out as a workbook",
    "round.workbook_loaded": "loaded a workbook into the inspection or audit",
    "round.own_workbook_taken_out": "took their own case files away as a workbook",
    "report.published": "published a version of the report",
    "report.read": "read the report",
    "report.downloaded": "downloaded the report",
    "report.draft_read": "read a draft of the report",
    "report.draft_downloaded": "downloaded a draft of the report",
    "forcemembership.added": "gave the person a role",
    "forcemembership.deleted": "ended a role of the person",
    "roundmember.added": "put the person on a team",
    "roundmember.deleted": "took the person off a team",
    "user.added": "made the account",
    "user.changed": "changed the account",
    "user.invited": "sent the person an invitation",
    "user.disabled": "switched the person’s account off",
    "user.enabled": "switched the person’s account on again",
    "user.signed_out": "signed the person out everywhere",
    "user.second_step_reset": "took the person’s second step away",
    "user.signed_in": "signed in",
    "user.sign_in_failed": "noted an attempt to sign in that failed",
    "user.locked": "left their session until it locked",
    "user.unlocked": "unlocked their session",
    "user.password_changed": "changed their password",
    "user.recovery_code_used": "signed in with a recovery code",
    "user.session_ended": "ended one of their sessions",
    "user.second_step_added": "set up a second step",
    "user.second_step_removed": "removed a second step",
    "user.second_step_renewed": "made new recovery codes",
    "access.reviewed": "reviewed who can see what",
    "refused.not_found": "asked for something that does not exist or that they may not see",
    "refused.no_right": "asked for something that their role does not include",
    "refused.choice": "sent a choice that the form did not offer",
}
"""Events that are named one by one. Those of plain rows are a model's name and a DID."""

TAKEN_OUT = {
    "access_review": "the roles and teams of a force",
    "access_reviews": "the reviews of access",
    "agreement": "the figures of agreement",
    "allocation": "who grades which case files",
    "all_grade_figures": "the figures by area and grade of all inspections and audits",
    "answers": "the answers of their own case files",
    "case_actions": "case actions",
    "case_files": "case files",
    "concerns": "immediate concerns",
    "dip_checks": "the dip check",
    "facts": "the facts counted",
    "grade_figures": "the figures by area and grade",
    "imports": "the list of imports",
    "inspections_and_audits": "the list of inspections and audits",
    "jobs": "background jobs",
    "moderation": "the case files to agree",
    "my_cases": "their own case files",
    "people": "the list of people",
    "progress": "how far the grading is",
    "queries": "queries",
    "recommendations": "recommendations",
    "samples": "the cases of the sample",
    "themes": "the themes counted",
    "trail": "entries of the audit trail",
}
"""What leaves as a spreadsheet or data; the event is its code and ".exported"."""
WORDS |= {
    f"{code}.exported": f"took out {what} as a spreadsheet or data"
    for code, what in TAKEN_OUT.items()
}

DID = {"added": "added", "changed": "changed", "deleted": "removed"}

READS = frozenset(
    {
        *("case_file.read", "assessment.read", "local_numbers.revealed"),
        *("query.read", "round.answers_read", "import_run.read", "import_run.returned"),
        *("sample.read", "sample.numbers_revealed", "sample.record_downloaded"),
        *("concern.read", "case_actions.read", "feedback_note.read", "feedback_note.printed"),
    }
    | {event for event in WORDS if event.startswith("report.") and event != "report.published"}
)
"""Looking, as opposed to doing: shown in a history only to those who ask who has looked."""


def event_words(event: str, noun: str = "") -> str:
    """Such as "submitted the assessment"; `noun` is what a plain row is called.

    Raises KeyError for an event that has no words.
    """
    if event in WORDS:
        return WORDS[event]
    return f"{DID[event.rpartition('.')[2]]} the {noun or event.partition('.')[0]}"
