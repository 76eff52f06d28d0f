"""Corrections that people make."""

from fastapi import APIRouter, Request
from markupsafe import Markup

from variorum.library import Library

router = APIRouter(tags=["corrections"])


class Beside:
    """stub"""

    def __init__(self, request: Request, library: Library) -> None:
        pass

    def __call__(self, id: str) -> Markup:
        return Markup()
