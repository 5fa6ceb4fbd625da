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
REPORT = "reports/case_file_audit/"

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
    "/recommendations/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/logout/",
)
BY_ROLE = {
    AUDITOR: (OPEN, "{to_grade}", "{to_grade}grade/", "{submitted}", "{reopen}", *ACCOUNT),
    MODERATOR: (
        OPEN,
        SIGNED_OFF,
        f"{OPEN}status/",
        f"{OPEN}case-files/add/",
        f"{OPEN}recommendations/add/",
        f"{OPEN}{REPORT}publish/",
        f"{OPEN}{REPORT}draft/",
        "/case-files/?status=to_grade&area=s47&sort=-grade",
        "{agreed}",
        "{unallocated}grade/?areas=2",
        "/inspections-and-audits/open/",
        "{answered}",
        "{answered}history/",
        "{submitted}history/",
        "{submitted}history/?reads=yes",
        "{assessment}history/",
        "/administration/audit/casefile/",
        "/administration/audit/assessment/",
        "/administration/audit/round/add/",
    ),
    MANAGER: (OPEN, SIGNED_OFF, DURHAM, "{answered}", "{recorded}"),
    OBSERVER: (DURHAM, f"{DURHAM}{REPORT}1/", "{recorded}"),
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
    (AUDITOR, "{to_grade}grade/", "Submit the grade"),
    (AUDITOR, "{reopen}", "Reopen the assessment"),
    (MODERATOR, "{unallocated}grade/?areas=2", "Submit the grade"),
    (MODERATOR, f"{OPEN}status/", "Change the status"),
    (MODERATOR, f"{OPEN}case-files/add/", "Add the case file"),
    (MODERATOR, f"{OPEN}recommendations/add/", "Add the recommendation"),
    (INSPECTOR, f"{DURHAM}{REPORT}publish/", "Publish version 2"),
)
