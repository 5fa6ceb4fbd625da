"""The admin, one module a subject. Importing this registers them all."""

from audit.admin import assessments, case_files, people, recommendations, reference, reports, rounds
from audit.admin.site import site

__all__ = [
    "assessments",
    "case_files",
    "people",
    "recommendations",
    "reference",
    "reports",
    "rounds",
    "site",
]
