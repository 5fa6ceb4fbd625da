"""The smallest folder that holds every file: an invented audit of Wexshire with three case files.

SMALL-1 is graded by one auditor, SMALL-2 under two areas and agreed, SMALL-3 reconstructed.
"""

from __future__ import annotations

from pathlib import Path

AUDITOR, MODERATOR = "auditor@wexshire.example", "moderator@wexshire.example"
MANAGER = "manager@wexshire.example"

FILES = {
    "round.csv": """field,value
code,small-audit
kind,internal_audit
force,wexshire
framework,ncpi-2014
led_by,force
title,A small audit
fieldwork_started_on,2026-11-02
fieldwork_ended_on,2026-11-13
published_on,
previous,
status,fieldwork
historic,no
self_assessed,
""",
    "team.csv": f"email,role\n{MODERATOR},lead\n",
    "local_authorities.csv": "name,judgement,judged_on,note\nWexborough,Good,2026-05,\n",
    "next_steps.csv": "order,clock,text\n1,revisit,Auditors look again.\n",
    "published_counts.csv": """area,grade,count,source_note
,good,3,Page 1
s47,good,2,Page 2
s47,inadequate,0,Page 2
""",
    "common_themes.csv": """area,polarity,order,text,themes
s47,strength,1,Children were seen at once,initial-response;childs-voice
s47,weakness,2,Decisions were not written down,recording
""",
    "figures.csv": """chapter,label,count,base,base_label,unit,period,counted_by,as_printed,note
initial-contact,Files with video,14,40,files,files,2026,force,35 percent,
""",
    "source_documents.csv": """code,kind,publisher,title,published_on,address,note
small-document,internal_audit,Wexshire Police,A small audit,2026-11,,
""",
    "recommendations.csv": (
        "number,source_document,kind,legal_basis,chapter,areas,themes,title,text,time_limit,due_by"
        """
1,small-document,recommendation,internal,investigation,s47,recording,Record,Record why.,3_months,
2,small-document,recommendation,internal,,,,Visit,Visit in time.,by_date,2027-03-01
"""
    ),
    "sub_points.csv": "recommendation,group,order,text\n1,At least,1,The time\n1,At least,2,Why\n",
    "responses.csv": (
        "recommendation,force,owner,deputy,status,statement,answered_on\n"
        "1,wexshire,manager@wexshire.example,,accepted,Accepted.,2026-11-20\n"
    ),
    "response_steps.csv": (
        "recommendation,force,status,on,by,why\n"
        f"1,wexshire,awaiting_response,2026-11-16,{MODERATOR},\n"
        f"1,wexshire,accepted,2026-11-20,{MANAGER},Accepted.\n"
    ),
    "sub_point_answers.csv": (
        "recommendation,force,point,decision,statement\n"
        "1,wexshire,1,accepted,\n1,wexshire,2,accepted,\n"
    ),
    "actions.csv": (
        "number,force,recommendations,points,title,what,owner,due_on,first_due_on,status\n"
        f"1,wexshire,1,1.2,A new form,Print it.,{MANAGER},2027-01-29,2026-12-18,planned\n"
    ),
    "due_changes.csv": (
        "action,before,after,why,by,at\n"
        f"1,2026-12-18,2027-01-29,The printer is late.,{MANAGER},2026-11-25 10:00\n"
    ),
    "progress_updates.csv": (
        "number,recommendation,force,action,point,by,at,text\n"
        f"1,1,wexshire,,1,{MANAGER},2026-11-24 09:00,Sergeants were told.\n"
        f"2,,,1,,{MANAGER},2026-11-25 10:05,The form is drafted.\n"
    ),
    "case_files.csv": f"""reference,area,chosen_by,chosen_how,reconstructed,allocated_to
SMALL-1,s47,force,random,no,{AUDITOR}
SMALL-2,cse,force,targeted,no,
SMALL-3,missing,unknown,unknown,yes,
""",
    "children.csv": """reference,age_band,sex,ethnicity,disabled,in_care,on_plan
SMALL-1,5_9,female,white,no,,yes
SMALL-1,10_13,male,unknown,,,
""",
    "local_numbers.csv": "reference,kind,number\nSMALL-1,crime,WXC/26/000001\n",
    "assessments.csv": (
        "reference,origin,assessor,status,areas,area_grades,overall_grade,rationale,"
        "systems_looked_at,assessed_on\n"
        f"SMALL-1,assessor,{AUDITOR},submitted,s47,good,,Seen at once.,Crime record,2026-11-10\n"
        f"SMALL-2,agreed,{MODERATOR},agreed,cse;missing,good;inadequate,good,On balance.,,\n"
        "SMALL-3,agreed,,agreed,missing,inadequate,inadequate,,,\n"
    ),
    "stage_notes.csv": (
        "reference,origin,assessor,stage,grade,went_well,should_have_been_better\n"
        f"SMALL-1,assessor,{AUDITOR},investigation,good,Quick.,\n"
        f"SMALL-1,assessor,{AUDITOR},detention,not_applicable,,\n"
    ),
    "answers.csv": (
        "reference,origin,assessor,question,value\n"
        f"SMALL-1,assessor,{AUDITOR},child-spoken-to,yes\n"
        f"SMALL-1,assessor,{AUDITOR},risk-known-at,2026-11-03 09:30\n"
        f"SMALL-1,assessor,{AUDITOR},missing-times-before,3\n"
        f"SMALL-1,assessor,{AUDITOR},siblings-considered,not_recorded\n"
    ),
    "observations.csv": (
        "reference,origin,assessor,theme,polarity,note\n"
        f"SMALL-1,assessor,{AUDITOR},childs-voice,strength,Her words.\n"
        f"SMALL-1,assessor,{AUDITOR},recording,weakness,\n"
    ),
}


def write(path: Path, **files: str) -> Path:
    """The folder, with some files as given (by name without ".csv")."""
    path.mkdir(exist_ok=True)
    for name, text in {**FILES, **{f"{name}.csv": text for name, text in files.items()}}.items():
        (path / name).write_text(text, "utf-8")
    return path


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
