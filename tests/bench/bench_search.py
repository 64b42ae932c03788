"""Search per key: how long the catalogue answers after each key of what people type.

python -m tests.bench.bench_search [ITEMS…]: 600 and 10,000 invented items without arguments.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from statistics import median

from central.contract.item import ItemDocument
from kiosk.catalogue.readings import read_readings
from kiosk.catalogue.search import SearchIndex

ITEMS = Path(__file__).parents[2] / "assets/items"
AREAS = (
    "社会保险",
    "养老",
    "医疗",
    "住房",
    "车辆",
    "驾驶",
    "企业",
    "个体",
    "食品",
    "出境",
    "户口",
    "婚姻",
    "生育",
    "残疾",
    "就业",
    "税务",
)
OBJECTS = (
    "登记",
    "证明",
    "许可",
    "补贴",
    "待遇",
    "信息",
    "资格",
    "备案",
    "账户",
    "执照",
    "档案",
    "费用",
    "关系",
    "名称",
    "地址",
    "证件",
)
ACTS = (
    "办理",
    "变更",
    "注销",
    "查询",
    "申领",
    "补领",
    "换领",
    "转移",
    "核定",
    "延期",
    "打印",
    "复核",
    "认证",
    "撤销",
    "申报",
    "确认",
)
EXTRA = (
    "城乡居民",
    "职工",
    "老年人",
    "外来人员",
    "灵活就业",
    "机动车",
    "非机动车",
    "公租房",
    "小微",
    "高校毕业生",
    "退役军人",
    "",
)

TYPED = (
    "laonianyoudaizheng",
    "lnyz",
    "lnydz",
    "老年优待证",
    "证待优年老",
    "老年优代证",
    "laonianyuodaizheng",
    "坐车免费",
    "我想办一个老年人坐公交车的证",
    "z",
    "zheng",
    "yanglao",
    "shbx",
    "社保",
    "登记",
    "jidongchezhuxiao",
    "xyzxyzxyz",
    "zhegnming",
    "机动车jsz",
    "gongzufangdizhibiangeng",
    "qqqq",
    "退休老人",
    "zhuanyi",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "zzzz",
    "zhengzheng",
)


def invented(count: int) -> list[ItemDocument]:
    """The sample items, then as many others as are wanted, each with a name of its own and four everyday words."""
    chance = random.Random(4)
    items = [ItemDocument.model_validate_json(path.read_bytes()) for path in sorted(ITEMS.glob("*.json"))][:count]
    names = [extra + area + thing + act for extra in EXTRA for area in AREAS for thing in OBJECTS for act in ACTS]
    chance.shuffle(names)
    pattern = items[0]
    for number, name in enumerate(names[: count - len(items)]):
        everyday = tuple(chance.choice(AREAS)[:2] + chance.choice(OBJECTS) for _ in range(4))
        words = pattern.name.model_copy(update={"zh_CN": name, "en": f"Business {number}"})
        items.append(pattern.model_copy(update={"item": f"item_{number}", "name": words, "everyday": everyday}))
    return items


def measure(count: int) -> str:
    """One line of the table."""
    items, readings = invented(count), read_readings()
    began = time.perf_counter()
    index = SearchIndex(items, readings)
    index.find("a")
    built = time.perf_counter() - began
    taken: list[tuple[float, str]] = []
    for text in TYPED:
        for end in range(1, len(text) + 1):
            rounds = []
            for _ in range(3):  # the best of three: other work on the machine is not the search's
                before = time.perf_counter()
                index.find(text[:end])
                rounds.append(time.perf_counter() - before)
            taken.append((1000 * min(rounds), text[:end]))
    times = sorted(taken)
    middle, late, worst = median(each for each, _ in times), times[int(len(times) * 0.99)][0], times[-1]
    return (
        f"{len(items):>6} items: built in {built:.2f} s ({1000 * built / len(items):.2f} ms each); {len(times)} keys: "
        f"p50 {middle:.2f} ms, p99 {late:.2f} ms, worst {worst[0]:.2f} ms ({worst[1]})"
    )


if __name__ == "__main__":
    for wanted in [int(each) for each in sys.argv[1:]] or [600, 10_000]:
        sys.stdout.write(measure(wanted) + "\n")
