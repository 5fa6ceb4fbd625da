"""One module a subject; this page only gathers them for Django."""

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
from audit.models.queries import Query, QueryMessage
from audit.models.recommendations import Recommendation, SourceDocument, SubPoint
from audit.models.reports import Report, ReportVersion
from audit.models.responses import Response
from audit.models.rounds import LocalAuthority, NextStep, Round
from audit.models.samples import Sample, SampledCase, SampleStratum
from audit.models.sign_offs import SignOff
from audit.models.trail import LogEntry, LogText, Seal
from audit.models.users import ForceMembership, RoundMember, User

__all__ = [
    "Answer",
    "AreaGrade",
    "AreaOfPractice",
    "Assessment",
    "CaseAction",
    "CaseFile",
    "Child",
    "ColumnMemory",
    "CommonTheme",
    "Conflict",
    "DipCheck",
    "ConcernStep",
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
    "PublishedCount",
    "Query",
    "QueryMessage",
    "Question",
    "Recommendation",
    "Report",
    "ReportVersion",
    "Response",
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
    "SupportingFigure",
    "Theme",
    "User",
]
