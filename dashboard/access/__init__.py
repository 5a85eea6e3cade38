"""Accounts, roles, sign-in, and the guard on every callback."""

from dashboard.access.accounts import Account, current_account
from dashboard.access.guard import guarded_callback, guarded_clientside_callback
from dashboard.access.permissions import Permission

__all__ = ["Account", "Permission", "current_account", "guarded_callback", "guarded_clientside_callback"]
