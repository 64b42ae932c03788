"""What is wrong with the papers of an item or a project: laid out for this printer, line by line, as printed."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.item import ItemDocument
from central.contract.messages import Words
from devices.paper import Slip
from devices.printer_model import Face, PrinterModel
from devices.sheet import Sheet
from devices.sheet_pdf import CHINESE, FontMissing
from devices.sheet_pdf import faces as sheet_faces
from devices.slip_layout import PrintLine, clean, lay_out, printable, width
from devices.slip_picture import drawable
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.inspection import Shown
from kiosk.slips.item import notice_slip, result_slip
from kiosk.slips.item_sheet import result_sheet
from kiosk.slips.project import plan_slip
from kiosk.texts import Wording
from kiosk.wishes.application_requests import ItemNotice, PlanSheet, Result
from ui.item_check.item_scenes import sample_measured, sample_paper
from ui.item_check.project_scenes import sample_plan

_TERMINAL, _HALL = "K-01", Words(zh_CN="政务服务大厅")


def faults(
    catalogue: Catalogue, document: Shown, model: PrinterModel, wording: Wording, *, a4: bool = False
) -> Iterator[tuple[str, str]]:
    """Place and reason. `a4`: on sheets, too."""
    if isinstance(document, ItemDocument):
        yield from _of_item(catalogue, document, model, wording, a4=a4)
        return
    for dated in (True, False):
        sheet = PlanSheet(document, sample_plan(document, dated=dated))
        slip = plan_slip(sheet, _HALL, _TERMINAL, wording)
        yield from (("steps", reason) for reason in slip_faults(slip, model))


def _of_item(
    catalogue: Catalogue, item: ItemDocument, model: PrinterModel, wording: Wording, *, a4: bool
) -> Iterator[tuple[str, str]]:
    """The notice is the whole item; a result is one of its documents."""
    notice = notice_slip(ItemNotice(catalogue, item, sample_measured(item)), _HALL, _TERMINAL, wording)
    yield from (("summary", reason) for reason in slip_faults(notice, model))
    for number, document in enumerate(item.documents):
        result = Result("0" * 32, sample_paper(catalogue, item, document), decided=True)
        slip = result_slip(result, 0, _TERMINAL, wording)
        yield from ((f"documents.{number}", reason) for reason in slip_faults(slip, model))
        if a4 and document.a4:
            sheet = result_sheet(result, 0, _TERMINAL, wording)
            yield from ((f"documents.{number}", reason) for reason in sheet_faults(sheet))


def slip_faults(slip: Slip, model: PrinterModel) -> Iterator[str]:
    """A line that is wider than the paper, or a character that neither the printer nor a picture can show."""
    try:
        lines = lay_out(slip, model)
    except ValueError as error:
        yield f"cannot be printed: {error}"
        return
    for line in lines:
        if isinstance(line, PrintLine):
            said = line.left + line.right
            if width(said) * line.scale > model.columns:
                yield f"is wider than the paper: {said}"
            missing = {sign for sign in said if not printable(sign, model.charset) and not drawable(sign, model.faces)}
            if missing:
                yield f"cannot be printed, {''.join(sorted(missing))}: {said}"


def sheet_faults(sheet: Sheet) -> Iterator[str]:
    """A character that the fonts of a sheet do not have. What is long goes on to a second sheet."""
    try:
        face = Face(sheet_faces()[0], proportional=CHINESE, mono=CHINESE)
    except FontMissing:
        yield "cannot be printed: this machine has no font for sheets of A4"
        return
    rows = (said for row in (*sheet.rows, *sheet.numbers) for said in (row.label, row.value))
    for said in (sheet.issuer, sheet.title, sheet.statement, *rows):
        missing = {sign for sign in clean(said) if not drawable(sign, (face,))}
        if missing:
            yield f"cannot be printed on A4, {''.join(sorted(missing))}: {said}"
