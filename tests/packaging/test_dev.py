"""The commands of dev.py: what they run, in which order, and what they answer."""

import pytest

import dev
import environment
import machine


class Ran:
    """What the environment's Python was asked to run, and what it answers to the next."""

    def __init__(self) -> None:
        self.words: list[tuple[str, ...]] = []
        self.answers: list[int] = []

    def run(self, *words: str, offscreen: bool = False) -> int:
        self.words.append(words)
        return self.answers.pop(0) if self.answers else 3


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    commands = Ran()
    monkeypatch.setattr(environment, "run", commands.run)
    monkeypatch.setattr(environment, "prepare", lambda: None)
    return commands


@pytest.mark.parametrize("command", [name for name in dev.COMMANDS if name != "lock"])
def test_a_command_passes_its_further_words_and_its_exit_code_on(command: str, ran: Ran) -> None:
    assert dev.main([command, "--further", "word"]) == 3
    assert ran.words[-1][-2:] == ("--further", "word")


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"]])
def test_without_a_command_the_commands_are_listed_and_nothing_is_set_up(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def set_up() -> None:
        raise AssertionError

    monkeypatch.setattr(environment, "prepare", set_up)
    assert dev.main(words) == 0
    printed = capsys.readouterr().out
    assert all(
        f"  {name:8}  {command.__doc__}" in printed for name, command in dev.COMMANDS.items()
    )


def test_an_unknown_command_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["dance"]) == 2
    printed = capsys.readouterr().err
    assert "no command dance" in printed
    assert "demo" in printed


@pytest.mark.parametrize("fault", [1, 2, 3, 4, 5])
def test_rules_that_are_red_end_the_run_before_the_other_tests(ran: Ran, fault: int) -> None:
    ran.answers = [fault, 0]
    assert dev.main(["test"]) == fault
    assert [words[-1] for words in ran.words] == ["tests/rules"]


@pytest.mark.parametrize("answer", [0, 1, 2, 3, 4, 5])
def test_the_other_tests_follow_and_say_how_it_ends(ran: Ran, answer: int) -> None:
    ran.answers = [0, 0, answer]
    assert dev.main(["test"]) == answer
    rules, logic, others = ran.words
    assert rules[-1] == "tests/rules"
    watched = {f"--every-branch=csq_desktop/{layer}" for layer in dev.COVERED}
    assert set(logic) > {f"tests/{layer}" for layer in dev.COVERED} | watched | {"tests.watching"}
    assert set(others) > {f"--ignore=tests/{folder}" for folder in ("rules", *dev.COVERED)}


@pytest.mark.parametrize("answer", [1, 5])
def test_a_branch_left_out_ends_the_run_before_the_other_tests(ran: Ran, answer: int) -> None:
    ran.answers = [0, answer, 0]
    assert dev.main(["test"]) == answer
    assert len(ran.words) == 2


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([0, 0, 0], 0), ([5, 0, 5], 0), ([0, 5, 5], 0), ([5, 5, 0], 0), ([5, 5, 5], 5),
        ([5, 5, 1], 1), ([0, 1, 0], 1), ([1, 0, 0], 1), ([4, 0, 0], 4),
    ],
)  # fmt: skip
def test_words_that_choose_tests_fail_only_when_they_choose_none(
    ran: Ran, answers: list[int], answer: int
) -> None:
    ran.answers = answers
    assert dev.main(["test", "-k", "lifecycle"]) == answer
    assert not any("tests.watching" in words for words in ran.words)


@pytest.mark.parametrize(
    "word", ["tests/rules", "tests/rules/test_size.py::test_functions_are_mostly_short"]
)
def test_a_place_that_is_named_is_run_alone(ran: Ran, word: str) -> None:
    ran.answers = [5]
    assert dev.main(["test", "-x", word]) == 5
    assert [words[-2:] for words in ran.words] == [("-x", word)]


def test_what_the_machine_lacks_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking() -> None:
        raise machine.Lacking("Install these first: libegl1")

    monkeypatch.setattr(environment, "prepare", lacking)
    assert dev.main(["test"]) == 1
    assert capsys.readouterr().err == "Install these first: libegl1\n"


def test_a_stopped_command_ends_as_the_shell_expects(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "prepare", stopped)
    assert dev.main(["test"]) == 130
