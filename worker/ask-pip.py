"""Prints what pip on this machine installs from, as one JSON object."""

import json

from pip._internal.configuration import Configuration
from pip._internal.exceptions import ConfigurationError
from pip._internal.models.index import PyPI

configuration = Configuration(isolated=False)
configuration.load()


def configured(name):
    for section in (":env:", "install", "global"):
        try:
            return configuration.get_value(f"{section}.{name}").split()
        except ConfigurationError:
            continue  # Not set there.
    return []


print(
    json.dumps(
        {
            "hosts": [PyPI.netloc, PyPI.file_storage_domain],
            "index-url": configured("index-url"),
            "extra-index-url": configured("extra-index-url"),
            "find-links": configured("find-links"),
        }
    )
)
