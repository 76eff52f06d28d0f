"""What is told where Spark fails; needs neither Spark nor Java."""

from variorum.engine.spark import _first_line


def test_what_java_says_is_told() -> None:
    told = "An error occurred while calling None.org.apache.X.\n: java.lang.Gone: All masters are gone\n\tat y"
    assert _first_line(Exception(told)) == "java.lang.Gone: All masters are gone"
    assert _first_line(Exception("no such master")) == "no such master"
    assert _first_line(Exception("")) == "Exception"
