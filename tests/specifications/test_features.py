"""The product's promises, as domain experts state them, in English and in Spanish."""

from pytest_bdd import scenarios

scenarios("en", "es")
