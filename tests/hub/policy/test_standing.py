"""What is said of a household file that is not in force: a sentence for each way it may stand."""

import pytest

from hub.policy.standing import IN_DOUBT, Draft, Standing, to_everybody, to_signers

ONE, TWO = Draft(hash="a", changes=("one",)), Draft(hash="a", changes=("one", "other"))
WRONG = Draft(problems="house.yaml:14: not a time of day: 25:00")


def standing(
    draft: Draft, *, signed_by: tuple[str, ...] = (), answers: bool = False, in_doubt: bool = False
) -> Standing:
    return Standing(
        file="house.yaml", draft=draft, signed_by=signed_by, answers=answers, in_doubt=in_doubt
    )


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (standing(Draft()), ""),
        (standing(ONE, in_doubt=True), IN_DOUBT),
        (
            standing(WRONG),
            (
                "house.yaml has mistakes, so nobody can sign it and the policy in force stays: "
                "`homerule check` lists them"
            ),
        ),
        (
            standing(ONE),
            (
                "house.yaml has 1 change that nobody has signed, so it does not count: "
                "`homerule policy diff` tells it, `homerule policy sign` puts it in force"
            ),
        ),
        (
            standing(TWO),
            (
                "house.yaml has 2 changes that nobody has signed, so nothing of that counts: "
                "`homerule policy diff` tells them, `homerule policy sign` puts them in force"
            ),
        ),
        (
            standing(TWO, answers=True),
            (
                "house.yaml and what people answered have 2 changes that nobody has signed, "
                "so nothing of that counts: `homerule policy diff` tells them, "
                "`homerule policy sign` puts them in force"
            ),
        ),
        (
            standing(ONE, signed_by=("ana",)),
            (
                "house.yaml is signed by ana and waits for somebody else: "
                "nothing of it counts until then"
            ),
        ),
    ],
)
def test_who_may_sign_is_told_how_the_file_stands_and_the_command(how: Standing, said: str) -> None:
    assert to_signers(how) == said


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (standing(Draft()), ""),
        (
            standing(ONE, in_doubt=True),
            (
                "what the household signed cannot be trusted, so nothing happens by itself; "
                "switches and this page work. Whoever looks after the hub must look at it"
            ),
        ),
        (
            standing(WRONG),
            (
                "somebody changed the household's rules and made a mistake in them: "
                "those that were signed stay in force"
            ),
        ),
        (
            standing(ONE),
            (
                "somebody changed the household's rules, and nobody has signed that: "
                "it does not count until an owner signs it"
            ),
        ),
        (
            standing(ONE, signed_by=("ana",)),
            (
                "a change of the household's rules is signed by Ana and waits for somebody else to "
                "sign it"
            ),
        ),
    ],
)
def test_everybody_is_told_the_same_without_a_command(how: Standing, said: str) -> None:
    assert to_everybody(how, str.title) == said
