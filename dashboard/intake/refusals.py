"""Why nothing of a delivery was taken, in both languages."""

from dashboard.errors import ErrorAnswer


class Refusal(Exception):  # noqa: N818
    """A delivery of which nothing was taken: what to say, and seconds after which to try again (0: not as it is)."""

    def __init__(self, row: ErrorAnswer, again_after: int = 0) -> None:
        super().__init__(row.en)
        self.row, self.again_after = row, again_after


NO_RECEPTION = ErrorAnswer("error", 503, "no_intake", "此服务不接收数据。", "This server takes no deliveries.")
BACKLOG = ErrorAnswer(
    "error",
    429,
    "backlog",
    "已接收的数据尚未入库完毕，请稍后重发。",
    "Too many rows are waiting to be applied; send this delivery again a little later.",
)
COMPRESSED = ErrorAnswer(
    "error", 415, "compressed", "不接受压缩内容，请直接发送。", "A compressed body is not taken; send it as it is."
)


def wrong_kind(source: str, delivers: str, kind: str) -> ErrorAnswer:
    return ErrorAnswer(
        "error",
        403,
        "wrong_kind",
        f"来源 {source} 只提供 {delivers}，请发送到 /api/v1/{delivers}。",
        f"The source {source} delivers {delivers}, not {kind}: send to /api/v1/{delivers}.",
    )


def bad_body(zh: str, en: str) -> ErrorAnswer:
    return ErrorAnswer("error", 400, "bad_body", zh, en)


def none_good(rows: int) -> ErrorAnswer:
    return ErrorAnswer(
        "error", 400, "no_good_row", f"{rows} 行均无法接收。", f"None of the {rows:,} rows could be taken; see reasons."
    )


def too_large(limit: int) -> ErrorAnswer:
    return ErrorAnswer(
        "error",
        413,
        "too_large",
        f"一次最多接收 {limit:,} 字节，请分批发送。",
        f"One delivery may have {limit:,} bytes; send fewer rows at a time.",
    )


def too_many(rows: int, seconds: int) -> ErrorAnswer:
    return ErrorAnswer(
        "error",
        429,
        "too_many_rows",
        f"每个来源每分钟最多 {rows:,} 行，请 {seconds} 秒后重发。",
        f"A source may deliver {rows:,} rows a minute; send this delivery again in {seconds} s.",
    )


def full(sentence: str) -> ErrorAnswer:
    return ErrorAnswer("error", 503, "cannot_keep", "暂时无法写入（磁盘已满或服务正在关闭），请稍后重发。", sentence)
