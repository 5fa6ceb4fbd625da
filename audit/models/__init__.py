"""One module a subject; this page only gathers them for Django."""

from audit.models.actions import Action, DueChange
from audit.models.assessments import (
    Answer,
    AreaGrade,
    Assessment,
    Observation,
    StageNote,
)
from audit.models.case_actions import CaseAction
from audit.models.case_files import CaseFile, Child, LocalNumber
from audit.models.concerns import ConcernStep, ImmediateConcern
from audit.models.conflicts import Conflict
from audit.models.dip_checks import DipCheck
from audit.models.findings import CommonTheme, PublishedCount, SupportingFigure
from audit.models.forces import Force
from audit.models.frameworks import AreaOfPractice, Framework, Question, Stage, Theme
from audit.models.imports import ColumnMemory, ImportRun
from audit.models.oversight import OversightComment, OversightResponse
from audit.models.progress import Evidence, ProgressUpdate
from audit.models.queries import Query, QueryMessage
from audit.models.recommendation_links import RecommendationLink
from audit.models.recommendations import Recommendation, SourceDocument, SubPoint
from audit.models.reminders import CalendarToken, ReminderSent
from audit.models.reports import Report, ReportVersion
from audit.models.responses import Extension, Response, ResponseStep, SubPointAnswer
from audit.models.rounds import LocalAuthority, NextStep, Round
from audit.models.samples import Sample, SampledCase, SampleStratum
from audit.models.sign_offs import SignOff
from audit.models.trail import LogEntry, LogText, Seal
from audit.models.users import ForceMembership, RoundMember, User
from audit.models.verdicts import Verdict

__all__ = [
    "Action",
    "Answer",
    "AreaGrade",
    "AreaOfPractice",
    "Assessment",
    "CalendarToken",
    "CaseAction",
    "CaseFile",
    "Child",
    "ColumnMemory",
    "CommonTheme",
    "ConcernStep",
    "Conflict",
    "DipCheck",
    "DueChange",
    "Evidence",
    "Extension",
    "Force",
    "ForceMembership",
    "Framework",
    "ImmediateConcern",
    "ImportRun",
    "LocalAuthority",
    "LocalNumber",
    "LogEntry",
    "LogText",
    "NextStep",
    "Observation",
    "OversightComment",
    "OversightResponse",
    "ProgressUpdate",
    "PublishedCount",
    "Query",
    "QueryMessage",
    "Question",
    "Recommendation",
    "RecommendationLink",
    "ReminderSent",
    "Report",
    "ReportVersion",
    "Response",
    "ResponseStep",
    "Round",
    "RoundMember",
    "Sample",
    "SampleStratum",
    "SampledCase",
    "Seal",
    "SignOff",
    "SourceDocument",
    "Stage",
    "StageNote",
    "SubPoint",
    "SubPointAnswer",
    "SupportingFigure",
    "Theme",
    "User",
    "Verdict",
]
