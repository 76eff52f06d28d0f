"""The description of the interface, and a machine that tries everything it says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.test_web_building import Sent
from tests.web_library import fill
from variorum.web.access import SESSION, form_token
from variorum.web.app import create_app
from variorum.web.settings import Settings

SECRET, VISIT = "secret", "visit"
TRIES = 10  # of each operation


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    db = fill(tmp_path_factory.mktemp("web") / "news.db")
    app = create_app(Settings(db=db, host="testserver", secret=SECRET))
    app.state.builder = Sent()
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    app.state.library.close()


def test_everything_that_is_described_holds(described: Any) -> None:
    tried = 0
    for result in described.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=TRIES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: schemathesis.Case) -> None:
            if isinstance(case.body, dict):
                case.body["form_token"] = form_token(SECRET, VISIT)
            # The fields of a form depend on each other, which a schema cannot say: a form may be refused.
            forms = [positive_data_acceptance] if case.method == "POST" else []
            case.call_and_validate(headers={"cookie": f"{SESSION}={VISIT}"}, excluded_checks=forms)

        holds()
        tried += 1
    assert tried > 30
