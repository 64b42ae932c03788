"""What a technician holds to a device to see whether it works: a slip that shows everything a printer can get wrong,
and the code on it, which is the one code whose content a scanner's test may show.
"""

from __future__ import annotations

from devices.paper import Align, Feed, Pair, QrCode, Rule, Slip, Text

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
