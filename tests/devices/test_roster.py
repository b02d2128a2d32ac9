"""A family says only what is new of its devices."""

from devices.family import NOTHING
from devices.roster import News, Roster
from rules.words.device import Announcement, Sort
from rules.words.events import AvailabilityChanged, DeviceAnnounced, DeviceRetired
from rules.words.ids import HardwareId


def device(hardware: str, name: str = "Lamp") -> Announcement:
    return Announcement(hardware=HardwareId(hardware), name=name, family="f", sort=Sort.LAMP)


def test_what_was_said_is_not_said_again() -> None:
    roster, first, again = Roster(), News(), News()

    roster.settle("p", [device("a")], ["t/1"], first)
    roster.settle("p", [device("a")], ["t/1"], again)

    assert first.events == [DeviceAnnounced(device("a"))]
    assert first.subscribe == ["t/1"]
    assert again.heard() is NOTHING


def test_what_changed_came_and_went_is_said() -> None:
    roster, news = Roster(), News()
    roster.settle("p", [device("a"), device("b")], ["t/1", "t/2"], News())

    roster.settle("p", [device("b", "Porch"), device("c")], ["t/2", "t/3"], news)

    assert news.events == [
        DeviceRetired(HardwareId("a")),
        DeviceAnnounced(device("b", "Porch")),
        DeviceAnnounced(device("c")),
    ]
    assert (news.subscribe, news.unsubscribe) == (["t/3"], ["t/1"])


def test_a_topic_of_two_products_is_left_when_both_have_left_it() -> None:
    roster, news = Roster(), News()
    roster.settle("p", [device("a")], ["t"], News())
    roster.settle("q", [device("b")], ["t"], News())

    roster.forget("p", news)
    assert (news.unsubscribe, news.events) == ([], [DeviceRetired(HardwareId("a"))])
    roster.forget("q", news)
    assert news.unsubscribe == ["t"]
    assert len(roster) == 0


def test_who_comes_to_a_product_that_is_away_is_away() -> None:
    roster, news = Roster(), News()
    roster.settle("p", [device("a")], [], News())
    roster.reached("p", news, here=False)
    roster.reached("p", news, here=False)
    roster.settle("p", [device("a"), device("b")], [], news)

    assert news.events == [
        AvailabilityChanged(HardwareId("a"), available=False),
        DeviceAnnounced(device("b")),
        AvailabilityChanged(HardwareId("b"), available=False),
    ]


def test_trouble_is_said_of_its_topic_and_not_too_much_of_it() -> None:
    news = News(trouble=["one", "two", "three", "four"])

    assert news.heard("a/b").unreadable == "a/b: one; two; three"
