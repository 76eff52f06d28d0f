"""Values of ours in Spark's data frames: a row holds a value's place and its bytes."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

ROW = "number long, record binary"


def frame(spark: "SparkSession", values: Sequence[Any]) -> "DataFrame":
    """A data frame with a row for each value: its place, and the value itself."""
    import pyarrow

    records = pyarrow.array([pickle.dumps(value, protocol=5) for value in values], pyarrow.binary())
    table = pyarrow.table({"number": range(len(values)), "record": records})
    return spark.createDataFrame(table)


def collected(rows: "DataFrame") -> list[Any]:
    """The values of a data frame like those of `frame`, in order."""
    table = rows.toArrow().sort_by("number")
    return [pickle.loads(record) for record in table.column("record").to_pylist()]


def rows_of(values: Iterable[tuple[int, Any]]) -> Iterator["pyarrow.RecordBatch"]:
    """Record batches of numbered values, one each."""
    import pyarrow

    for number, value in values:
        record = pyarrow.array([pickle.dumps(value, protocol=5)], pyarrow.binary())
        yield pyarrow.RecordBatch.from_pydict({"number": pyarrow.array([number], pyarrow.int64()), "record": record})


def values_of(parts: Iterable["pyarrow.RecordBatch"]) -> Iterator[tuple[int, Any]]:
    """The numbered values of record batches."""
    for part in parts:
        for number, record in zip(part.column("number").to_pylist(), part.column("record").to_pylist(), strict=True):
            yield number, pickle.loads(record)
