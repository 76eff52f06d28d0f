"""`variorum schema`."""

from variorum.cli.app import app, errors


@app.command()
def schema() -> None:
    """Print the JSON Schema of every record."""
    with errors():
        import json

        from variorum.publish.export import schema as records_schema

        print(json.dumps(records_schema(), indent=1, ensure_ascii=False))
