"""The columns of a sheet of published counts, in the order of the template."""

from __future__ import annotations

from audit.spreadsheets.columns import Column

HEADLINE = "All case files"
"""What stands in the column of areas for the headline; nothing stands for it as well."""
COUNT_COLUMNS = (
    Column("area", "Area", ("Areas", "Area of practice", "Case type")),
    Column("grade", "Grade", ("Judgement", "Rating"), required=True),
    Column("count", "Count", ("Number", "Case files", "Files", "How many"), required=True),
    Column("source_note", "Source note", ("Source", "Where it is printed", "Page")),
)
