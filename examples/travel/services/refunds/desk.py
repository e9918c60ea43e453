"""Prepares refunds; a person pays them."""

from pydantic_ai import Agent

from bookings import find, prepare

desk = Agent("anthropic:claude-sonnet-4-5", name="refund-desk")


@desk.tool_plain
def read_booking(booking: str) -> str:
    """A booking, with what was paid for it."""
    return find(booking)


@desk.tool_plain
def draft_refund(booking: str, amount: str) -> str:
    """Puts a refund into the list of those that a person pays."""
    return prepare(booking, amount)
