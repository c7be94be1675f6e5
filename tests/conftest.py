"""What every test shares: property tests without a clock, so a busy machine changes nothing."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("steady")
