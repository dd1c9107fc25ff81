"""What the personal columns of a row say is masked in its own free texts, and no other word is."""

import pyarrow as pa
import pytest

from queries.privacy.own_persons import masked_of, without_own_persons


@pytest.mark.parametrize(
    ("text", "value", "masked"),
    [
        ("张三反映楼上漏水，张三在家", "张三", "***反映楼上漏水，***在家"),
        ("欧阳若兰家门口积水", "欧阳若兰", "***家门口积水"),
        ("阿里木·买买提来电", "阿里木·买买提", "***来电"),
        ("请联系犇鑫，工号 12", "犇鑫", "请联系***，工号 12"),
        ("短号66351，门牌166351", "66351", "短号***，门牌166351"),
        ("中原路12号3楼漏水", "中原路12号3楼", "***漏水"),
        ("车辆豫A1B2C3占道", "豫A1B2C3", "车辆***占道"),
        ("Water, says MARY ANN SMITH.", "Mary Ann Smith", "Water, says ***."),
        ("told Okonkwo twice", "Okonkwo", "told *** twice"),
        ("write to mai@canary.example", "mai@canary.example", "write to ***"),
        ("李四与王五争执", "李四、王五（业主）", "***与***争执"),
        # a name that is a word: only where it is no part of another one
        ("早高峰拥堵", "高峰", "早高峰拥堵"),
        ("高峰期拥堵", "高峰", "高峰期拥堵"),
        ("高峰反映早高峰拥堵", "高峰", "***反映早高峰拥堵"),
        ("诉求人：高峰", "高峰", "诉求人：***"),
        ("高峰先生来电", "高峰", "***先生来电"),
        # what names nobody
        ("市民反映噪声", "市民", "市民反映噪声"),
        ("匿名投诉", "匿名", "匿名投诉"),
        ("王女士反映", "王女士", "王女士反映"),
        ("35号楼停电", "35", "35号楼停电"),
        ("张庄村路灯", "张", "张庄村路灯"),
        ("金水区路灯", "金水区", "金水区路灯"),
        ("dogs in the Park", "Park", "dogs in the Park"),
        ("Parking on Parker Street", "Parker", "Parking on *** Street"),
    ],
)
def test_a_value_is_masked_where_it_stands_for_a_person(text: str, value: str, masked: str) -> None:
    assert masked_of(text, [value, None, ""]) == masked


def test_each_row_loses_what_it_says_itself_and_no_other() -> None:
    table = pa.table({"text": ["张三漏水", "张三漏水", None, '["张三"]'], "note": ["", "O. Smith", "x", "x"]})
    assert without_own_persons(table, ["text", "note"], [["李四", None, "张三", "张三"]]).equals(table)
    told: list[list[str | None]] = [["张三", "李四", "张三", "张三"], [None, "o. smith", None, None]]
    cleared = without_own_persons(table, ["text", "note"], told)
    assert cleared["text"].to_pylist() == ["***漏水", "张三漏水", None, '["张三"]']
    assert cleared["note"].to_pylist() == ["", "***", "x", "x"]
