"""Why a file is refused as a whole: one sentence that says what to do."""

from __future__ import annotations


class UnreadableError(Exception):
    """A file that is not read; its message is for the person who chose it."""


TOO_LARGE = "The file is larger than {megabytes} MB. Split it, or take out what is not needed."
EMPTY = "The file is empty. Choose one with a heading line and a row for each case."
ENCRYPTED = "The file is protected with a password. Save it without one and choose it again."
MACROS = "The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."
ARCHIVE = "This is an archive and no workbook. Take the workbook out of it and choose that."
DAMAGED = "The file is damaged or incomplete. Open it, save it again and choose the new one."
UNKNOWN = "This is no spreadsheet. Choose an Excel workbook, an OpenDocument one or a CSV file."
ENTITIES = "The workbook defines entities, which no spreadsheet needs. Save it again from Excel."
TOO_MUCH = (
    "The workbook unpacks to more than {megabytes} MB. Split it, or take out what is not needed."
)
TOO_MANY_ROWS = (
    "The sheet “{sheet}” has more than {rows:,} rows, blank ones included. "
    "Delete the rows below the last one that is needed, and save it again."
)
TOO_WIDE = (
    "The sheet “{sheet}” has a cell far from all others, in column {column}. "
    "Delete the columns to the right of the last one that is needed, and save it again."
)
TOO_MANY_CELLS = (
    "The sheet “{sheet}” stretches over {cells:,} cells. "
    "Delete the rows and columns that are not needed, and save it again."
)
TOO_MANY_FORMULAS = (
    "The workbook has more than {most:,} formulas. Copy them and paste them as values."
)
TOO_HARD = "The file takes more time or memory to read than Casemark gives it. Split it."
NO_ROOM = (
    "Casemark has no room to read the file. Tell your administrator that the disk may be full, and "
    "try again then."
)
NOT_TEXT = "This cannot be read as text. Save it as CSV (UTF-8) and choose that."
OPEN_QUOTE = "Line {line} cannot be read. Look for a quotation mark that is not closed."
LONG_LINE = "Line {line} has a cell of more than {most:,} characters. Is this a CSV file?"
TOO_MANY_COLUMNS = (
    "A line has more than {most} cells. Is this a CSV file? If it is, delete what is not needed."
)
TOO_MANY_LINES = "The file has more than {rows:,} lines. Split it, and import one after the other."
NO_SHEETS = "No sheet of the workbook has anything in it. Choose one with a row for each case."
