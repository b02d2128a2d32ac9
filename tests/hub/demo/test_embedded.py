from hub.demo.embedded import SteadyTable, running_amqtt


def test_a_table_may_change_while_somebody_walks_through_it() -> None:
    table = SteadyTable[int]()
    table["hall"] = 1

    for key in table:
        table[key + "-lamp"] = 2
    for key, number in table.items():
        table[f"{key}-{number}"] = number

    assert sorted(table) == ["hall", "hall-1", "hall-lamp", "hall-lamp-2"]


async def test_the_tables_that_the_broker_walks_through_are_steady() -> None:
    async with running_amqtt("127.0.0.1", 0, stops_within=2.0) as broker:
        tables = (broker._subscriptions, broker._retained_messages)

        assert [type(table) for table in tables] == [SteadyTable, SteadyTable]
