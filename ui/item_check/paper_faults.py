"""What is wrong with an item's papers: laid out for this printer, line by line, as they would be printed."""

from __future__ import annotations

from collections.abc import Iterator

from central.contract.item import ItemDocument
from central.contract.messages import Words
from devices.paper import Slip
from devices.printer_model import PrinterModel
from devices.slip_layout import PrintLine, lay_out, printable, width
from devices.slip_picture import drawable
from kiosk.application_requests import ItemNotice, Result
from kiosk.catalogue.catalogue import Catalogue
from kiosk.item_slips import notice_slip, result_slip
from kiosk.texts import Wording
from ui.item_check.item_scenes import sample_paper

_TERMINAL, _HALL = "K-01", Words(zh_CN="政务服务大厅")


def faults(
    catalogue: Catalogue, item: ItemDocument, model: PrinterModel, wording: Wording
) -> Iterator[tuple[str, str]]:
    """Place and reason. The notice is the whole item; a result is one of its documents."""
    notice = notice_slip(ItemNotice(catalogue, item), _HALL, _TERMINAL, wording)
    yield from (("summary", reason) for reason in slip_faults(notice, model))
    for number, document in enumerate(item.documents):
        result = Result("0" * 32, sample_paper(catalogue, item, document), decided=True)
        slip = result_slip(result, 0, _TERMINAL, wording)
        yield from ((f"documents.{number}", reason) for reason in slip_faults(slip, model))


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
            missing = {sign for sign in said if not printable(sign, model.charset) and not drawable(sign, model)}
            if missing:
                yield f"cannot be printed, {''.join(sorted(missing))}: {said}"
