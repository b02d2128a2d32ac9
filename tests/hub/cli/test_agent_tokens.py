"""Tokens of agents from outside on the command line: made once, forgotten, never printed again."""

from pathlib import Path

from hub.web.agent_tokens import AgentTokens
from tests.hub.cli.conftest import Command


async def test_the_command_line_makes_and_forgets_a_token(
    homerule: Command, tmp_path: Path
) -> None:
    code, token, _ = await homerule("token", "--agent", "chatter")
    known = AgentTokens(tmp_path).agent_of(token.strip())
    _, forgotten, _ = await homerule("token", "--agent", "chatter", "--forget")
    refused, _, complaint = await homerule("token", "--agent", "My Chatter")
    empty, out, _ = await homerule("token", "--agent", "")
    nobody, _, asks = await homerule("token", "--forget")

    assert (code, known, forgotten) == (0, "chatter", "forgotten\n")
    assert AgentTokens(tmp_path).agent_of(token.strip()) is None
    assert refused == 1
    assert "`my-chatter`" in complaint
    assert (empty, out) == (1, "")
    assert nobody == 1
    assert "--agent NAME" in asks
