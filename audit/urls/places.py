"""What addresses begin with. They hold codes and references, never a name or free text."""

ROUND = "inspections-and-audits/<slug:code>/"
REPORT = ROUND + "reports/<slug:kind>/"
CASE_FILE = "case-files/<slug:reference>/"
ASSESSMENT = "assessments/<int:pk>/"
