"""How hard the tests of properties look: the same examples each time, or new ones, for long."""

from hypothesis import HealthCheck, Phase, settings

_USUAL, _THOROUGH = "usual", "thorough"


def register() -> None:
    """Declare both ways of looking; the usual one holds until `explore` is called."""
    # A red run names its example at once: shrinking one that opens a store takes minutes.
    settings.register_profile(
        _USUAL,
        derandomize=True,
        database=None,
        print_blob=True,
        phases=(Phase.explicit, Phase.generate),
        deadline=None,  # a busy machine is not a slow function
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    settings.register_profile(
        _THOROUGH,
        settings.get_profile(_USUAL),
        derandomize=False,
        max_examples=1_000,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    settings.load_profile(_USUAL)


def explore() -> None:
    """Look for long, with a random seed, as `--thorough` asks."""
    settings.load_profile(_THOROUGH)


def examples(usual: int, thorough: int) -> settings:
    """How many examples a property tries whose examples cost more than a moment each."""
    is_thorough = settings.get_current_profile_name() == _THOROUGH
    return settings(max_examples=thorough if is_thorough else usual)
