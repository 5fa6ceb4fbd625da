"""Every page of the site, for each role that sees it: (who, address, what it answers)."""

from __future__ import annotations

NOBODY = ""
AUDITOR, MODERATOR, MANAGER = "auditor@wexshire", "moderator@wexshire", "manager@wexshire"
OBSERVER, INSPECTOR, ADMIN = "observer@wexshire", "inspector@inspectorate", "admin@casemark"
ROLES = (AUDITOR, MODERATOR, MANAGER, OBSERVER, INSPECTOR, ADMIN)

ROUNDS = "/inspections-and-audits/"
OPEN, SIGNED_OFF, DURHAM = (
    f"{ROUNDS}{code}/" for code in ("wexshire-2026", "wexshire-2025", "durham-2019")
)
FOLLOWING = f"{ROUNDS}durham-review/"
DIP_SAMPLE = f"{ROUNDS}wexshire-dip-sample/"
"""Set up by tests/browser/demonstration.py, and not drawn yet."""
REPORT = "reports/case_file_audit/"
FOLLOW_UP = "reports/post_inspection_review/"

REVIEW = "/people/review/"
STEPS = (
    *("change", "disable", "enable", "sign-out", "second-step"),
    *("roles/give", "teams/give"),
)
SIGNED_OUT = (
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-no-longer-valid/",
    "{new_password}",
    "/account/password/reset/key/done/",
    "/account/signup/",
    "/account/inactive/",
    "/accessibility/",
)
ACCOUNT = (
    "/account/reauthenticate/",
    "/account/email/",
    "/account/confirm-email/",
    "/account/second-step/",
    "/account/second-step/totp/activate/",
    "/account/second-step/webauthn/",
    "/account/second-step/webauthn/add/",
)
EVERY_ROLE = (
    "/",
    ROUNDS,
    "/case-files/",
    "/concerns/",
    "/recommendations/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/logout/",
)
BY_ROLE = {
    AUDITOR: (
        *(OPEN, "{to_grade}", "{to_grade}grade/", "{to_grade}conflict/", "/my-cases/"),
        *("{to_grade}grade/check/", f"{OPEN}grid/", "{to_grade}concern/", "{concern}"),
        *("{to_grade}actions/add/", "{to_grade}feedback/"),
        *("{submitted}", "{reopen}", *ACCOUNT),
    ),
    MODERATOR: (
        OPEN,
        SIGNED_OFF,
        f"{OPEN}status/",
        f"{OPEN}workbook/",
        f"{OPEN}allocation/",
        f"{OPEN}allocation/?allocated=nobody",
        f"{OPEN}progress/",
        "{unallocated}allocate/",
        *("{unallocated}conflict/", "{conflict}remove/"),
        f"{OPEN}case-files/add/",
        *(f"{OPEN}sample/", f"{OPEN}sample/list/", f"{OPEN}sample/void/"),
        *(DIP_SAMPLE, f"{DIP_SAMPLE}sample/", f"{DIP_SAMPLE}sample/list/", "{drawn}exclude/"),
        *(f"{ROUNDS}open/dip-sample/", "{answered}dip-sample/", f"{SIGNED_OFF}facts/use/"),
        f"{OPEN}recommendations/add/",
        f"{OPEN}{REPORT}publish/",
        f"{OPEN}{REPORT}draft/",
        f"{SIGNED_OFF}facts/",
        f"{SIGNED_OFF}facts/?area=s47",
        f"{SIGNED_OFF}agreement/",
        f"{SIGNED_OFF}themes/",
        f"{SIGNED_OFF}themes/?area=s47",
        f"{SIGNED_OFF}themes/report/",
        "/case-files/?question=child-spoken-to&answer=yes",
        "/case-files/?status=to_grade&area=s47&sort=-grade",
        "{agreed}",
        "{agreed}feedback/",
        f"{OPEN}concerns/",
        f"{OPEN}concerns/?late=yes",
        f"{OPEN}contacts/",
        f"{OPEN}case-actions/",
        *("{concern}", "{concern}send-back/", "{concern}close/"),
        *(f"{{action}}{step}/" for step in ("change", "done", "check", "remove")),
        "{agreed}settle/",
        "{agreed}reopen/",
        "{submitted}settle/",
        "{submitted}queries/ask/",
        "{query}",
        f"{OPEN}moderation/",
        f"{OPEN}moderation/agree/",
        f"{OPEN}queries/",
        f"{OPEN}queries/?show=all",
        f"{OPEN}dip-check/",
        "{dip_check}",
        *(f"{OPEN}imports/", f"{OPEN}imports/new/", "{import}", "{import}?outcome=refused"),
        *(f"{{import}}{step}/" for step in ("columns", "cancel", "undo")),
        f"{OPEN}sign-off/",
        f"{SIGNED_OFF}sign-off/",
        f"{SIGNED_OFF}sign-off/reopen/",
        "{unallocated}grade/?areas=2",
        "/inspections-and-audits/open/",
        "{answered}",
        "{answered}history/",
        *(f"{OPEN}verdicts/", "{verdict}", f"{OPEN}compared/", "{answered}did-it-work/"),
        *(f"{OPEN}{FOLLOW_UP}publish/", f"{OPEN}{FOLLOW_UP}draft/"),
        "{submitted}history/",
        "{submitted}history/?reads=yes",
        "{assessment}history/",
        "/administration/audit/casefile/",
        "/administration/audit/assessment/",
        "/administration/audit/round/add/",
    ),
    MANAGER: (
        *(OPEN, SIGNED_OFF, DURHAM, "{answered}", "{recorded}"),
        *("/calendar-feeds/", "/calendar-feeds/make/", "{feed}revoke/", "{response}more-time/"),
        *("{concern}", "{concern}acknowledge/", "{concern}answer/"),
        *("{evidence}", "{evidence}withdraw/"),
        *(FOLLOWING, f"{FOLLOWING}verdicts/", f"{FOLLOWING}compared/"),
    ),
    OBSERVER: (
        *(DURHAM, f"{DURHAM}facts/", f"{DURHAM}agreement/", f"{DURHAM}themes/"),
        *(f"{DURHAM}{REPORT}1/", "{recorded}"),
    ),
    INSPECTOR: (
        DURHAM,
        "{reconstructed}",
        "{recorded}",
        f"{DURHAM}recommendations/add/",
        f"{DURHAM}{REPORT}publish/",
        f"{DURHAM}{REPORT}draft/",
    ),
    ADMIN: (
        "/administration/",
        "/administration/audit/force/",
        "/administration/audit/force/add/",
        "/people/",
        "/people/?force=wexshire&role=manager",
        "/people/invite/",
        "{person}",
        "{person}history/",
        *(f"{{person}}{step}/" for step in STEPS),
        "{role}end/",
        "{team}end/",
        REVIEW,
        f"{REVIEW}no-force/",
        f"{REVIEW}forces/wexshire/",
        "/jobs/",
        "/trail/",
        "/trail/?event=user.signed_in",
    ),
}
REFUSED = (
    (AUDITOR, f"{OPEN}{REPORT}publish/", 403),
    (AUDITOR, f"{OPEN}{REPORT}draft/", 403),
    (MODERATOR, "/people/", 403),
    (OBSERVER, OPEN, 404),
    (MODERATOR, "/no-such-page/", 404),
    (NOBODY, "/account/login/no-such-page/", 404),
)
PAGES = (
    *((NOBODY, address, 200) for address in SIGNED_OUT),
    *((role, address, 200) for role in ROLES for address in (*EVERY_ROLE, *BY_ROLE[role])),
    *REFUSED,
)
FORMS = (
    (NOBODY, "/account/login/", "Sign in"),
    (NOBODY, "/account/password/reset/", "Send the e-mail"),
    (NOBODY, "{new_password}", "Save the password"),
    (ADMIN, "/people/invite/", "Send the invitation"),
    (ADMIN, "{person}disable/", "Switch off"),
    (ADMIN, "{person}roles/give/", "Give the role"),
    (ADMIN, "{person}teams/give/", "Put on the team"),
    (ADMIN, f"{REVIEW}forces/wexshire/", "Save the review"),
    (AUDITOR, "/account/password/change/", "Change the password"),
    (AUDITOR, "/account/second-step/totp/activate/", "Set up the app"),
    (AUDITOR, "{to_grade}grade/", "Check your answers"),
    (AUDITOR, "{to_grade}conflict/", "Declare it"),
    (AUDITOR, "{reopen}", "Reopen the assessment"),
    (MODERATOR, f"{OPEN}allocation/", "Check what this would do"),
    (AUDITOR, "{to_grade}concern/", "Raise the concern"),
    (AUDITOR, "{to_grade}actions/add/", "Add the case action"),
    (MANAGER, "{concern}answer/", "Send the answer"),
    (MANAGER, "/calendar-feeds/make/", "Make the feed"),
    (MANAGER, "{evidence}withdraw/", "Withdraw it"),
    (MODERATOR, "{action}check/", "Save the check"),
    (MODERATOR, "{action}remove/", "Remove it"),
    (MODERATOR, "{unallocated}grade/?areas=2", "Check your answers"),
    (MODERATOR, "{submitted}queries/ask/", "Ask"),
    (MODERATOR, "{agreed}reopen/", "Reopen the agreed grade"),
    (MODERATOR, f"{OPEN}moderation/agree/", "Agree these case files"),
    (MODERATOR, f"{SIGNED_OFF}sign-off/reopen/", "Open it again"),
    (MODERATOR, f"{OPEN}status/", "Change the status"),
    (MODERATOR, f"{OPEN}themes/report/", "Take it into the report"),
    (MODERATOR, f"{OPEN}case-files/add/", "Add the case file"),
    (MODERATOR, f"{OPEN}sample/void/", "Void the sample"),
    (MODERATOR, f"{DIP_SAMPLE}sample/list/", "Continue"),
    (MODERATOR, "{drawn}exclude/", "Exclude the case"),
    (MODERATOR, f"{ROUNDS}open/dip-sample/", "Set it up"),
    (MODERATOR, f"{SIGNED_OFF}facts/use/", "Use this figure"),
    (MODERATOR, f"{OPEN}recommendations/add/", "Add the recommendation"),
    (MODERATOR, "{verdict}", "Save the verdict"),
    (INSPECTOR, f"{DURHAM}{REPORT}publish/", "Publish version 2"),
)
