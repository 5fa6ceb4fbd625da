"""The columns of a sheet of recommendations, in the order of the template."""

from __future__ import annotations

from audit.spreadsheets.columns import Column

RECOMMENDATION_COLUMNS = (
    Column("number", "Number", ("No", "Recommendation number"), required=True),
    Column("kind", "Kind", ("Type", "What it is")),
    Column("title", "Title", ("Heading", "Short title"), required=True),
    Column("text", "Text", ("Recommendation", "Full text", "What it asks for"), required=True),
    Column("chapter", "Chapter", ("Stage", "Section")),
    Column("areas", "Areas", ("Area", "Area of practice", "Case types")),
    Column("themes", "Themes", ("Theme",)),
    Column("time_limit", "Time limit", ("Timescale", "Timescales")),
    Column("due_by", "Due by", ("Due date", "Date due", "Deadline")),
    Column("sub_points", "Sub-points", ("Sub points", "Points")),
    Column("parent", "Held by", ("Cause of concern", "Held by cause of concern")),
)
