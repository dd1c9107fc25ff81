"""Names of persons in texts that citizens and clerks wrote, made unreadable, beside numbers and mail (masking.py).

A name cannot be told from other words with certainty. What is masked: what stands under a word that announces a name, a
common family name with a form of address, and names after English forms of address. Too much rather than too little.
"""

from __future__ import annotations

import re

from queries.privacy.masking import MASK, masked

# The hundred most common family names (National Citizen Identity Information Centre, 2020) and the common double ones.
FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
DOUBLE = "欧阳|司马|上官|诸葛|皇甫|东方|尉迟|公孙|令狐|慕容|司徒|夏侯"
NAME = rf"(?:{DOUBLE}|[{FAMILY}])"
ADDRESSES = "先生|女士|小姐|太太|老师|师傅|大爷|大妈|大叔|大姐|阿姨|同志|经理|主任|医生|老板|某某|某"
ANNOUNCED = re.compile(
    r"((?:姓名|联系人|来电人|投诉人|举报人|反映人|诉求人|求助人|报警人|当事人|申请人|业主|租户|本人叫|我叫|名叫)\s*(?:是|为)?\s*[:：]?\s*)"
    rf"(?:{NAME}[\u4e00-\u9fff]{{1,2}})(?=$|[^\u4e00-\u9fff]|先生|女士|反映|投诉|来电|称|说|的|在|向|要求)"
)
ADDRESSED = re.compile(rf"({NAME})[\u4e00-\u9fff]{{1,2}}?(?={ADDRESSES})|({NAME})(?={ADDRESSES})")
ENGLISH = re.compile(
    r"\b((?:Mr|Mrs|Ms|Miss|Dr)\.?\s+|(?:[Mm]y name is|[Nn]ame\s*:|[Cc]aller\s*:|[Cc]ontact\s*:)\s*)"
    r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]+){0,2}"
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
)


def masked_text(text: str | None) -> str | None:
    """The text without names, numbers of telephones, identity cards and vehicles, and addresses of mail."""
    cleared = masked(text)
    if cleared is None:
        return None
    cleared = ANNOUNCED.sub(lambda found: f"{found[1]}{MASK}", cleared)
    cleared = ADDRESSED.sub(MASK, cleared)
    cleared = ENGLISH.sub(lambda found: f"{found[1]}{MASK}", cleared)
    return PLATE.sub(lambda plate: f"{plate[0][:2]}{MASK}", cleared)
