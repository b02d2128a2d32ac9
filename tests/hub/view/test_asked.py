"""What people are asked, as it is shown."""

from hub.view.asked import prompt_pictures
from rules.words.ids import GuardrailId, Ref
from tests.rules.asked import AsksForSafety
from tests.rules.prompts.test_prompt_limits import chatter, house, wishes


def test_what_is_asked_for_safety_stands_first() -> None:
    story = house(chatter(), rule=AsksForSafety(id=GuardrailId("safe"), devices=(Ref("Den lamp"),)))
    for lamp in ("Hall lamp", "Den lamp", "Attic lamp"):
        wishes(story, lamp, 100)

    shown = prompt_pictures(story.house, lambda _prompt: False)

    titles = [str(picture["title"]).partition(" set ")[2] for picture in shown]
    assert [title.partition(" on")[0] for title in titles] == [
        "Den lamp",
        "Hall lamp",
        "Attic lamp",
    ]
