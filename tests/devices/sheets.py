"""A sheet for the tests of what is printed on A4. Every person is invented."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

from PIL import Image

from devices.sheet import Check, Row, Sheet

ISSUED = datetime(2026, 11, 22, 21, 4, tzinfo=timezone(timedelta(hours=8)))
URL = "https://office.example.gov.cn/verify/7K2M-Q9TX-4HBD-8N3P.AbC_-3"


def portrait(width: int = 60, height: int = 80) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


SHEET = Sheet(
    issuer="区民政局",
    title="老年优待证",
    holder_label="持证人",
    holder="林惊蛰",
    rows=(Row("身份证号", "110***********9973"), Row("出生日期", "1960-03-05")),
    statement="持证人年满60周岁，依法享受老年人优待。",
    numbers=(Row("证号", "7K2M-Q9TX-4HBD-8N3P"), Row("受理编号", "7K2M-Q9TX-4HBD")),
    check=Check(URL, "扫码核验真伪", "核验码", "7K2M-Q9TX-4HBD-8N3P"),
    signature="持证人签名",
    issued_on="2026年11月22日",
    issued_at=ISSUED,
    foot="自助终端 1 号机",
    portrait=portrait(),
)
