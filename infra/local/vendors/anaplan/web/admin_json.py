"""What the operator sees of a model: everything in it, by names and codes, without a single id."""

from typing import Any

from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.state.modules import Module
from infra.local.vendors.anaplan.users import UserDirectory


def shown_model(model: Model) -> dict[str, Any]:
    """All items and all cells; cells as exact text, items of lists by code, blanks as empty text.

    A module's member appears even if no cell of it was ever written.
    """
    return {
        "lists": {one.name: _items(model, one) for one in model.lists.values()},
        "modules": {one.name: _members(model, one) for one in model.modules.values()},
    }


def _items(model: Model, of: ItemList) -> list[dict[str, Any]]:
    items = list(of.items.values())
    columns = {
        name: model.shower.codes([item.properties.get(name) for item in items], one)
        for name, one in of.properties.items()
    }
    return [
        {"code": item.code, "name": item.name, "properties": {name: texts[row] for name, texts in columns.items()}}
        | ({"parent": parent.name} if (parent := of.parent_of(item)) else {})
        for row, item in enumerate(items)
    ]


def _members(model: Model, of: Module) -> list[dict[str, Any]]:
    items = list(of.dimension.items.values())
    columns = {one.name: model.shower.codes(of.column(one, items), one.format) for one in of.line_items.values()}
    return [
        {"code": item.code, "cells": {name: texts[row] for name, texts in columns.items()}}
        for row, item in enumerate(items)
    ]


def shown_files(live: LiveModel, users: UserDirectory) -> list[dict[str, Any]]:
    """Every copy that is stored; ``content`` is None while chunks are missing."""
    names = {one.id: one.name for one in live.model.files.values()}
    names |= {one.id: one.name for one in live.model.exports.values()}
    emails = {user.id: user.email for user in users.all()}
    return [
        {
            "user": emails[user_id],
            "id": file_id,
            "name": names[file_id],
            "chunks": chunks,
            "content": None if content is None else content.decode(errors="replace"),
        }
        for user_id, file_id, chunks, content in live.files.stored()
    ]
