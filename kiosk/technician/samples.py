"""What a technician holds to a device to see whether it works: a slip and a sheet that show everything a printer can
get wrong, and the code on them, which is the one code whose content a scanner's test may show.
"""

from __future__ import annotations

from datetime import UTC, datetime

from devices.paper import Align, Feed, Pair, QrCode, Rule, Slip, Text
from devices.sheet import Check, Row, Sheet

TEST_CODE_MARK = "ZWTEST"
TEST_CODE = f"{TEST_CODE_MARK} 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_RULER = "1234567890"  # breaks where the paper ends: 48 columns on 80 mm, 32 on 58 mm
_GRID = "■□" * 12  # a worn head shows as white lines down the black

TEST_SLIP = Slip(
    (
        Text("打印测试 TEST", scale=2, align=Align.CENTRE, bold=True),
        Rule(),
        Text(_RULER * 5),
        Text(_GRID),
        Text(_GRID[::-1]),
        Pair("左 left", "右 right"),
        Rule(),
        Text("办事大厅 预约取号 现场取号 进度查询"),
        Text("，。：；（）《》￥％ 0O 1lI 5S 8B"),
        Text("生僻字 㐂 𠮷 䶮 囍 〇 堃 喆 淼"),
        Text("一倍 A1", scale=1),
        Text("两倍 A1", scale=2),
        Text("三倍 A1", scale=3, bold=True),
        Feed(),
        QrCode(TEST_CODE),
        Text(TEST_CODE_MARK, align=Align.CENTRE),
        Rule(),
    )
)

TEST_SHEET = Sheet(
    issuer="打印测试 TEST",
    title="打印测试",
    holder_label="TEST",
    holder="一二三 ABC 123",
    rows=(
        Row("标点", "，。：；（）《》￥％ 0O 1lI 5S 8B"),
        Row("生僻字", "㐂 𠮷 䶮 囍 〇 堃 喆 淼"),
        Row("墨粉", _GRID[:20]),
    ),
    statement="此页只用于检验打印机，不是证明文件，请销毁。",
    numbers=(),
    check=Check(TEST_CODE, TEST_CODE_MARK, "", TEST_CODE_MARK),
    signature="",
    issued_on="",
    issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    foot=_RULER * 4,
)
