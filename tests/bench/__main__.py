"""`make bench`: prints speed and memory beside a comparison. It asserts nothing."""

from __future__ import annotations

import os

import django

from tests.bench.table import show


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["CASEMARK_ENV"] = "test"
    django.setup()
    # Not at the top: they need Django set up.
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import (
        breakdown,
        grading,
        imports,
        pdf,
        queries,
        register,
        sampling,
        scope,
        trail,
    )
    from tests.browser.database import temporary_database

    with temporary_database("casemark_bench") as folder:
        call_command("load_reference")
        show("The Durham report as PDF", "headless Chromium", pdf.measure(folder))
        show("A draw from 100,000 cases", "the plain thing", sampling.measure())
        title = f"Importing graded cases on {connection.display_name}"
        show(title, "the same rows without rules", imports.measure())
        show("Grading in a round of 1,000 files", "one of 10 files", grading.measure_queries())
        title = f"Grading on {connection.display_name}"
        show(title, "a bare form that saves one row", grading.measure_times())
        show("Queries per page for 1,000 rows", "those for 10 rows", queries.measure())
        show("Scope and trail, queries per page", "the page without both", scope.measure_queries())
        title = f"Scope: 25 of 100,000 case files in 43 forces on {connection.display_name}"
        show(title, "the list without it", scope.measure_lists())
        title = f"Register: 50,000 answers in 43 forces on {connection.display_name}"
        show(title, "the same page with that force's alone", register.measure())
        title = f"The breakdown of an audit on {connection.display_name}"
        show(title, "the same counts in plain SQL", breakdown.measure())
        title = f"Trail: 10,000 entries on {connection.display_name}"
        show(title, "a plain counterpart", trail.measure(folder))


if __name__ == "__main__":
    main()
