"""Fixtures of the tests of the truths: the account that every one of them books in, and the cases of the example."""

from __future__ import annotations

import pytest
from truth_account import ACCOUNT, Account
from truth_cases import opened


@pytest.fixture(scope="session")
def account() -> Account:
    """The one account of this run; printed at its end."""
    return ACCOUNT


@pytest.fixture
def case_of(example):
    """Return the case of a partnership of the example by its code."""
    return lambda code: opened(code, example.store, example.params)
