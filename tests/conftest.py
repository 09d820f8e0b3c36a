"""For all tests: an example of a property is not judged by how long it takes, which says only how busy the machine is."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
