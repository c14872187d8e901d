"""The API: it does what its own description says, and nothing sent to it makes it fall over."""

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from workbenches import TOKEN

from rantau.web import create_app
from rantau.web.serving import Serving

KEY = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1"}
CHECKS = [schemathesis.checks.not_a_server_error, status_code_conformance, response_schema_conformance]


def test_nothing_sent_to_the_api_makes_it_fall_over(demo):
    app = create_app(demo, Serving(token=TOKEN))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=KEY)
    operations, sent = [found.ok() for found in schema.get_all_operations()], 0
    for operation in operations:

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def each(case):
            nonlocal sent
            sent += 1
            case.call_and_validate(headers=KEY, checks=CHECKS)

        each()
    app.state.frame.close()
    assert len(operations) >= 4
    assert sent >= 40
