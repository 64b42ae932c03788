"""What the screen says while the office or a device is at work: the code of a text."""

from __future__ import annotations

from typing import Any

from central.contract.agency import ActAsAgent, DraftAgreement, EndAgreement, ReadAgreements, SignAgreement
from central.contract.application import (
    BeginApplication,
    HandOver,
    ReadDecision,
    ReadPaper,
    SubmitApplication,
    SupplementApplication,
)
from central.contract.following import AskPerson, FindCases, FindCompanies, ReadCase, UrgeCase, WithdrawCase
from central.contract.handing_in import HandIn
from central.contract.project import PlanProject
from central.contract.rating import ExplainRating, RateCase
from central.contract.survey import AnswerSurvey
from central.contract.voice import RaiseVoice, ReadVoice
from kiosk.wishes.agency_requests import AgreementSheet, FindAgents
from kiosk.wishes.application_requests import CaseSheet, ItemNotice, PlanSheet, Result, UploadMaterial
from kiosk.wishes.voice_requests import DrawNumber, MaySpeak, VoiceReceipt
from kiosk.wishes.wish import Ask, CheckCode, CheckPrinter, Do, LookAtHall, Print

_ASKING = {
    CheckPrinter: "checking_printer",
    LookAtHall: "looking_at_hall",
    CheckCode: "checking_code",
    BeginApplication: "asking_sources",
    UploadMaterial: "uploading_material",
    ReadDecision: "reading_decision",
    ReadPaper: "reading_paper",
    PlanProject: "planning",
    FindCases: "finding_cases",
    FindCompanies: "finding_companies",
    ReadCase: "reading_case",
    FindAgents: "finding_agents",
    DraftAgreement: "drafting_agreement",
    ReadAgreements: "reading_agreements",
    MaySpeak: "keeping_voice",
    DrawNumber: "keeping_voice",
    ReadVoice: "reading_voice",
}
_DOING = {
    SubmitApplication: "deciding",
    SupplementApplication: "deciding",
    HandOver: "handing_over",
    RateCase: "keeping_rating",
    ExplainRating: "keeping_rating",
    AnswerSurvey: "keeping_rating",
    UrgeCase: "urging",
    AskPerson: "handing_over",
    SignAgreement: "keeping_agreement",
    EndAgreement: "ending_agreement",
    ActAsAgent: "noting_deed",
    WithdrawCase: "withdrawing",
    HandIn: "handing_in",
    RaiseVoice: "keeping_voice",
}
_PRINTING = {
    Result: "printing_result",
    ItemNotice: "printing_notice",
    PlanSheet: "printing_plan",
    CaseSheet: "printing_case",
    VoiceReceipt: "printing_receipt",
    AgreementSheet: "printing_case",
}


def waiting_for(wish: Ask[Any] | Do[Any] | Print) -> str:
    """What is being done about a wish."""
    match wish:
        case Ask(question):
            return _ASKING.get(type(question), "asking_office")
        case Do(effect):
            return _DOING.get(type(effect), "taking_ticket")
        case Print(what):
            return _PRINTING[type(what)]
