"""Which view model and which QML file show a scene. All three share one word."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.scenes import Home, OutOfService, Problem, Scene, Waiting, WishScene
from kiosk.technician.scenes import (
    AssignPreview,
    BundlePage,
    ChoosePort,
    ConsoleScene,
    DevicePage,
    EnterPin,
    LedgerPage,
    MachinePage,
    NetworkPage,
    Overview,
    ServicePage,
    Testing,
)
from kiosk.wishes.agency import (
    ChooseAgent,
    ChooseAgreement,
    ChooseSteps,
    ChooseTurn,
    NameCompany,
    ShowAgreement,
)
from kiosk.wishes.application import (
    AgreeToSources,
    AnswerSituation,
    AskForDocument,
    BrowseCatalogue,
    CaptureDocument,
    FillField,
    ListEntries,
    ReadItem,
    ReviewAnswers,
    ReviewDocument,
    ShowDecision,
    SignPromise,
    TakeResult,
)
from kiosk.wishes.case import ChooseCase, ChooseCompany, ConfirmWithdrawal, ShowCase
from kiosk.wishes.project import ChooseDay, ChooseProject, ReadStep, ShowPlan
from kiosk.wishes.rating import Rate, TellReasons, TellVisit
from kiosk.wishes.voice import (
    ChooseSubject,
    ChooseVoice,
    OfferCall,
    ShowReceipt,
    ShowVoice,
    WriteVoice,
)
from kiosk.wishes.wish import (
    AgreeToPortrait,
    CapturePortrait,
    ChooseBooking,
    ChooseItem,
    EnterNumber,
    Explain,
    KeepNumber,
    Present,
    Print,
    ReviewPortrait,
    TakePaper,
)
from ui.views.agree_to_portrait import AgreeToPortraitView
from ui.views.agree_to_sources import AgreeToSourcesView
from ui.views.answer_situation import AnswerSituationView
from ui.views.ask_for_document import AskForDocumentView
from ui.views.browse_catalogue import BrowseCatalogueView
from ui.views.capture_document import CaptureDocumentView
from ui.views.capture_portrait import CapturePortraitView
from ui.views.choose_agent import ChooseAgentView
from ui.views.choose_agreement import ChooseAgreementView
from ui.views.choose_booking import ChooseBookingView
from ui.views.choose_case import ChooseCaseView
from ui.views.choose_company import ChooseCompanyView
from ui.views.choose_day import ChooseDayView
from ui.views.choose_item import ChooseItemView
from ui.views.choose_project import ChooseProjectView
from ui.views.choose_steps import ChooseStepsView
from ui.views.choose_subject import ChooseSubjectView
from ui.views.choose_turn import ChooseTurnView
from ui.views.choose_voice import ChooseVoiceView
from ui.views.confirm_withdrawal import ConfirmWithdrawalView
from ui.views.console.assign_preview import AssignPreviewView
from ui.views.console.bundle_page import BundlePageView
from ui.views.console.choose_port import ChoosePortView
from ui.views.console.device_page import DevicePageView
from ui.views.console.enter_pin import EnterPinView
from ui.views.console.ledger_page import LedgerPageView
from ui.views.console.machine_page import MachinePageView
from ui.views.console.network_page import NetworkPageView
from ui.views.console.overview import OverviewView
from ui.views.console.service_page import ServicePageView
from ui.views.console.testing import TestingView
from ui.views.enter_number import EnterNumberView
from ui.views.explain import ExplainView
from ui.views.fill_field import FillFieldView
from ui.views.home import HomeView
from ui.views.keep_number import KeepNumberView
from ui.views.list_entries import ListEntriesView
from ui.views.name_company import NameCompanyView
from ui.views.offer_call import OfferCallView
from ui.views.out_of_service import OutOfServiceView
from ui.views.present import PresentView
from ui.views.print import PrintView
from ui.views.problem import ProblemView
from ui.views.rate import RateView
from ui.views.read_item import ReadItemView
from ui.views.read_step import ReadStepView
from ui.views.review_answers import ReviewAnswersView
from ui.views.review_document import ReviewDocumentView
from ui.views.review_portrait import ReviewPortraitView
from ui.views.screen import ScreenView
from ui.views.show_agreement import ShowAgreementView
from ui.views.show_case import ShowCaseView
from ui.views.show_decision import ShowDecisionView
from ui.views.show_plan import ShowPlanView
from ui.views.show_receipt import ShowReceiptView
from ui.views.show_voice import ShowVoiceView
from ui.views.sign_promise import SignPromiseView
from ui.views.take_paper import TakePaperView
from ui.views.take_result import TakeResultView
from ui.views.tell_reasons import TellReasonsView
from ui.views.tell_visit import TellVisitView
from ui.views.waiting import WaitingView
from ui.views.write_voice import WriteVoiceView

VIEWS: dict[type, Callable[..., ScreenView]] = {
    Home: HomeView,
    OutOfService: OutOfServiceView,
    Waiting: WaitingView,
    Problem: ProblemView,
    Present: PresentView,
    EnterNumber: EnterNumberView,
    ChooseBooking: ChooseBookingView,
    ChooseItem: ChooseItemView,
    Explain: ExplainView,
    Print: PrintView,
    TakePaper: TakePaperView,
    KeepNumber: KeepNumberView,
    AgreeToPortrait: AgreeToPortraitView,
    CapturePortrait: CapturePortraitView,
    ReviewPortrait: ReviewPortraitView,
    AskForDocument: AskForDocumentView,
    CaptureDocument: CaptureDocumentView,
    ReviewDocument: ReviewDocumentView,
    AnswerSituation: AnswerSituationView,
    AgreeToSources: AgreeToSourcesView,
    ShowDecision: ShowDecisionView,
    TakeResult: TakeResultView,
    Rate: RateView,
    TellReasons: TellReasonsView,
    TellVisit: TellVisitView,
    FillField: FillFieldView,
    ListEntries: ListEntriesView,
    ReviewAnswers: ReviewAnswersView,
    SignPromise: SignPromiseView,
    ReadItem: ReadItemView,
    BrowseCatalogue: BrowseCatalogueView,
    ChooseCase: ChooseCaseView,
    ShowCase: ShowCaseView,
    ChooseCompany: ChooseCompanyView,
    ConfirmWithdrawal: ConfirmWithdrawalView,
    ChooseProject: ChooseProjectView,
    ChooseDay: ChooseDayView,
    ShowPlan: ShowPlanView,
    ReadStep: ReadStepView,
    ChooseAgent: ChooseAgentView,
    ChooseSteps: ChooseStepsView,
    NameCompany: NameCompanyView,
    ChooseAgreement: ChooseAgreementView,
    ShowAgreement: ShowAgreementView,
    ChooseTurn: ChooseTurnView,
    ChooseVoice: ChooseVoiceView,
    ChooseSubject: ChooseSubjectView,
    WriteVoice: WriteVoiceView,
    OfferCall: OfferCallView,
    ShowReceipt: ShowReceiptView,
    ShowVoice: ShowVoiceView,
}
"""The view model of every scene; the QML file has the scene's name."""

CONSOLE_VIEWS: dict[type, Callable[..., ScreenView]] = {
    EnterPin: EnterPinView,
    Overview: OverviewView,
    DevicePage: DevicePageView,
    Testing: TestingView,
    ChoosePort: ChoosePortView,
    AssignPreview: AssignPreviewView,
    ServicePage: ServicePageView,
    LedgerPage: LedgerPageView,
    NetworkPage: NetworkPageView,
    MachinePage: MachinePageView,
    BundlePage: BundlePageView,
}
"""The same for the technician's scenes; their files are in a folder of their own."""


def view_of(scene: Scene | ConsoleScene) -> Callable[..., ScreenView]:
    """The class of its view model."""
    return (VIEWS | CONSOLE_VIEWS)[_subject(scene)]


def file_of(scene: Scene | ConsoleScene) -> str:
    """Its file in `qml/screens/`, without the ending."""
    name = _subject(scene).__name__
    return f"console/{name}" if isinstance(scene, ConsoleScene) else name


def _subject(scene: Scene | ConsoleScene) -> type:
    return type(scene.wish if isinstance(scene, WishScene) else scene)
